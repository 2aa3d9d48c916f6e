export type Random = () => number

/**
 * Words as text has them: few that are everywhere and very many that are rare. The n-th commonest is n
 * times rarer than the commonest (Zipf's law; Piantadosi, "Zipf's word frequency law in natural
 * language", Psychonomic Bulletin & Review 21, 2014).
 */
export interface Vocabulary {
  words: readonly string[]
  /** One word, common ones as often as they are common. */
  word: () => string
}

const SIZE = 60_000
// Of the rarer words; the commonest are one language's.
const SHARE_OF_OTHER_SCRIPTS = 0.15
const SHARE_WITH_ACCENTS = 0.12
const ONSETS =
  'b c d f g h j k l m n p qu r s t v w y z bl br ch cl cr dr fl fr gl gr kn pl pr sc sh sk sl sm sn sp st str sw th tr tw wh'.split(
    ' ',
  )
const VOWELS = 'a e i o u a e i o e a i ai au ea ee ei ia ie io oa oo ou ue y'.split(' ')
const CODAS =
  '- - - - n r s t l m d n r s ng nd nt st rs ns ss ll ck ct ft lt mp nk pt rd rk rm rn rt sh sk th x'.split(
    ' ',
  )
const ACCENTS: Readonly<Record<string, string>> = {
  a: 'áàäâãåą',
  e: 'éèëêę',
  i: 'íïî',
  o: 'óöôõø',
  u: 'úüûů',
  n: 'ñń',
  c: 'çćč',
  s: 'śš',
  z: 'żźž',
  l: 'ł',
  d: 'đ',
}
/** First and last code point of letters that make plausible words of a script, and their lengths. */
const SCRIPTS = [
  { from: 0x3b1, to: 0x3c9, shortest: 3, longest: 9 }, // Greek
  { from: 0x430, to: 0x44f, shortest: 3, longest: 10 }, // Cyrillic
  { from: 0x5d0, to: 0x5ea, shortest: 2, longest: 6 }, // Hebrew
  { from: 0x627, to: 0x64a, shortest: 2, longest: 7 }, // Arabic
  { from: 0x915, to: 0x939, shortest: 2, longest: 6 }, // Devanagari
  { from: 0xe01, to: 0xe2e, shortest: 2, longest: 8 }, // Thai
  { from: 0x4e00, to: 0x5e00, shortest: 1, longest: 4 }, // Han
  { from: 0x3042, to: 0x3093, shortest: 2, longest: 5 }, // Hiragana
  { from: 0xac00, to: 0xb800, shortest: 1, longest: 4 }, // Hangul
] as const

export function createVocabulary(random: Random): Vocabulary {
  const words = new Set<string>()
  while (words.size < SIZE) words.add(makeWord(random, words.size))
  const list = [...words]
  return {
    words: list,
    word: () => list[Math.min(SIZE - 1, Math.floor(SIZE ** random()) - 1)] ?? 'the',
  }
}

function makeWord(random: Random, rank: number): string {
  if (rank > 300 && random() < SHARE_OF_OTHER_SCRIPTS) return otherScript(random)
  const one = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const syllables = Math.max(1, Math.round(Math.log10(rank + 2) * (0.35 + random() * 0.4)))
  let word = ''
  for (let count = 0; count < syllables; count++) {
    word += one(ONSETS) + one(VOWELS) + one(CODAS).replace('-', '')
  }
  return rank > 100 && random() < SHARE_WITH_ACCENTS ? withAccent(word, random) : word
}

function withAccent(word: string, random: Random): string {
  const at = Math.floor(random() * word.length)
  const forms = ACCENTS[word.charAt(at)]
  if (forms === undefined) return word
  return word.slice(0, at) + forms.charAt(Math.floor(random() * forms.length)) + word.slice(at + 1)
}

function otherScript(random: Random): string {
  const script = SCRIPTS[Math.floor(random() * SCRIPTS.length)] ?? SCRIPTS[0]
  const length = script.shortest + Math.floor(random() * (script.longest - script.shortest + 1))
  const letter = () => script.from + Math.floor(random() * (script.to - script.from + 1))
  return String.fromCodePoint(...Array.from({ length }, letter))
}

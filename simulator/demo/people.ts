import type { Contact } from '../mail/mime/write-message.ts'

const person = (name: string, email: string): Contact => ({ name, email })

/** The owner of the demo accounts: an architect in a small practice. */
export const WORK = person('Mara Lindqvist', 'mara.lindqvist@haldenroe.example')
export const HOME = person('Mara Lindqvist', 'mara.lindqvist@mail.example')
/** Her mailbox at a client, for the time of a project. */
export const CLIENT = person('Mara Lindqvist', 'mara.lindqvist@kestrelcouncil.example')

const studio = (name: string, local: string): Contact => person(name, `${local}@haldenroe.example`)
export const PRIYA = studio('Priya Nair', 'priya.nair')
export const TOM = studio('Tom Halden', 'tom.halden')
export const ELSA = studio('Elsa Roe', 'elsa.roe')
export const JONAS = studio('Jonas Berg', 'jonas.berg')
export const AISHA = studio('Aisha Karim', 'aisha.karim')

export const RUTH = person('Ruth Okafor', 'r.okafor@kestrelcouncil.example')
const council = (name: string, local: string): Contact =>
  person(name, `${local}@kestrelcouncil.example`)
export const MARION = council('Marion Tate', 'm.tate')
export const OWEN = council('Owen Bright', 'o.bright')
export const DANIEL = council('Daniel Acheampong', 'd.acheampong')
export const SAM = council('Sam Whitby', 's.whitby')
export const LENA = council('Lena Novak', 'l.novak')
export const GARETH = person('Gareth Pugh', 'gareth@pughandsons.example')
export const NINA = person('Nina Sorensen', 'nina@sorensenengineers.example')
export const LUCIA = person('Lucía Fernández', 'lucia.fernandez@casadelagua.example')
export const JUERGEN = person('Jürgen Weiß', 'weiss@holzbau-weiss.example')
export const YOKO = person('田中 陽子', 'tanaka@kyoto-forum.example')
export const LAYLA = person('ليلى حداد', 'layla.haddad@amman-forum.example')
export const CLARA = person('Clara Whitfield', 'clara@whitfieldhouse.example')
export const BEN = person('Ben Achterberg', 'ben@northquayprint.example')

export const ANNA = person('Anna Lindqvist', 'anna.lindqvist@mail.example')
export const PER = person('Per Lindqvist', 'per.lindqvist@mail.example')
export const SOFIA = person('Sofia Marsh', 'sofia.marsh@mail.example')
export const DAN = person('Dan Whelan', 'dan.whelan@mail.example')
export const MEI = person('Mei Chen', 'mei.chen@mail.example')
export const INES = person('Inés Aguilar', 'ines.aguilar@mail.example')
export const HARRIET = person('Harriet Cole', 'harriet.cole@mail.example')
export const MR_DOYLE = person('Patrick Doyle', 'p.doyle@doylelettings.example')

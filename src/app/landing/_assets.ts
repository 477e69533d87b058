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
    etag: '"LrBcphp2hSzNQqUt"',
    text: `function a(t,e={},...n){return J(document.createElement(t),e,n)}function w(t,e={},...n){return J(document.createElementNS(
"http://www.w3.org/2000/svg",t),e,n)}function h(t){let e=document.querySelector(t);if(e===null)throw new Error(\`Cannot f\\
ind \${t} in the page\`);return e}function c(t,e){t.textContent!==e&&(t.textContent=e)}function f(t,e){let n=new Set(e);for(let i of[
...t.children])n.has(i)||i.remove();e.forEach((i,r)=>{t.children[r]!==i&&t.insertBefore(i,t.children[r]??null)})}function J(t,e,n){
for(let[i,r]of Object.entries(e))t.setAttribute(i,r);return t.append(...n),t}var de=[[1e-9,"ns"],[1e-6,"\\xB5s"],[.001,"ms"],[1,"s"],[60,"min"],[3600,"h"],[86400,"d"]],ce=["B","KiB","MiB","GiB","TiB"].
map((t,e)=>[1024**e,t]),me=new Intl.NumberFormat("en",{maximumFractionDigits:2}),he=new Intl.NumberFormat("en",{maximumSignificantDigits:3});
function x({name:t,unit:e}){return e??/_(seconds|bytes|ratio)(?:_total)?$/.exec(t)?.[1]??""}function m(t,e=""){return Number.
isFinite(t)?e==="seconds"?Y(t,de):e==="bytes"?Y(t,ce):e==="ratio"?\`\${B(t*100)} %\`:B(t):String(t).replace("Infinity","\\u221E")}
function M(t,e){return/_time(?:stamp)?_seconds$/.test(e.name)&&t>1e8&&t<1e11?new Date(t*1e3).toLocaleString():m(t,x(e))}
function B(t){let e=Math.abs(t);return e!==0&&(e<1e-4||e>=1e15)?t.toExponential(2).replace("e+","e"):(e<1?he:me).format(
t)}function Y(t,e){let n=Math.abs(t)||1,[i,r]=e.findLast(([s])=>n>=s)??e[0]??[1,""];return\`\${B(Number((t/i).toPrecision(
3)))} \${r}\`}var[ee,P,Q]=[100,24,2],ue=12;function pe(t){let e=t.flat().filter(Number.isFinite),n=Math.min(...e),i=Math.max(...e)-n,r=Math.
max(ue,...t.map(({length:s})=>s));return t.map(s=>{let o="",l=!0;return s.forEach((d,u)=>{if(Number.isFinite(d)){let g=ee*
(r-s.length+u)/(r-1),p=i>0?P-Q-(d-n)/i*(P-2*Q):P/2;o+=\`\${l?"M":"L"}\${g.toFixed(1)} \${p.toFixed(1)}\`}l=!Number.isFinite(d)}),
o})}var y=class{element=w("svg",{class:"sparkline",viewBox:\`0 0 \${ee} \${P}\`,preserveAspectRatio:"none","aria-hidden":"tr\\
ue"});cell=a("td",{class:"trend"},this.element);update(e){let n=pe(e);for(;this.element.children.length>n.length;)this.element.
lastElementChild?.remove();n.forEach((i,r)=>{(this.element.children[r]??this.element.appendChild(w("path"))).setAttribute(
"d",i)})}};var N=class{#e=h("#collectors");#n=h("#collectors tbody");#t=new Map;update(e,n){let i=te(e,"webprom_collector_success"),
r=te(e,"webprom_collector_duration_seconds"),s=new Map(n.map(d=>[d.collector,d])),o=[...new Set([...i.keys(),...r.keys(),
...s.keys()])],l=d=>i.get(d)?.point.value===0?0:s.has(d)?1:2;o.sort((d,u)=>l(d)-l(u)||(d<u?-1:1)),this.#e.hidden=o.length===
0,f(this.#n,o.map(d=>{let u=this.#t.get(d)??new G(d);return this.#t.set(d,u),u.update(i.get(d),r.get(d),s.get(d)),u.element}))}},
G=class{element;#e=a("span");#n=a("td",{class:"number"});#t=a("td",{class:"failure"});#i=new y;constructor(e){this.#i.cell.
classList.add("wide"),this.element=a("tr",{},a("th",{scope:"row",class:"labels"},e),a("td",{},this.#e),this.#n,this.#i.cell,
this.#t)}update(e,n,i){let r=e===void 0?void 0:Number(e.point.value)===1;this.#e.className=r===void 0?"":r?"good":"bad",
c(this.#e,r===void 0?"":r?"Succeeded":"Failed"),c(this.#n,n===void 0?"":m(Number(n.point.value),"seconds")),this.#i.update(
n===void 0?[]:[n.trend]);let s=i?.message===void 0?i?.kind:\`\${i.kind}: \${i.message}\`;c(this.#t,i===void 0?"":\`\${new Date(
i.timeMs).toLocaleTimeString()} \${s}\`)}};function te(t,e){let n=t.find(({head:i})=>i.name===e);return new Map([...n?.series.
values()??[]].map(i=>[i.point.labels.collector??"",i]))}var $=class{#e=new Map;#n=NaN;record({families:e},n){let i=n-this.#n,r=e.map(s=>fe(s,this.#e.get(s.name),i));return this.#e=
new Map(r.map(s=>[s.head.name,s])),this.#n=n,r}};function fe(t,e,n){let i=e?.head.type===t.type?e:void 0,r=new Map(t.points.
map(o=>{let l=ge(o),d=i?.series.get(l)??{text:l,point:o,trend:[]};return d.point=o,ye(d,t,n),[l,d]})),s=[...r.values()];
if(b(t)){let o=i?.lines[0]??[];return s.some(({trend:l})=>l.length>0)&&K(o,s.reduce((l,{trend:d})=>l+(d.at(-1)??0),0)),{
head:t,series:r,lines:[o]}}return{head:t,series:r,lines:s.length>5?[]:s.map(({trend:o})=>o)}}function ye(t,e,n){let i=Number(
t.point.value??t.point.count);if(b(e)){let{total:r=NaN}=t,s=i<r?i:i-r;s>=0&&n>0&&K(t.trend,s/n),t.total=i}else Number.isNaN(
i)||K(t.trend,i)}function b({type:t}){return t==="counter"||t==="histogram"||t==="summary"}function K(t,e){t.push(e),t.length>
60&&t.shift()}function ge({labels:t}){return Object.entries(t).map(([e,n])=>\`\${we(e)}=\${JSON.stringify(n)}\`).join(", ")}
function we(t){return/^\\w+$/.test(t)?t:JSON.stringify(t)}var v=class{element;#e;#n=a("span");#t;#i;#r=0;constructor(e,n,i){this.#e=n;let r=(s,o)=>{let l=a("button",{type:"button"},
s);return l.addEventListener("click",()=>{l.ariaDisabled!=="true"&&(this.#r+=o,i())}),l};this.#t=r("Previous",-1),this.#i=
r("Next",1),this.element=a("nav",{class:"pager","aria-label":e},this.#t,this.#n,this.#i)}rewind(){this.#r=0}pick(e){let n=Math.
max(0,Math.ceil(e.length/this.#e)-1);this.#r=Math.min(this.#r,n);let i=this.#r*this.#e,r=Math.min(i+this.#e,e.length);return this.
element.hidden=n===0,this.#t.ariaDisabled=String(this.#r===0),this.#i.ariaDisabled=String(this.#r===n),c(this.#n,\`\${(i+1).
toLocaleString("en")}\\u2013\${r.toLocaleString("en")} of \${e.length.toLocaleString("en")}\`),e.slice(i,r)}};var j=60,R=class{element;#e=w("svg",{class:"bars",preserveAspectRatio:"none",role:"img"});#n=a("span");#t=a("span");constructor(){
this.element=a("div",{},this.#e,a("p",{class:"axis","aria-hidden":"true"},this.#n,this.#t))}update(e,n){let i=Math.max(1,
...e.map(([,o])=>o)),r=e.map(([o])=>m(Number(o),n)),s=e.map(([,o],l)=>\`\${be(r,l)}: \${m(o)}\`);for(;this.#e.children.length>
e.length;)this.#e.lastElementChild?.remove();e.forEach(([,o],l)=>{let d=this.#e.children[l]??this.#e.appendChild(w("rect",
{width:"0.9"},w("title"))),u=o===0?0:Math.max(1,j*o/i);d.setAttribute("x",String(l+.05)),d.setAttribute("y",String(j-u)),
d.setAttribute("height",String(u)),d.firstChild!==null&&c(d.firstChild,s[l]??"")}),this.#e.setAttribute("viewBox",\`0 0 \${Math.
max(1,e.length)} \${j}\`),this.#e.ariaLabel=\`Observations by value. \${s.filter((o,l)=>e[l]?.[1]!==0).slice(0,20).join(", ")}\`,
c(this.#n,\`\\u2264 \${r[0]??""}\`),c(this.#t,r.at(-1)==="\\u221E"?\`> \${r.at(-2)??""}\`:\`\\u2264 \${r.at(-1)??""}\`)}};function be(t,e){
let[n,i]=[t[e-1],t[e]];return n===void 0?\`\\u2264 \${i}\`:i==="\\u221E"?\`> \${n}\`:\`\${n} \\u2013 \${i}\`}var Se=[.5,.9,.99],L=class{element;#e=a("td",{class:"number"});#n=a("td",{class:"number"});#t=new y;constructor({text:e},n){
let i=b(n)?[this.#n]:[];this.element=a("tr",{},U(e),this.#e,...i,this.#t.cell)}update({point:e,trend:n},i){let r=Number(
e.value);c(this.#e,e.value===void 0?"":M(r,i)),this.#e.title=String(r),c(this.#n,I(n,i)),this.#t.update([n])}},F=class{element;constructor({
text:e}){this.element=a("tr",{},U(e))}update(){}},k=class{element;#e=a("td");constructor({text:e}){this.element=a("tr",{},
U(e),this.#e)}update({point:{states:e={}}}){let n=Object.entries(e).filter(([,i])=>i).map(([i])=>i).join(", ");c(this.#e,
n)}},A=class{element;#e=new R;#n=a("dl");#t=new y;constructor({text:e}){this.element=a("li",{},a("p",{class:"labels"},e),
this.#e.element,this.#n,this.#t.element)}update({point:e,trend:n},i){let{buckets:r,quantiles:s,count:o=0,sum:l=0}=e,d=x(
i);this.#e.element.hidden=r===void 0,r!==void 0&&this.#e.update(r,d);let g=(s??Se.map(p=>[p,ve(p,r??[])])).map(([p,S])=>[
Te(p),m(Number(S),d)]);for(g.push(["mean",m(Number(l)/o,d)],["count",m(o)]),b(i)&&g.push(["rate",I(n,i)]);this.#n.children.
length>g.length;)this.#n.lastElementChild?.remove();g.forEach(([p,S],E)=>{let T=this.#n.children[E]??this.#n.appendChild(
a("div",{},a("dt"),a("dd")));T.firstChild!==null&&c(T.firstChild,p),T.lastChild!==null&&c(T.lastChild,S)}),this.#t.update(
[n])}};function I(t,e){let n=t.at(-1);return n===void 0?"":\`\${m(Number(n.toPrecision(3)),e.type==="counter"?x(e):"")}/s\`}
function Te(t){return t===.5?"median":\`p\${Number((t*100).toFixed(4))}\`}function U(t){return t===""?a("th",{scope:"row",class:"\\
none"},"no labels"):a("th",{scope:"row",class:"labels"},t)}function ve(t,e){let n=t*e.reduce((s,[,o])=>s+o,0),i=0,r;for(let[
s,o]of e){let l=Number(s);if(o>0&&i+o>=n)return l===1/0?r??NaN:(r??=l>0?0:l,r+(l-r)*(n-i)/o);i+=o,r=l}return NaN}var Ee=20,W={columns:[["Labels"],["Value","number"],["Trend","trend"]],makeView:(t,e)=>new L(t,e)},q={makeView:t=>new A(
t)},Me={counter:{...W,columns:[["Labels"],["Value","number"],["Rate","number"],["Trend","trend"]]},gauge:W,unknown:W,histogram:q,
gaugehistogram:q,summary:q,stateset:{columns:[["Labels"],["On"]],makeView:t=>new k(t)},info:{columns:[["Labels"]],makeView:t=>new F(
t)}},_=class{element;#e;#n;#t=new WeakMap;#i;#r;constructor({head:e}){let n=\`Series of \${e.name}\`;this.#i=new v(n,Ee,()=>this.#s());
let{columns:i,makeView:r}=Me[e.type];if(this.#n=r,i===void 0)this.#e=a("ul",{class:"distributions","aria-label":n}),this.
element=a("div",{},this.#e,this.#i.element);else{this.#e=a("tbody");let s=i.map(([l,d=""])=>a("th",{scope:"col",class:d},
l)),o=a("table",{"aria-label":n},a("thead",{},a("tr",{},...s)),this.#e);this.element=a("div",{},o,this.#i.element)}}update(e,n){
this.#r={family:e,series:n},this.#s()}#s(){if(this.#r===void 0)return;let{family:e,series:n}=this.#r;f(this.#e,this.#i.pick(
n).map(i=>{let r=this.#t.get(i)??this.#n(i,e.head);return this.#t.set(i,r),r.update(i,e.head),r.element}))}};var xe="(max-width: 45rem)",C=class{element;#e;#n=a("p",{class:"help"});#t=a("span",{class:"badge"});#i=a("span");#r=a("\\
td",{class:"wide"});#s=a("td",{class:"number wide"});#c=a("span");#m=a("small");#o=new y;#a=a("ul",{class:"problems"});#f=a(
"p",{class:"help narrow"});#h=a("p",{class:"help"});#d=a("td");#l;#u;#p=()=>{};constructor(e,n){this.#l=a("tr",{class:"m\\
ore",id:n},this.#d),this.#l.hidden=!0,this.#e=a("button",{type:"button","aria-expanded":"false","aria-controls":n},...Ne(
e)),this.#e.addEventListener("click",()=>{this.#l.hidden=!this.#l.hidden,this.#e.ariaExpanded=String(!this.#l.hidden),this.#p()});
let i=a("tr",{},a("th",{scope:"row"},this.#e,this.#t,this.#n),a("td",{class:"wide"},this.#i),this.#r,this.#s,a("td",{class:"\\
number"},this.#c,this.#m),this.#o.cell);this.element=a("tbody",{},i,this.#l)}update(e,n,i){this.#p=()=>this.#y(e,n,i);let{
head:r,lines:s}=e;c(this.#n,r.help),c(this.#i,r.type),this.#i.className=\`type \${r.type}\`,c(this.#r,r.unit??""),c(this.#s,
m(r.series)),c(this.#c,Pe(e)),c(this.#m,b(r)?I(s[0]??[],r):""),c(this.#t,i.length===0?"":i.length===1?"1 warning":\`\${i.length}\\
 warnings\`),this.#o.update(s),this.#p()}#y(e,n,i){if(this.#l.hidden)return;this.#d.colSpan=matchMedia(xe).matches?3:6,this.#u===
void 0&&(this.#u=new _(e),this.#d.append(this.#f,this.#a,this.#u.element,this.#h));let r=i.map(({message:l,fix:d})=>\`\${l}\\
. \${d}\`);for(;this.#a.children.length<r.length;)this.#a.append(a("li"));f(this.#a,[...this.#a.children].slice(0,r.length)),
[...this.#a.children].forEach((l,d)=>c(l,r[d]??""));let{head:s}=e;c(this.#f,\`\${s.type}\${s.unit===void 0?"":\` in \${s.unit}\`}\\
, \${m(s.series)} series\`);let o=s.series>s.points.length;c(this.#h,o?\`Only the first \${m(s.points.length)} of \${m(s.series)}\\
 series are shown.\`:""),this.#u.update(e,n)}};function Pe({head:t,series:e}){let n=[...e.values()].map(({point:s})=>s);if(t.
type==="info")return"";if(t.type==="stateset"){let s=n.map(({states:o={}})=>Object.keys(o).filter(l=>o[l]).join(", "));return s.
length===1?s[0]??"":""}let i=n.map(({value:s,count:o})=>Number(s??o)),r=i.reduce((s,o)=>s+o,0);if(t.type==="counter")return M(
r,t);if(t.type==="gauge"||t.type==="unknown"){let[s,o]=[Math.min(...i),Math.max(...i)],l=new Set([s,o].map(d=>M(d,t)));return n.
length===0?"":[...l].join(" \\u2013 ")}return m(r)}function Ne(t){return t.split(/(?<=_)/).flatMap(e=>[e,a("wbr")])}var $e=50,Re={name:({head:t},{head:e})=>t.name<e.name?-1:1,type:({head:t},{head:e})=>t.type<e.type?-1:+(t.type>e.type),series:({
head:t},{head:e})=>t.series-e.series},H=class{#e=h("#families table");#n=h("#families thead");#t=h("#search");#i=h("#fou\\
nd");#r=new v("Pages of metrics",$e,()=>this.#d());#s=new Map;#c=[];#m=new Map;#o={by:"name",isDescending:!1};constructor(){
this.#e.after(this.#r.element),this.#t.addEventListener("input",()=>this.#h()),this.#t.addEventListener("change",()=>{history.
replaceState(null,"",\`#\${encodeURIComponent(this.#t.value)}\`)}),addEventListener("hashchange",()=>this.#a()),addEventListener(
"keydown",e=>{let n=e.target instanceof HTMLInputElement;e.key!=="/"||n||e.ctrlKey||e.metaKey||e.altKey||(e.preventDefault(),
this.#t.select())}),this.#n.addEventListener("click",({target:e})=>{let n=e instanceof HTMLElement?e.dataset.sort:void 0;
n!==void 0&&this.#f(n)}),this.#a()}update(e){this.#c=e,this.#d()}warn(e){this.#m=e,this.#d()}#a(){try{this.#t.value=decodeURIComponent(
location.hash.slice(1))}catch{this.#t.value=""}this.#h()}#f(e){this.#o={by:e,isDescending:this.#o.by===e&&!this.#o.isDescending};
for(let n of this.#n.querySelectorAll("[data-sort]")){let i=n.closest("th");n.dataset.sort!==e?i?.removeAttribute("aria-\\
sort"):i?.setAttribute("aria-sort",this.#o.isDescending?"descending":"ascending")}this.#h()}#h(){this.#r.rewind(),this.#d()}#d(){
let e=Le(this.#t.value,o=>this.#u(o)),n=[];for(let o of this.#l()){let l=e(o);l!==void 0&&n.push({family:o,series:l})}let i=this.#r.
pick(n).map(({family:o,series:l})=>{let d=this.#p(o);return d.update(o,l,this.#m.get(o.head.name)??[]),d.element});f(this.#e,
[this.#n,...i]);let r=n.reduce((o,{series:l})=>o+l.length,0),s=\`\${m(n.length)} of \${m(this.#c.length)} metrics, \${m(r)} \\
series\`;c(this.#i,this.#t.value===""?"":s)}#l(){let e=Re[this.#o.by]??(()=>0),n=[...this.#c].sort(e);return this.#o.isDescending?
n.reverse():n}#u({head:e}){return this.#m.get(e.name)?.map(({severity:n,message:i})=>\`\${n} \${i}\`).join(" ")??""}#p({head:{
name:e,type:n}}){let i=\`\${n} \${e}\`,r=this.#s.get(i)??new C(e,\`family-\${this.#s.size}\`);return this.#s.set(i,r),r}};function Le(t,e){
let n=z(t).split(/\\s+/).filter(i=>i!=="");return function(r){let s=[...r.series.values()];if(n.length===0)return s;let{name:o,
help:l,type:d,unit:u=""}=r.head,g=z(\`\${o} \${l} \${d} \${u} \${e(r)}\`),p=n.filter(E=>!g.includes(E));if(p.length===0)return s;
let S=s.filter(({text:E})=>{let T=z(E);return p.every(le=>T.includes(le))});return S.length===0?void 0:S}}function z(t){
return t.toLowerCase().replaceAll('"',"")}var Fe={EACCES:"permission denied",EISDIR:"it is a directory",ELOOP:"too many symbolic links",EMFILE:"too many open file\\
s",ENOENT:"file does not exist",ENOTDIR:"a part of the path is not a directory",EPERM:"permission denied"};function ne(t){
if(!(t instanceof Error))return String(t);let{code:e}=t;return typeof e=="string"&&Fe[e]||t.message}var ie=5e3,re=6e4,ke=20,O=class{#e;#n=0;#t=!0;#i=!1;#r=()=>{};constructor(e){this.#e=e}start(){this.#t&&(this.#t=!1,this.
askNow())}pause(){this.#t=!0,this.#r(),this.#e.onState({kind:"paused"})}async askNow(){if(this.#i)return;this.#i=!0,this.#r();
let{ask:e,onAnswer:n,now:i}=this.#e,r=i();await e().then(s=>{this.#n=0,this.#s({kind:"live"},Math.max(ie,ke*(i()-r))),n(
s)},s=>{let o=Math.min(ie*2**this.#n++,re);this.#s({kind:"unreachable",reason:ne(s),waitMs:o},o)})}#s(e,n){let{onState:i,
later:r}=this.#e;if(this.#i=!1,this.#t)return i({kind:"paused"});this.#r=r(()=>{this.askNow()},Math.min(n,re)),i(e)}};var Ae=6e4,Ie=12,_e=new $,ae=new H,Ce=new N,[se,He,Oe,V]=[h("#state"),h("#figures"),h("#refresh"),h("#pause")],Ve=0,D="",
X=new O({ask:()=>oe("families"),onAnswer(t){let e=_e.record(t,performance.now()/1e3);D=new Date().toLocaleTimeString(),Be(
e),Ce.update(e,t.failures),ae.update(e),Ve++%Ie===0&&oe("problems").then(Ge,()=>{})},onState(t){se.className=t.kind,c(se,
De(t))},later(t,e){let n=setTimeout(t,e);return()=>clearTimeout(n)},now:()=>performance.now()});async function oe(t){let e=AbortSignal.
timeout(Ae),n=await fetch(new URL(\`./-/page/\${t}\`,document.baseURI),{signal:e,cache:"no-store"});if(!n.ok)throw new Error(
\`HTTP status \${n.status}\`);return await n.json()}function De(t){if(t.kind!=="unreachable")return t.kind==="live"?"Live":
"Paused";let e=new Date(Date.now()+t.waitMs).toLocaleTimeString(),n=D===""?"":\` The values below are from \${D}.\`;return\`\\
Cannot load the metrics (\${t.reason}). Next attempt at \${e}.\${n}\`}function Be(t){let e=t.reduce((n,{head:i})=>n+i.series,
0);c(He,\`\${m(e)} series of \${m(t.length)} metrics at \${D}\`)}function Ge({count:t,problems:e}){let n=h("#problems");n.hidden=
t===0,c(h("#problems summary"),t===1?"1 warning":\`\${m(t)} warnings\`),f(h("#problems ul"),e.map(({metric:r,message:s})=>a(
"li",{},a("a",{href:\`#\${encodeURIComponent(r)}\`},r),\`: \${s}\`)));let i=new Map;for(let r of e)i.set(r.metric,[...i.get(r.
metric)??[],r]);ae.warn(i)}function Z(){document.hidden||V.ariaPressed==="true"?X.pause():X.start()}Oe.addEventListener(
"click",()=>{X.askNow()});V.addEventListener("click",()=>{V.ariaPressed=String(V.ariaPressed!=="true"),Z()});document.addEventListener(
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

import { Markup } from './markup';

/**
 * Colors: the two series are blue and vermilion of Okabe and Ito's palette, which color-blind readers can distinguish.
 * Every meaning also has a shape or a word.
 * @see https://jfly.uni-koeln.de/color/
 */
const baseCss = `
:root{color-scheme:light dark;--paper:#fbfaf8;--card:#fff;--ink:#1d2329;--soft:#555f69;--line:#dcdad5;--faint:#efede9;
--good:#00664a;--bad:#ad3e00;--warn:#7a5200;--accent:#005f98;--base-fill:#5fa8d3;--base-edge:#2b7bb0;--drift-fill:#d55e00;--drift-edge:#b04a00;
--good-bg:#e3f2ec;--bad-bg:#fdeade;--warn-bg:#fbf1d5;--muted:#7b4a9e}
@media (prefers-color-scheme:dark){:root{--paper:#14181c;--card:#1b2127;--ink:#e7e9eb;--soft:#a4afb9;--line:#343d46;--faint:#232a31;
--good:#5fd0a8;--bad:#ff9a62;--warn:#f0c35a;--accent:#7cc4f0;--base-fill:#3d86b5;--base-edge:#7cc4f0;--drift-fill:#e07a2f;--drift-edge:#ffab73;
--good-bg:#16342b;--bad-bg:#40230f;--warn-bg:#3a2f12;--muted:#c9a3e6}}
*{box-sizing:border-box}
html{scroll-padding-top:3.5rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
main,footer{max-width:1240px;margin:0 auto;padding:0 clamp(14px,3vw,36px)}
footer{padding-block:2rem 3rem;color:var(--soft);font-size:.85rem}
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-999px;top:0;background:var(--card);padding:.6rem 1rem}
.skip:focus{left:8px;top:8px;z-index:3}
header{padding:clamp(1.6rem,4vw,3rem) 0 1.2rem}
.kind{margin:0;color:var(--soft);font-size:.85rem;letter-spacing:.02em}
h1{font-size:clamp(1.45rem,3.4vw,2.35rem);line-height:1.2;font-weight:650;letter-spacing:-.015em;margin:.5rem 0 1.1rem;text-wrap:balance;overflow-wrap:anywhere;max-width:34em}
.verdict-mark{display:inline-grid;place-items:center;width:1.35em;height:1.35em;margin-right:.45em;border-radius:50%;font-size:.82em;color:var(--paper);background:var(--good)}
header.broke .verdict-mark{background:var(--bad)}
header.differs .verdict-mark{background:var(--accent)}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(clamp(150px,42%,210px),1fr));gap:.7rem 1.4rem;margin:0 0 1rem}
.facts div{border-top:1px solid var(--line);padding-top:.35rem;min-width:0}
dt{color:var(--soft);font-size:.8rem}
dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
nav{position:sticky;top:0;z-index:2;background:var(--paper);border-block:1px solid var(--line);margin-inline:calc(-1*clamp(14px,3vw,36px));padding-inline:clamp(14px,3vw,36px)}
nav ul{list-style:none;display:flex;gap:.2rem 1.15rem;margin:0;padding:.55rem 0;overflow-x:auto;font-size:.9rem}
nav a{text-decoration:none;white-space:nowrap;padding:.15rem 0;display:block}
nav a:hover{text-decoration:underline}
section{padding:2.4rem 0 .6rem}
h2{font-size:1.35rem;line-height:1.25;margin:0 0 .3rem;letter-spacing:-.01em}
h3{font-size:1rem;margin:0 0 .5rem;overflow-wrap:anywhere}
.lead{margin:0 0 1.1rem;color:var(--soft);max-width:62em}
.empty{color:var(--soft);font-style:italic}
.lead,.empty,section>ul>li{overflow-wrap:anywhere}
details{margin:.9rem 0}
summary{cursor:pointer;color:var(--accent);width:fit-content;padding:.2rem 0;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.55 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;background:var(--faint);border-radius:6px;padding:.9rem 1rem;margin:.4rem 0}
.code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.badge{display:inline-block;white-space:nowrap;font-size:.82rem;font-weight:600;line-height:1.5;padding:0 .55em;border-radius:99px;background:var(--faint);color:var(--soft)}
.badge.good{color:var(--good);background:var(--good-bg)}.badge.bad{color:var(--bad);background:var(--bad-bg)}.badge.warn{color:var(--warn);background:var(--warn-bg)}
@media print{:root{--paper:#fff}html{font-size:11px}body{font-size:11px}.code,pre,td.code,th.code{font-size:9.5px}details::details-content{content-visibility:visible;display:block}nav,.skip{display:none}section{break-inside:auto;padding-top:1.2rem}tr,figure,h2{break-inside:avoid}h2{break-after:avoid}}
`;

/** Plots. They use the page's colors, including its dark scheme. */
const plotCss = `
.plot{display:block;width:100%;height:auto;font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
.plot text{fill:var(--ink)}
.plot .tick text,.plot text.tick,.plot .axis-title,.plot text.note,.plot text.nothing{fill:var(--soft)}
.plot .grid{stroke:var(--line);stroke-width:1}
.plot .tick line{stroke:var(--line)}
.plot .axis{stroke:var(--soft);stroke-width:1}
.plot .bar.before{fill:var(--base-fill)}
.plot .bar.after{fill:var(--drift-fill);fill-opacity:.38}
.plot .outline.after{fill:none;stroke:var(--drift-edge);stroke-width:1.8}
.plot .value{font-size:11px}
.plot .category{font-size:12.5px}
.gauge-track{fill:var(--faint);stroke:var(--line)}
.gauge-bar.within{fill:var(--good)}.gauge-bar.over{fill:var(--drift-fill)}
.limit line{stroke:var(--ink);stroke-width:2}
.limit text{font-size:11px}
figure{margin:0;min-width:0}
.features{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,350px),1fr));gap:1rem}
.feature{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:1rem 1.1rem;display:flex;flex-direction:column}
.feature .plot{max-width:520px}
.feature .plot:last-of-type{margin-top:auto}
figcaption{color:var(--soft);font-size:.85rem;margin-top:.5rem;overflow-wrap:anywhere}
figcaption ul{list-style:none;margin:0;padding:0}
.wrong{margin:0 0 .6rem;padding-left:1.1em;font-size:.85rem;color:var(--bad);overflow-wrap:anywhere}
`;

/** Rules that show table rows as cards, whose cells repeat the title of their column. */
function cardRules(tables: string): string {
  return `
${tables}{display:block;border:0;background:none;border-radius:0}
${tables} :is(tbody,tr,caption){display:block}
${tables} thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
${tables} tbody tr{background:var(--card);border:1px solid var(--line);border-radius:8px;margin:0 0 .6rem;padding:.35rem .8rem;overflow:hidden}
${tables} tbody tr.broke{background:var(--bad-bg);border-color:var(--bad)}
${tables} tbody :is(th,td){display:grid;grid-template-columns:minmax(5.2rem,min(26%,10rem)) minmax(0,1fr);gap:.7rem;border:0;padding:.22rem 0;text-align:left!important;white-space:normal;min-width:0}
${tables} tbody :is(th,td)::before{content:attr(data-label);color:var(--soft);font:400 .8rem/1.7 system-ui,sans-serif}
${tables} .cell{min-width:0;overflow-wrap:anywhere}
${tables} .badge{white-space:normal}
`;
}

/** Tables. On a narrow page rows become cards; with many columns, earlier. */
const tableCss = `
table{width:100%;border-collapse:collapse;font-size:.9rem;margin:0 0 1.4rem;background:var(--card);border:1px solid var(--line);border-radius:8px;border-spacing:0;border-collapse:separate;overflow:hidden}
caption{text-align:left;color:var(--soft);font-size:.82rem;padding:0 0 .4rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .8rem;border-top:1px solid var(--line);font-weight:400}
thead th{border-top:0;background:var(--faint);color:var(--soft);font-size:.8rem;font-weight:600;white-space:nowrap}
tbody tr:first-child>*{border-top:0}
tbody th{font-weight:600;min-width:9em;overflow-wrap:anywhere}
tbody th.code{font-weight:600}
.numeric{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.code,th.code{overflow-wrap:anywhere;font-size:12.5px;min-width:13em}
small.code{font-weight:400}
td small,th small{display:block;color:var(--soft)}
td ul,td ol{margin:0;padding-left:1.1em}
td details{margin:0}
tr.broke>*{background:var(--bad-bg)}
tr:target>*{box-shadow:inset 0 2px var(--accent),inset 0 -2px var(--accent)}
@media (max-width:760px){${cardRules('table')}}
@media (max-width:1120px){${cardRules('table.wide')}}
`;

/** Style sheet of every page. */
export const pageStyle = new Markup(`${baseCss}${tableCss}${plotCss}`);

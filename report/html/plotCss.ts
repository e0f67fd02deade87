/** Pictures: they take the page's colours, so they follow light and dark. */
export const plotCss = `
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

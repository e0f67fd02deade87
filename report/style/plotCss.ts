/** Pictures: they take the page's colours, so they follow light and dark. */
export const plotCss = `
.plot{display:block;width:100%;height:auto;font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
.plot text{fill:var(--ink)}
.plot .tick text,.plot text.tick,.plot .axis-title,.plot text.note,.plot text.nothing{fill:var(--soft)}
.plot .grid{stroke:var(--line);stroke-width:1}
.plot .tick line{stroke:var(--line)}
.plot .axis{stroke:var(--soft);stroke-width:1}
.plot .bar.baseline{fill:var(--base-fill)}
.plot .bar.drifted{fill:var(--drift-fill);fill-opacity:.38}
.plot .outline.drifted{fill:none;stroke:var(--drift-edge);stroke-width:1.8}
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
figcaption{color:var(--soft);font-size:.85rem;margin-top:.5rem}
.timeline{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:1rem 1.1rem}
.scroll{overflow-x:auto}
.lane-label{font-size:12.5px;font-weight:600}
.lane .note{font-size:10.5px}
.rule{stroke:var(--line)}
.payload rect{stroke-width:1.5}
.payload text{font-size:11.5px}
.payload.clean rect{fill:var(--good-bg);stroke:var(--good)}
.payload.drifted rect{fill:var(--bad-bg);stroke:var(--drift-edge)}
.payload.broken rect{fill:var(--warn-bg);stroke:var(--warn);stroke-dasharray:5 3}
.payload.none rect{fill:none;stroke:var(--soft);stroke-dasharray:2 3}
.mark.good path{fill:var(--good);stroke:var(--good)}.mark.warn path{fill:var(--warn);stroke:var(--warn)}
.mark.bad path{fill:var(--bad);stroke:var(--bad)}.mark.quiet path{fill:var(--soft);stroke:var(--soft)}
.mark.change path{fill:var(--muted);stroke:var(--muted)}
.mark path{stroke-width:1.5}
.mark.hollow path{fill:var(--card)}
.violations rect{fill:var(--drift-fill)}
.state.ok{fill:var(--good);opacity:.45}.state.alarm{fill:var(--bad)}.state.unknown{fill:var(--soft);opacity:.5}
.muted rect{fill:var(--muted);fill-opacity:.14;stroke:var(--muted);stroke-dasharray:4 3}
.muted text{font-size:11px;fill:var(--muted);font-weight:600;paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
.key{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;margin:.6rem 0 0;padding:0}
.mark-text.good{color:var(--good)}.mark-text.warn{color:var(--warn)}.mark-text.bad{color:var(--bad)}.mark-text.change{color:var(--muted)}
.swatch{display:inline-block;width:22px;height:11px;border-radius:2px;vertical-align:-1px}
.swatch.alarm{background:var(--bad)}.swatch.ok{height:4px;vertical-align:3px;background:var(--good);opacity:.6}.swatch.muted{border:1px dashed var(--muted);background:color-mix(in srgb,var(--muted) 16%,transparent)}
`;

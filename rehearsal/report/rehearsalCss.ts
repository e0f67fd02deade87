/** Styles of the chain and the timeline, which only the rehearsal's page has. */
export const rehearsalCss = `
.chain{list-style:none;display:flex;flex-wrap:wrap;gap:8px 0;margin:0 0 1.2rem;padding:0}
.chain li{display:flex;align-items:center}
.chain li+li::before{content:"";width:clamp(8px,1.4vw,22px);height:3px;background:var(--good)}
.chain li.broke::before{background:repeating-linear-gradient(90deg,var(--bad) 0 4px,transparent 4px 7px)!important}
.chain a{display:grid;place-items:center;width:30px;height:30px;border-radius:50%;border:2px solid var(--good);color:var(--good);background:var(--good-bg);text-decoration:none;font-weight:700;font-size:.9rem}
.chain .broke a{border-color:var(--bad);color:var(--paper);background:var(--bad)}
.chain a:hover{filter:brightness(1.1)}
.scope{margin:0 0 1.4rem;max-width:60em}
details.incident{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.5rem 1rem;margin:.6rem 0}
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
@media print{.scroll{overflow:visible!important}.timeline .plot{min-width:0!important}}
`;

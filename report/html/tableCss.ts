/** Rules that lay the rows of some tables out as cards whose cells carry their column's title. */
function cards(tables: string): string {
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

/** Tables; on a narrow page their rows become cards, those with many columns earlier. */
export const tableCss = `
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
@media (max-width:760px){${cards('table')}}
@media (max-width:1120px){${cards('table.wide')}}
`;

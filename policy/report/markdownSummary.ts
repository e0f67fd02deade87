import { countText, type Finding, type PolicyReport } from './policyReport';

/** A comment on GitHub takes 65,536 characters. */
const longest = 60_000;

/** A report for a pull request: what was found, worst first, with what could stand instead. */
export function markdownSummary(report: PolicyReport): string {
  const { stack, source, resources, findings } = report;
  const head = [
    `### Policies on stack \`${stack}\`: ${countText(report)}`,
    '',
    `${resources} resources, evaluated in a ${source === 'preview' ? 'preview' : 'saved state'}.`,
  ];
  if (findings.length === 0) return `${head.join('\n')}\n`;
  const lines = [...head, '', '| level | rule | resource | finding |', '| --- | --- | --- | --- |'];
  let length = lines.join('\n').length;
  const rows = findings.map(rowOf);
  const fitting = rows.filter((row) => {
    length += row.length + 1;
    return length < longest;
  });
  const left = rows.length - fitting.length;
  return `${[...lines, ...fitting, ...(left > 0 ? ['', `${left} more findings are not shown.`] : [])].join('\n')}\n`;
}

function rowOf({ level, severity, rule, type, name, message, suggestion, fingerprint }: Finding): string {
  const instead = suggestion ? `<br>Suggested instead: <code>${cell(JSON.stringify(suggestion))}</code>` : '';
  const where = name === '' ? 'the stack' : `${cell(name)}<br><sub>${cell(type)}</sub>`;
  return `| **${level}**<br>${severity} | ${cell(rule)} | ${where} | ${cell(message)}${instead}<br><sub>${fingerprint}</sub> |`;
}

/** Text that stays text in a cell: names come from whoever writes the program. */
function cell(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|@#~!]/g, (mark) => `&#${mark.charCodeAt(0)};`)
    .replace(/\s+/g, ' ');
}

import { countText, type Finding, type PolicyReport } from './policyReport';

/** A comment on GitHub has at most 65,536 characters. */
const longest = 60_000;

/** Returns a report as a Markdown comment for a pull request: findings with suggestions, most severe first. */
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
  const hidden = rows.length - fitting.length;
  return `${[...lines, ...fitting, ...(hidden > 0 ? ['', `${hidden} more findings are not shown.`] : [])].join('\n')}\n`;
}

function rowOf({ level, severity, rule, type, name, message, suggestion, fingerprint }: Finding): string {
  const suggestionText = suggestion ? `<br>Suggested instead: <code>${cell(JSON.stringify(suggestion))}</code>` : '';
  const where = name === '' ? 'the stack' : `${cell(name)}<br><sub>${cell(type)}</sub>`;
  return `| **${level}**<br>${severity} | ${cell(rule)} | ${where} | ${cell(message)}${suggestionText}<br><sub>${fingerprint}</sub> |`;
}

/** Escapes Markdown and HTML in a cell, because names come from the program. */
function cell(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|@#~!]/g, (mark) => `&#${mark.charCodeAt(0)};`)
    .replace(/\s+/g, ' ');
}

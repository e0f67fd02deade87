import { parse, stringify } from 'yaml';
import { checkTypes, isStrictCheck, strictCheckTypes } from '../../contract/modelMonitorFiles';
import { type Incident, incidentSchema } from './incident';
import { violationHints } from './violationHints';

/** Below this heading the document belongs to people: what stands there is kept. */
const notesHeading = '## Notes';
const emptyNotes = 'What was the cause, and what helped? Text below this heading is kept when the incident goes on.';

/** An incident as Markdown with YAML front matter. The same incident and notes give the same text. */
export function incidentDocument(incident: Incident, notes = emptyNotes): string {
  return [
    `---\n${stringify(incident, { lineWidth: 0 })}---`,
    `# ${incident.id}`,
    summary(incident),
    '## Violations',
    violationTable(incident),
    '## Likely causes and what to do',
    ...incident.checkTypes.flatMap(hintsOf),
    '## Reports',
    reportList(incident),
    ...rejectSection(incident),
    notesHeading,
    notes,
  ]
    .join('\n\n')
    .concat('\n');
}

/** Reads a document back. Throws an Error that says what does not fit. */
export function readIncidentDocument(text: string): { incident: Incident; notes: string } {
  const [, frontMatter, body = ''] = /^---\r?\n([\s\S]*?\n)---\r?\n([\s\S]*)$/.exec(text) ?? [];
  if (frontMatter === undefined) throw new Error('the incident document has no YAML front matter');
  const read = incidentSchema.safeParse(parse(frontMatter));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`the incident document's front matter is wrong at ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const at = body.indexOf(`\n${notesHeading}\n`);
  const notes = at < 0 ? '' : body.slice(at + notesHeading.length + 2).trim();
  return { incident: read.data, notes: notes || emptyNotes };
}

function summary(incident: Incident): string {
  const { endpoint, opened, lastWindow, checkTypes, violations, closed } = incident;
  const windows = incident.reports.length;
  const when =
    windows === 1
      ? `in the window of ${hourText(opened)}`
      : `in ${windows} windows from ${hourText(opened)} to ${hourText(lastWindow)}`;
  const what = checkTypes.map((checkType) => {
    const features = violations.filter((entry) => entry.checkType === checkType).map(({ feature }) => feature);
    return `${checkType} on ${features.join(', ')}`;
  });
  const end = closed ? ` The window of ${hourText(closed)} was clean again.` : ' It goes on until a window is clean.';
  return `Endpoint ${endpoint} broke its data contract ${when}: ${oneLine(what.join('; '))}.${end}`;
}

function violationTable({ violations }: Incident): string {
  const rows = violations.map(({ feature, checkType, windows, first, last, description }) =>
    row([feature, checkType, String(windows), hourText(first), hourText(last), description]),
  );
  return [
    row(['Feature', 'Check', 'Windows', 'First', 'Last', 'Latest finding']),
    row(Array(6).fill('---')),
    ...rows,
  ].join('\n');
}

function hintsOf(checkType: string): string[] {
  const all = [...checkTypes, ...strictCheckTypes];
  const known = all.find((name) => name === checkType);
  if (!known) return [`### ${checkType}`, `No hints are known for this check (known are ${all.join(', ')}).`];
  const { causes, remediation } = violationHints[known];
  return [
    `### ${checkType}`,
    ...(isStrictCheck(checkType) ? ['A check of strict mode; the managed container has no such check.'] : []),
    causes.map((cause) => `- ${cause}`).join('\n'),
    remediation.map((step, i) => `${i + 1}. ${step}`).join('\n'),
  ];
}

/** Links are relative to the document's place in the store, `incidents/<endpoint>/<year>/`. */
function reportList({ reports }: Incident): string {
  return reports
    .map(({ window, key, rows }) => {
      const counted = rows === undefined ? '' : ` (${rows} rows)`;
      return `- ${hourText(window)}${counted}: [${key}](../../../${encodeURI(key)})`;
    })
    .join('\n');
}

function rejectSection({ rejects, rejectedLines }: Incident): string[] {
  if (rejectedLines === 0) return [];
  const lines = rejects.map(({ file, line, reason }) => `- ${file}:${line}: ${oneLine(reason)}`);
  const more = rejectedLines > rejects.length ? [`- and ${rejectedLines - rejects.length} more, in the reports`] : [];
  return ['## Lines set aside', [...lines, ...more].join('\n')];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => oneLine(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** `2026-11-23 10:00 UTC`. */
function hourText(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

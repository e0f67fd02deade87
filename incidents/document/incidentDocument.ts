import { Document, isCollection, parse } from 'yaml';
import { andMore } from '../../contract/andMore';
import { causes } from '../../contract/likelyCause';
import { checkTypes, isStrictCheck, strictCheckTypes } from '../../contract/modelMonitorFiles';
import { shortenText } from '../../contract/shortenText';
import { incidentKeyOfId } from '../../contract/storeLayout';
import { windowSummaryFile } from '../../contract/windowSummary';
import { unusualColumns } from '../../quality/calibrated/unusualText';
import { causeRemediation } from './causeRemediation';
import { describeChange } from './change';
import { histogramText } from './histogramText';
import { endpointText, type Incident, incidentSchema } from './incident';
import { formatRunbook } from './incidentReview';
import { timesText } from './incidentTimes';
import { markdownCell, markdownText } from './markdownText';
import { violationHints } from './violationHints';

/** Text below this heading is written by people and kept. */
const notesHeading = '## Notes';
/** Limits of texts from data below the front matter, which has them whole. */
const longestText = 500;
const longestName = 100;
const listedFeatures = 20;
const listedRows = 200;
const emptyNotes = 'What was the cause, and the fix? Text below this heading is kept when the incident is updated.';

/** An incident as Markdown with YAML front matter. Equal incidents and notes give equal text, whatever the order of their keys. */
export function formatIncidentDocument(incident: Incident, notes = ''): string {
  return [
    `---\n${formatFrontMatter(incident)}---`,
    `# ${incident.id}`,
    summarize(incident),
    ...formatTimes(incident),
    '## Violations',
    formatViolations(incident),
    ...formatUnusual(incident),
    ...formatHistograms(incident),
    '## Likely causes',
    formatCauses(incident),
    ...formatRunbooks(incident),
    ...formatChanges(incident),
    ...formatSimilar(incident),
    '## Usual causes and remediation by check',
    ...incident.checkTypes.flatMap(formatHints),
    '## Reports',
    formatReports(incident),
    ...formatRejects(incident),
    ...formatHeld(incident),
    ...formatActions(incident),
    notesHeading,
    notes || emptyNotes,
  ]
    .join('\n\n')
    .concat('\n');
}

/** Parses an incident document; notes are empty if there are none. Throws an Error that names what is invalid. */
export function parseIncidentDocument(text: string): { incident: Incident; notes: string } {
  const [, frontMatter, body = ''] = /^---\r?\n([\s\S]*?\n)---\r?\n([\s\S]*)$/.exec(text) ?? [];
  if (frontMatter === undefined) throw new Error('the incident document has no YAML front matter');
  const parsed = incidentSchema.safeParse(parseFrontMatter(frontMatter));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`the incident document's front matter is invalid at ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const notesStart = body.indexOf(`\n${notesHeading}\n`);
  const notes = notesStart < 0 ? '' : body.slice(notesStart + notesHeading.length + 2).trim();
  return { incident: parsed.data, notes: notes === emptyNotes ? '' : notes };
}

/** Bins of a histogram are on one line. */
function formatFrontMatter(incident: Incident): string {
  const document = new Document(incidentSchema.parse(incident));
  for (const i of incident.histograms.keys()) {
    for (const member of ['range', 'categories', 'expected', 'observed']) {
      const node = document.getIn(['histograms', i, member], true);
      if (isCollection(node)) node.flow = true;
    }
  }
  return document.toString({ lineWidth: 0 });
}

function parseFrontMatter(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const [sentence] = (error as Error).message.split('\n');
    throw new Error(`the incident document's front matter is not YAML: ${sentence?.replace(/:$/, '')}`);
  }
}

function summarize(incident: Incident): string {
  const { opened, lastWindow, checkTypes, violations, closed } = incident;
  const windows = incident.reports.length;
  if (windows === 0) {
    return `No window of endpoint ${incident.endpoint} belongs to this incident anymore: late captures changed their reports, or they are part of an earlier incident.`;
  }
  const when =
    windows === 1
      ? `in the window of ${hourText(opened)}`
      : `in ${windows} windows from ${hourText(opened)} to ${hourText(lastWindow)}`;
  const what = checkTypes.map((checkType) => {
    const features = violations.filter((entry) => entry.checkType === checkType).map(({ feature }) => feature);
    const names = features.map((name) => shortenText(name, longestName));
    return `${checkType} on ${andMore(names, listedFeatures)}`;
  });
  const end = closed ? ` The window of ${hourText(closed)} was clean.` : ' A clean window closes it.';
  return `Endpoint ${markdownText(endpointText(incident))} violated its data contract ${when}: ${markdownText(what.join('; '))}.${end}`;
}

/** How long detection and response took, from the start of the first window; nothing before the document is written. */
function formatTimes(incident: Incident): string[] {
  const times = timesText(incident);
  return times === '' ? [] : [`From the start of the first window: ${times}.`];
}

function formatViolations({ violations }: Incident): string {
  const rows = violations
    .slice(0, listedRows)
    .map(({ feature, checkType, severity, windows, first, last, description }) =>
      row([feature, checkType, severity, String(windows), hourText(first), hourText(last), description]),
    );
  return [
    row(['Feature', 'Check', 'Severity', 'Windows', 'First', 'Last', 'Latest violation']),
    row(Array(7).fill('---')),
    ...rows,
    ...(violations.length > listedRows ? ['', `and ${violations.length - listedRows} more in the front matter`] : []),
  ].join('\n');
}

/** How unusual each distribution is that raised an alarm; no section if no calibration judged it. */
function formatUnusual({ violations }: Incident): string[] {
  const ranked = violations.flatMap(({ unusual }) => unusual ?? []).sort((a, b) => b.score - a.score);
  if (ranked.length === 0) return [];
  const titles = ['Feature', ...unusualColumns.map(({ title }) => title)];
  const table = [
    row(titles),
    row(titles.map(() => '---')),
    ...ranked
      .slice(0, listedRows)
      .map((feature) => row([feature.name, ...unusualColumns.map(({ text }) => text(feature))])),
  ];
  return [
    '## Unusual distributions',
    'In the latest window of each feature, the most unusual first.',
    table.join('\n'),
  ];
}

/** Distributions as small bars; no section in documents that are older than these. */
function formatHistograms({ histograms }: Incident): string[] {
  if (histograms.length === 0) return [];
  const rows = histograms.map((histogram) => {
    const { expected, observed } = histogramText(histogram);
    return row([histogram.feature, expected, observed, hourText(histogram.window)]);
  });
  return [
    '## Distributions',
    [row(['Feature', 'Expected by the baseline', 'Observed', 'Window']), row(Array(4).fill('---')), ...rows].join('\n'),
  ];
}

/** Ranked by the numbers of the windows. */
function formatCauses({ causes: ranked, reports }: Incident): string {
  if (ranked.length === 0) return 'No pattern was found in the numbers of the windows.';
  const lines = ranked.map(({ cause, score, evidence, windows }) => {
    const shown = reports.length > 1 ? `, ${windows} of ${reports.length} windows` : '';
    return `1. **${cause}** (score ${score.toFixed(2)}${shown}): ${causes[cause]}. ${markdownText(evidence)}`;
  });
  const [first] = ranked;
  const steps = first ? causeRemediation[first.cause].map((step) => `- ${step}`) : [];
  const list = lines.map((line, i) => line.replace(/^1/, String(i + 1)));
  return [list.join('\n'), `What to do about ${first?.cause}:`, steps.join('\n')].join('\n\n');
}

/** Entries of the team's catalogue, the most fitting first. */
function formatRunbooks({ runbooks }: Incident): string[] {
  return runbooks.length === 0 ? [] : ['## Runbooks', ...runbooks.map(formatRunbook)];
}

/** What changed in the day before; no section before it was looked up. */
function formatChanges({ changes }: Incident): string[] {
  if (changes === undefined) return [];
  const lines = changes.slice(0, listedRows).map((change) => `- ${markdownText(describeChange(change))}`);
  return ['## Changes in the day before', lines.length === 0 ? 'None in the store.' : lines.join('\n')];
}

function formatSimilar({ similar }: Incident): string[] {
  if (similar.length === 0) return [];
  const lines = similar.map(
    ({ id, similarity, cause, fix }) =>
      `- [${id}](${documentLink(id)}) (similarity ${similarity.toFixed(2)}): ${markdownText(cause)} Fix: ${markdownText(fix)}`,
  );
  return ['## Similar incidents', lines.join('\n')];
}

/** Messages that mutes held back, oldest first. */
function formatHeld({ messages }: Incident): string[] {
  const lines = messages.flatMap(({ kind, severity, at, mute }) =>
    mute
      ? [
          `- ${hourText(at)}: ${kind} (${severity}): ${markdownText(`${mute.reason} (${mute.author})`)}, until ${mute.until}`,
        ]
      : [],
  );
  return lines.length === 0 ? [] : ['## Messages that a mute held back', lines.join('\n')];
}

/** What people recorded, oldest first. */
function formatActions({ actions }: Incident): string[] {
  if (actions.length === 0) return [];
  const lines = actions.map(({ action, by, at, cause, fix, note }) => {
    const parts = [
      ...(cause === undefined ? [] : [`Cause: ${cause}`]),
      ...(fix === undefined ? [] : [`Fix: ${fix}`]),
      ...(note === undefined ? [] : [note]),
    ];
    const text = parts.length === 0 ? '' : `. ${parts.join(' ')}`;
    return `- ${hourText(at)}: ${actionWords[action]} by ${markdownText(by)}${markdownText(text)}`;
  });
  return ['## Actions', lines.join('\n')];
}

const actionWords = { acknowledge: 'acknowledged', resolve: 'resolved', reopen: 'reopened' } as const;

/** Relative to the document's key; the document of another year or endpoint is in another folder. */
function documentLink(id: string): string {
  return `../../../${encodeURI(incidentKeyOfId(id) ?? '')}`;
}

function formatHints(checkType: string): string[] {
  const allCheckTypes = [...checkTypes, ...strictCheckTypes];
  const knownCheckType = allCheckTypes.find((name) => name === checkType);
  if (!knownCheckType)
    return [`### ${checkType}`, `No hints for this check; hints exist for ${allCheckTypes.join(', ')}.`];
  const { causes, remediation } = violationHints[knownCheckType];
  return [
    `### ${checkType}`,
    ...(isStrictCheck(checkType) ? ['A strict-mode check; the managed container does not make it.'] : []),
    causes.map((cause) => `- ${cause}`).join('\n'),
    remediation.map((step, i) => `${i + 1}. ${step}`).join('\n'),
  ];
}

/** Links are relative to the document's key, `incidents/<endpoint>/<year>/`. */
function formatReports({ reports }: Incident): string {
  return reports
    .map(({ window, key, rows }) => {
      const rowCount = rows === undefined ? '' : ` (${rows} rows)`;
      const summary = key + windowSummaryFile;
      return `- ${hourText(window)}${rowCount}: [${summary}](../../../${encodeURI(summary)})`;
    })
    .join('\n');
}

function formatRejects({ rejects, rejectedLines }: Incident): string[] {
  if (rejectedLines === 0) return [];
  const lines = rejects.map(
    ({ file, line, reason }) => `- ${markdownText(file)}:${line}: ${markdownText(shortenText(reason, longestText))}`,
  );
  const more = rejectedLines > rejects.length ? [`- and ${rejectedLines - rejects.length} more in the reports`] : [];
  return ['## Rejected records', [...lines, ...more].join('\n')];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => markdownCell(shortenText(cell, longestText))).join(' | ')} |`;
}

/** `2026-11-23 10:00 UTC`. */
function hourText(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

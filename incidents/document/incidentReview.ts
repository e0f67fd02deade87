import { causes } from '../../contract/likelyCause';
import { type Runbook, selectRunbooks } from '../../contract/runbooks';
import { causeRemediation } from './causeRemediation';
import { endpointText, type Incident, type RecordedAction } from './incident';
import { markdownCell, markdownText } from './markdownText';

const blank = (what: string) => `**[fill in: ${what}]**`;

/** A draft of the review after an incident: what is known is filled in, what people must add is marked as a blank. */
export function formatIncidentReview(incident: Incident, runbooks: readonly Runbook[] = []): string {
  const resolution = incident.actions.findLast(({ action }) => action === 'resolve');
  const [likely] = incident.causes;
  return [
    `# Review of incident ${incident.id}`,
    '## Summary',
    `Endpoint ${markdownText(endpointText(incident))}, schema ${incident.schema}, broke its data contract in ${incident.reports.length} windows from ${time(incident.opened)} to ${time(incident.lastWindow)}: ${markdownText(`${incident.checkTypes.join(', ')} on ${incident.features.join(', ')}`)}.`,
    '## Impact',
    `${rowsOf(incident)} rows were analyzed in these windows. ${blank('who used the predictions, and what went wrong')}`,
    '## Cause',
    recordedText(resolution, resolution?.cause, 'root cause'),
    likely
      ? `Most likely by the numbers: **${likely.cause}**, ${causes[likely.cause]}. ${markdownText(likely.evidence)}`
      : 'The numbers show no known pattern.',
    '## Fix',
    recordedText(resolution, resolution?.fix, 'what ended it'),
    '## Timeline',
    formatTimeline(incident),
    '## Detection and response',
    [
      `- Who noticed it, and by which alarm: ${blank('person and alarm')}`,
      `- What went well: ${blank('one item each')}`,
      `- What went badly: ${blank('one item each')}`,
    ].join('\n'),
    '## Runbooks',
    formatRunbooks(incident, runbooks),
    '## Follow-up',
    [
      '| Action | Owner | Due |',
      '| --- | --- | --- |',
      `| ${blank('prevent the cause')} | ${blank('owner')} | ${blank('date')} |`,
    ].join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

/** A text that a person recorded, behind its author, so that it begins no block of Markdown. */
function recordedText(resolution: RecordedAction | undefined, text: string | undefined, missing: string): string {
  return resolution && text !== undefined
    ? `Recorded by ${markdownText(resolution.by)}: ${markdownText(text)}`
    : blank(missing);
}

const rowsOf = ({ reports }: Incident) => reports.reduce((sum, { rows = 0 }) => sum + rows, 0);
const time = (instant: string) => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

function formatTimeline({ opened, lastWindow, closed, violations, actions }: Incident): string {
  const entries = [
    [opened, 'first violating window'],
    ...violations
      .filter(({ first }) => first > opened)
      .map(({ first, checkType, feature }) => [first, `${checkType} on ${feature}`]),
    [lastWindow, 'last violating window'],
    ...(closed === undefined ? [] : [[closed, 'clean window']]),
    ...actions.map(({ at, action, by, note = '' }) => [at, `${action} by ${by}${note && `: ${note}`}`]),
  ] as [string, string][];
  const rows = entries
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([at, what]) => `| ${time(at)} | ${markdownCell(what)} |`);
  return ['| Time | Event |', '| --- | --- |', ...rows].join('\n');
}

function formatRunbooks(incident: Incident, runbooks: readonly Runbook[]): string {
  const selected = runbooks.length > 0 ? selectRunbooks(runbooks, incident) : incident.runbooks;
  const [likely] = incident.causes;
  if (selected.length === 0) {
    return likely
      ? causeRemediation[likely.cause].map((step) => `- ${step}`).join('\n')
      : blank('which runbook applied');
  }
  return selected.map(formatRunbook).join('\n\n');
}

/** A runbook: what it is for, its steps and its link. */
export function formatRunbook({ cause, check, feature, steps, link }: Runbook): string {
  const subject = [cause, check, feature].filter((part) => part !== undefined).join(', ');
  const more = link === undefined ? [] : [`<${link}>`];
  return [
    `For ${markdownText(subject)}:`,
    steps.map((step, i) => `${i + 1}. ${markdownText(step)}`).join('\n'),
    ...more,
  ].join('\n\n');
}

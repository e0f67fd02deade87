import { type Route, routes } from '../../contract/alarmNames';
import { formatInstant, formatSeconds } from '../../report/text/formats';
import { textTable, wrapText } from '../../report/text/textTable';
import type { RehearsalReport } from '../model/rehearsalReport';
import { decideVerdict } from '../model/verdict';

interface TerminalSummaryOptions {
  /** Whether to color marks and the verdict. */
  readonly color: boolean;
}

const width = 100;
/** Printed audit entries, and findings; the page has all of them. */
const maxEntries = 15;
const codes = { green: 32, red: 31, bold: 1 } as const;

type Paint = (look: keyof typeof codes, text: string) => string;

function makePaint(color: boolean): Paint {
  return (look, text) => (color ? `\u001B[${codes[look]}m${text}\u001B[0m` : text);
}

/** `user/intern` of `arn:aws:iam::123456789012:user/intern`. */
function shortenArn(arn: string): string {
  return /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?<name>.+)$/.exec(arn)?.groups?.['name'] ?? arn;
}

function formatLinks({ links: all }: RehearsalReport, paint: Paint): string[] {
  const columns = [
    { title: 'Link', width: 38 },
    { title: 'State', width: 14 },
    { title: 'Observed', width: 44 },
  ];
  const rows = all.map((link) => [
    link.title,
    link.held ? '✓ held' : '✗ did not hold',
    link.held ? link.observed : `${link.observed} (expected: ${link.expected})`,
  ]);
  return textTable(columns, rows).map((line) =>
    line.replace(/✓ held/, (words) => paint('green', words)).replace(/✗ did not hold/, (words) => paint('red', words)),
  );
}

function formatMessages({ messages: all }: RehearsalReport): string[] {
  if (all.length === 0) return ['No message was sent.'];
  const columns = [
    { title: 'Route', width: 8 },
    { title: 'Raised', width: 7, numeric: true },
    { title: 'Cleared', width: 7, numeric: true },
    { title: 'First alarm', width: 50 },
    { title: 'At (UTC)', width: 16 },
  ];
  const rows = (Object.keys(routes) as Route[]).map((route) => {
    const routed = all.filter((message) => message.route === route);
    const raised = routed.filter((message) => message.state === 'ALARM');
    const [first] = [...raised].sort((a, b) => a.at.localeCompare(b.at));
    const at = first === undefined ? '' : formatInstant(first.at);
    return [route, String(raised.length), String(routed.length - raised.length), first?.alarmName ?? 'none', at];
  });
  return textTable(columns, rows);
}

function formatAudit({ audit: all }: RehearsalReport): string[] {
  if (all.length === 0) return ['No change of the monitoring was recorded.'];
  const columns = [
    { title: 'When (UTC)', width: 16 },
    { title: 'Who', width: 30 },
    { title: 'What', width: 18 },
    { title: 'Call', width: 30 },
  ];
  const earlier = all.length - maxEntries;
  const rows = all
    .slice(-maxEntries)
    .map((entry) => [
      formatInstant(entry.when),
      shortenArn(entry.who),
      entry.kind,
      entry.refused === undefined ? entry.action : `${entry.action}, refused: ${entry.refused}`,
    ]);
  return [
    ...textTable(columns, rows),
    ...(earlier > 0 ? [`... and ${earlier} earlier changes; the HTML page lists all.`] : []),
  ];
}

function formatCalls({ calls: { calls, requests, responses, findings } }: RehearsalReport): string[] {
  const count = `${calls} calls: ${requests} requests and ${responses} responses checked against AWS’s service models, ${findings.length} findings`;
  const texts = findings
    .slice(0, maxEntries)
    .map((finding) => `${finding.kind} ${finding.operation}: ${finding.problem}`);
  const more = findings.length - texts.length;
  return [
    ...[count, ...texts].flatMap((text) => wrapText(text, width)),
    ...(more > 0 ? [`... and ${more} more findings; the HTML page lists all.`] : []),
  ];
}

function formatRoles({ roles: { granted, denied } }: RehearsalReport): string[] {
  const unused = granted.filter(({ calls }) => calls === 0);
  const count = `${granted.length} permissions granted, ${unused.length} unused, ${denied.length} calls denied`;
  const texts = [
    ...unused.map(({ role, action, resource, reason }) => {
      return `unused: ${action} on ${resource} (${role}): ${reason ?? 'no reason'}`;
    }),
    ...denied.slice(0, maxEntries),
  ];
  return [count, ...texts].flatMap((text) => wrapText(text, width));
}

function formatImitatedParts({ imitated: parts }: RehearsalReport): string[] {
  return parts.length === 0 ? ['nothing'] : wrapText(parts.map(({ part }) => part).join('; '), width);
}

/** Formats a report for a terminal of 100 columns: links, messages, audit record, imitated parts, verdict. */
export function formatTerminalSummary(report: RehearsalReport, { color }: TerminalSummaryOptions): string {
  const paint = makePaint(color);
  const { held, sentence } = decideVerdict(report);
  const heading = (text: string) => paint('bold', text);
  const verdictLines = wrapText(`${held ? '✓' : '✗'} ${sentence}`, width).map((line) =>
    paint(held ? 'green' : 'red', line),
  );
  return [
    heading('Links of the chain'),
    ...formatLinks(report, paint),
    '',
    heading('Messages'),
    ...formatMessages(report),
    '',
    heading('Changes of the monitoring'),
    ...formatAudit(report),
    '',
    heading('Calls of the AWS API'),
    ...formatCalls(report),
    '',
    heading('Permissions of the functions'),
    ...formatRoles(report),
    '',
    heading('Imitated parts of AWS'),
    ...formatImitatedParts(report),
    '',
    ...verdictLines,
    `Duration: ${formatSeconds(report.elapsedSeconds)}`,
    '',
  ].join('\n');
}

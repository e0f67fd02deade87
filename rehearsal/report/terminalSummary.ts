import { type Route, routes } from '../../contract/alarmNames';
import { formatInstant, formatSeconds } from '../../report/text/formats';
import { textTable, wrapText } from '../../report/text/textTable';
import type { RehearsalReport } from '../model/rehearsalReport';
import { verdict } from '../model/verdict';

interface TerminalSummaryOptions {
  /** Whether to colour marks and the verdict. */
  readonly colour: boolean;
}

const width = 100;
/** Audit lines printed; the page has all of them. */
const shownEntries = 15;
const codes = { green: 32, red: 31, bold: 1 } as const;

type Paint = (look: keyof typeof codes, text: string) => string;

function painter(colour: boolean): Paint {
  return (look, text) => (colour ? `\u001B[${codes[look]}m${text}\u001B[0m` : text);
}

/** `arn:aws:iam::123456789012:user/intern` is `user/intern` to a reader. */
function callerName(arn: string): string {
  return /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?<name>.+)$/.exec(arn)?.groups?.['name'] ?? arn;
}

function links({ links: all }: RehearsalReport, paint: Paint): string[] {
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

function messages({ messages: all }: RehearsalReport): string[] {
  if (all.length === 0) return ['Nobody got a message.'];
  const columns = [
    { title: 'Route', width: 8 },
    { title: 'Raised', width: 7, numeric: true },
    { title: 'Cleared', width: 7, numeric: true },
    { title: 'First alarm', width: 50 },
    { title: 'At (UTC)', width: 16 },
  ];
  const rows = (Object.keys(routes) as Route[]).map((route) => {
    const own = all.filter((message) => message.route === route);
    const raised = own.filter((message) => message.state === 'ALARM');
    const [first] = [...raised].sort((a, b) => a.at.localeCompare(b.at));
    const at = first === undefined ? '' : formatInstant(first.at);
    return [route, String(raised.length), String(own.length - raised.length), first?.alarmName ?? 'none', at];
  });
  return textTable(columns, rows);
}

function audit({ audit: all }: RehearsalReport): string[] {
  if (all.length === 0) return ['The trail recorded no change to the monitoring.'];
  const columns = [
    { title: 'When (UTC)', width: 16 },
    { title: 'Who', width: 30 },
    { title: 'What', width: 18 },
    { title: 'Call', width: 30 },
  ];
  const earlier = all.length - shownEntries;
  const rows = all
    .slice(-shownEntries)
    .map((entry) => [
      formatInstant(entry.when),
      callerName(entry.who),
      entry.kind,
      entry.refused === undefined ? entry.action : `${entry.action}, refused: ${entry.refused}`,
    ]);
  return [
    ...textTable(columns, rows),
    ...(earlier > 0 ? [`... and ${earlier} earlier ones, which the HTML report lists.`] : []),
  ];
}

function imitated({ imitated: parts }: RehearsalReport): string[] {
  return parts.length === 0 ? ['nothing'] : wrapText(parts.map(({ part }) => part).join('; '), width);
}

/** What a rehearsal showed, for a terminal of 100 columns: links, messages, audit lines, what was imitated, the verdict. */
export function terminalSummary(report: RehearsalReport, { colour }: TerminalSummaryOptions): string {
  const paint = painter(colour);
  const { held, sentence } = verdict(report);
  const heading = (text: string) => paint('bold', text);
  const judged = wrapText(`${held ? '✓' : '✗'} ${sentence}`, width).map((line) => paint(held ? 'green' : 'red', line));
  return [
    heading('Links of the chain'),
    ...links(report, paint),
    '',
    heading('Messages'),
    ...messages(report),
    '',
    heading('Who touched the monitoring'),
    ...audit(report),
    '',
    heading('Imitated, where AWS would act'),
    ...imitated(report),
    '',
    ...judged,
    `Took ${formatSeconds(report.elapsedSeconds)}.`,
    '',
  ].join('\n');
}

import type { JudgedCall } from '../../audit/judge/judgedCall';
import { aboutAlarm, aboutBaseline, aboutEverything, aboutSchedule, type Question } from '../../audit/judge/questions';
import { andMore } from '../../contract/andMore';
import { nearestName } from '../../contract/nearestName';
import { UserError } from '../../contract/userError';
import { formatCount, formatInstant } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { exitCodes } from '../terminal/exitCodes';
import { firstLines, printEmpty, printError, printJson, printText } from '../terminal/output';
import { type AuditAnswer, type AuditOptions, answerQuestion } from './auditInput';

interface WhoOptions extends AuditOptions {
  readonly alarm?: string;
  readonly schedule?: string;
  readonly baseline?: string;
}

const questions = { alarm: aboutAlarm, schedule: aboutSchedule, baseline: aboutBaseline } as const satisfies Record<
  string,
  (name: string) => Question
>;

/** Lists who muted an alarm, changed a schedule or modified a baseline. */
export async function listWho(options: WhoOptions): Promise<void> {
  const asked = (Object.keys(questions) as (keyof typeof questions)[]).filter((kind) => options[kind] !== undefined);
  const [kind] = asked;
  if (kind === undefined || asked.length > 1) throw new UserError('use one of --alarm, --schedule and --baseline');
  const name = options[kind] ?? '';
  if (name.trim() === '') throw new UserError(`--${kind}: empty; name the ${kind} to ask about`);
  const answer = await answerQuestion(options, questions[kind](name));
  printCalls(answer, answer.judged, `${kind} ${name}`, options, { name, known: [...answer.knownNames] });
}

/** Lists every call that concerns an endpoint's monitoring, with calls on parts that endpoints share. */
export async function showTimeline(endpoint: string, options: AuditOptions): Promise<void> {
  if (endpoint.trim() === '') throw new UserError('the name of the endpoint is empty; name an endpoint');
  const answer = await answerQuestion(options, aboutEverything);
  const calls = answer.judged.filter((call) => call.endpoint === undefined || call.endpoint === endpoint);
  const endpoints = [...new Set(answer.judged.flatMap((call) => call.endpoint ?? []))];
  if (!endpoints.includes(endpoint) && calls.length > 0 && !options.json) {
    printError(`no call names endpoint ${endpoint}, only parts that endpoints share${suggest(endpoint, endpoints)}`);
  }
  printCalls(answer, calls, `endpoint ${endpoint}`, options, { name: endpoint, known: endpoints });
}

/** Lists the calls that neither the deployment nor a planned mute explains. */
export async function listUnexplained(options: AuditOptions): Promise<void> {
  const answer = await answerQuestion(options, aboutEverything);
  const calls = answer.judged.filter(({ verdict }) => verdict === 'unexplained');
  printCalls(answer, calls, 'the monitoring', options);
}

/** What a question names. */
interface Subject {
  readonly name: string;
  /** Such names in the record. */
  readonly known: readonly string[];
}

/**
 * Prints the calls on a subject, and sets the exit code by whether one is unexplained.
 * @param named what the question is about; undefined for a question about all
 */
function printCalls(
  answer: AuditAnswer,
  calls: readonly JudgedCall[],
  subject: string,
  { json, trail, account = [] }: AuditOptions,
  named?: Subject,
): void {
  const { from, to, files, calls: records, unreadable, otherAccounts = [] } = answer;
  const document = { subject, from, to, files, records, unreadable, calls };
  if (!json) warnUnreadable(answer);
  // All calls may be routine if the question is about unexplained ones.
  const answering = named === undefined ? answer.judged : calls;
  if (answering.length === 0 && unreadable.length === 0) {
    const span = `from ${formatInstant(from.toISOString())} to ${formatInstant(to.toISOString())} UTC`;
    const hint = named === undefined ? '' : suggest(named.name, named.known);
    const of = otherAccounts.length === 0 ? 'a trail' : `account ${andMore(account, 3)}`;
    const has = otherAccounts.length === 0 ? '' : `; it has files of account ${andMore(otherAccounts, 3)}`;
    const reason =
      files === 0 && trail !== undefined
        ? `no log file of ${of} in ${trail} ${span}${has}`
        : `no call on ${subject} ${span} in ${formatCount(records, 'record')}${hint}`;
    printEmpty('list', reason, json ? document : undefined);
    process.exitCode = exitCodes.empty;
    return;
  }
  if (json) printJson(document);
  else printText(describeCalls(calls, subject));
  const isClean = calls.every(({ verdict }) => verdict !== 'unexplained') && unreadable.length === 0;
  process.exitCode = isClean ? exitCodes.success : exitCodes.findings;
}

function suggest(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined || nearest === name ? '' : `; did you mean '${nearest}'?`;
}

/** A file that cannot be read may hold a call, so the list may be incomplete. */
export function warnUnreadable({ unreadable }: Pick<AuditAnswer, 'unreadable'>): void {
  if (unreadable.length === 0) return;
  const lines = unreadable.map(({ key, reason }) => `${key}: ${reason}`);
  printError(
    [`${formatCount(lines.length, 'file')} could not be read:`, ...firstLines(lines, '; see --json')].join('\n'),
  );
}

const columns = [{ title: 'when (UTC)' }, { title: 'verdict' }, { title: 'call', width: 110 }];

function describeCalls(calls: readonly JudgedCall[], subject: string): string {
  const unexplained = calls.filter(({ verdict }) => verdict === 'unexplained').length;
  const heading = `${formatCount(calls.length, 'call')} on ${subject}, ${unexplained} unexplained`;
  if (calls.length === 0) return heading;
  const rows = calls.map(({ when, verdict, sentence }) => [formatInstant(when), verdict, sentence]);
  return [heading, ...textTable(columns, rows).map((line) => `  ${line}`)].join('\n');
}

import type { JudgedCall } from '../../audit/judge/judgedCall';
import { judgeRecords } from '../../audit/judge/judgeRecords';
import type { Question } from '../../audit/judge/questions';
import type { Explanations } from '../../audit/judge/verdict';
import { type BoundedSpan, fileDays, listAccounts, type Span } from '../../audit/trail/listTrail';
import { isInSpan, readTrail, type TrailReading } from '../../audit/trail/readTrail';
import { auditKinds, findAuditedCall } from '../../contract/auditEvents';
import type { CloudTrailRecord } from '../../contract/cloudTrailRecord';
import { hourMs } from '../../contract/hours';
import { UserError } from '../../contract/userError';
import { selectRecords } from '../../queries/trailQueries';
import type * as athena from '../query/openAthena';
import { readRecordRow } from '../query/trailRecords';
import { refuseWithout } from '../terminal/options';
import type * as history from './lookUpEvents';
import { openTrail } from './openTrail';
import { readExplanations } from './readExplanations';
import { readStackState } from './readStackState';

/** Options of every command that reads recorded calls. */
export interface AuditOptions {
  /** Folder or `s3://` address with the trail's files; undefined with `lookup`. */
  readonly trail?: string;
  /** Whether to read CloudTrail's event history instead. */
  readonly lookup?: boolean;
  /** Stack whose workgroup in Athena reads the trail's files. */
  readonly athena?: string;
  /** Accounts to read. */
  readonly account?: readonly string[];
  readonly stack?: string;
  readonly state?: string;
  readonly from?: Date;
  readonly to?: Date;
  /** Hours. */
  readonly since?: number;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** The recorded calls that a question is about, judged, and what was read to find them. */
export interface AuditAnswer extends Omit<TrailReading, 'records'> {
  /** Accounts that the trail has, if none of those that were asked for has a file. */
  readonly otherAccounts?: readonly string[];
  /** Bucket with the trail's files, as Athena names it with each record; undefined for another source. */
  readonly bucket?: string;
  /** Names of resources, and parts of objects' keys, in calls of the question's kinds. */
  readonly knownNames: ReadonlySet<string>;
  readonly from: Date;
  readonly to: Date;
  readonly calls: number;
  readonly judged: readonly JudgedCall[];
  readonly explanations: Explanations;
}

const defaultHours = 90 * 24;

/** Reads the trail, or the event history, in the span of the options, and judges the calls that the question is about. */
export async function answerQuestion(options: AuditOptions, question: Question): Promise<AuditAnswer> {
  const span = spanOf(options, new Date());
  const explanations = readExplanations(options.stack);
  const own = readStackState(options.state, options.stack);
  const knownNames = new Set<string>();
  const isAsked = (record: CloudTrailRecord) => {
    const call = findAuditedCall(record, own);
    if (call && (question.kinds?.includes(call.kind) ?? true)) {
      for (const name of [...call.names, ...call.keys.flatMap((key) => key.split('/'))]) knownNames.add(name);
    }
    return call !== undefined && question.isAbout(call);
  };
  const sources = [options.trail, options.lookup || undefined, options.athena].filter((source) => source !== undefined);
  if (sources.length !== 1) throw new UserError('use one of --trail, --athena and --lookup');
  refuseWithout('--trail or --athena', options.lookup ? { '--account': options.account } : {});
  const { records, ...reading } =
    options.athena !== undefined
      ? await readTable(options, options.athena, span, question)
      : options.lookup
        ? await readHistory(options, span, question)
        : await readFiles(options, span, isAsked);
  const judged = judgeRecords(records.filter(isAsked), { ...explanations, own });
  return { ...reading, ...span, judged, explanations, knownNames };
}

async function readFiles(
  { trail = '', account: accounts, endpointUrl }: AuditOptions,
  span: Span,
  isAsked: (record: CloudTrailRecord) => boolean,
): Promise<TrailReading & Pick<AuditAnswer, 'bucket' | 'otherAccounts'>> {
  const store = openTrail(trail, endpointUrl);
  try {
    const reading = await readTrail(store, { ...span, accounts }, isAsked);
    if (reading.files > 0 || accounts === undefined) return reading;
    return { ...reading, otherAccounts: (await listAccounts(store)).filter((account) => !accounts.includes(account)) };
  } finally {
    store.close();
  }
}

async function readHistory({ endpointUrl }: AuditOptions, span: BoundedSpan, { kinds }: Question) {
  // Loaded on demand: the SDK takes a good part of a second.
  const { lookUpEvents } = require('./lookUpEvents') as typeof history;
  if (Date.now() - span.from.getTime() > (defaultHours + 1) * hourMs) {
    throw new UserError("CloudTrail's event history has 90 days; use --since 90d, or --trail for older calls");
  }
  const records = await lookUpEvents(endpointUrl, span, kinds);
  return { records, calls: records.length, files: 0, unreadable: [] };
}

/** Selects the records with Athena; which of them a question is about is judged by the same code as those of files. */
async function readTable(
  { account = [], endpointUrl }: AuditOptions,
  stack: string,
  span: BoundedSpan,
  question: Question,
) {
  // Loaded on demand: the SDK takes a good part of a second.
  const { openAthena } = require('../query/openAthena') as typeof athena;
  const kinds: readonly string[] = question.kinds ?? Object.keys(auditKinds);
  const engine = openAthena(stack, endpointUrl);
  try {
    const rows = await engine.run(selectRecords({ kinds, accounts: account, ...fileDays(span) }));
    const records = rows.flatMap((row) => readRecordRow(row) ?? []).filter((record) => isInSpan(record, span));
    // `s3://<bucket>/<key>`
    const bucket = rows[0]?.['file']?.split('/')[2];
    const files = new Set(records.map(({ file }) => file)).size;
    return { records, calls: rows.length, files, bucket, unreadable: [] };
  } finally {
    engine.close();
  }
}

/** The span of the options: from `--from`, or `--since` before now. */
function spanOf({ from, to, since }: AuditOptions, now: Date): BoundedSpan {
  if (from && since !== undefined) throw new UserError('--since cannot be combined with --from; use one of them');
  const end = to ?? now;
  const start = from ?? new Date(now.getTime() - (since ?? defaultHours) * hourMs);
  if (start >= now)
    throw new UserError(`--from ${start.toISOString().slice(0, 13)} is in the future; name an hour that has begun`);
  if (start >= end)
    throw new UserError(`the span is empty: it starts ${start.toISOString()} and ends ${end.toISOString()}`);
  return { from: start, to: end };
}

import type { JudgedCall } from '../../audit/judge/judgedCall';
import { judgeRecords } from '../../audit/judge/judgeRecords';
import type { Question } from '../../audit/judge/questions';
import type { Explanations } from '../../audit/judge/verdict';
import type { Span } from '../../audit/trail/listTrail';
import { readTrail, type TrailReading } from '../../audit/trail/readTrail';
import { findAuditedCall } from '../../contract/auditEvents';
import type { CloudTrailRecord } from '../../contract/cloudTrailRecord';
import { hourMs } from '../../contract/hours';
import { UserError } from '../../contract/userError';
import { openStore } from '../../store/openStore';
import type * as history from './lookUpEvents';
import { readExplanations } from './readExplanations';
import { readStackState } from './readStackState';

/** Options of every command that reads recorded calls. */
export interface AuditOptions {
  /** Folder or `s3://` address with the trail's files; undefined with `lookup`. */
  readonly trail?: string;
  /** Whether to read CloudTrail's event history instead. */
  readonly lookup?: boolean;
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
  const own = readStackState(options.state);
  const isAsked = (record: CloudTrailRecord) => {
    const call = findAuditedCall(record, own);
    return call !== undefined && question.isAbout(call);
  };
  const { records, ...reading } = options.lookup
    ? await readHistory(options, span, question)
    : await readFiles(options, span, isAsked);
  const judged = judgeRecords(records.filter(isAsked), { ...explanations, own });
  return { ...reading, ...span, judged, explanations };
}

async function readFiles(
  { trail, endpointUrl }: AuditOptions,
  span: Span,
  isAsked: (record: CloudTrailRecord) => boolean,
) {
  if (trail === undefined) throw new UserError('use --trail, or --lookup for the event history of the region');
  const store = openStore(trail, endpointUrl);
  try {
    return await readTrail(store, span, isAsked);
  } finally {
    store.close();
  }
}

async function readHistory({ trail, endpointUrl }: AuditOptions, span: Required<Span>, { kinds }: Question) {
  if (trail !== undefined) throw new UserError('--lookup cannot be combined with --trail; use one of them');
  // Loaded on demand: the SDK takes a good part of a second.
  const { lookUpEvents } = require('./lookUpEvents') as typeof history;
  const records = await lookUpEvents(endpointUrl, span, kinds);
  return { records, calls: records.length, files: 0, unreadable: [] };
}

/** The span of the options: from `--from`, or `--since` before now. */
function spanOf({ from, to, since }: AuditOptions, now: Date): Required<Span> {
  if (from && since !== undefined) throw new UserError('--since cannot be combined with --from; use one of them');
  const end = to ?? now;
  const start = from ?? new Date(now.getTime() - (since ?? defaultHours) * hourMs);
  if (start >= end)
    throw new UserError(`the span is empty: it starts ${start.toISOString()} and ends ${end.toISOString()}`);
  return { from: start, to: end };
}

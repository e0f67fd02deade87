import type { JudgedCall } from '../../audit/judge/judgedCall';
import { judgeRecords } from '../../audit/judge/judgeRecords';
import type { Question } from '../../audit/judge/questions';
import type { Explanations } from '../../audit/judge/verdict';
import type { Span } from '../../audit/trail/listTrail';
import { readTrail, type TrailReading } from '../../audit/trail/readTrail';
import { findAuditedCall } from '../../contract/auditEvents';
import { hourMs } from '../../contract/hours';
import { UserError } from '../../contract/userError';
import { openStore } from '../../store/openStore';
import { readExplanations } from './readExplanations';
import { readStackState } from './readStackState';

/** Options of every command that reads recorded calls. */
export interface AuditOptions {
  /** Folder or `s3://` address with the trail's files. */
  readonly trail: string;
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

/** Reads the trail in the span of the options, and judges the calls that the question is about. */
export async function answerQuestion(options: AuditOptions, question: Question): Promise<AuditAnswer> {
  const span = spanOf(options, new Date());
  const explanations = readExplanations(options.stack);
  const own = readStackState(options.state);
  const store = openStore(options.trail, options.endpointUrl);
  try {
    const { records, ...reading } = await readTrail(store, span, (record) => {
      const call = findAuditedCall(record, own);
      return call !== undefined && question(call);
    });
    return { ...reading, ...span, judged: judgeRecords(records, { ...explanations, own }), explanations };
  } finally {
    store.close();
  }
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

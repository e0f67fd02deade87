import { hourMs, minuteMs } from '../../contract/hours';
import type { ObjectStore } from '../../store/objectStore';
import type { JudgedCall } from '../judge/judgedCall';
import { judgeRecords } from '../judge/judgeRecords';
import type { Explanations } from '../judge/verdict';
import type { Span } from '../trail/listTrail';
import { readTrail } from '../trail/readTrail';
import type { ExtraVersion } from './checkBaselines';

/** How far the time of a call may differ from that of the version that it wrote. */
const toleranceMs = 5 * minuteMs;
/** A multipart upload's version has the time at which the upload began; the call that completed it may be a recent one. */
const recentMs = 3 * hourMs;

/** Returns the judged sentence on the call that wrote a version of an object; undefined if the trail has no record of it. */
export async function findAuthor(
  trail: ObjectStore,
  version: ExtraVersion,
  explanations: Explanations,
  now: Date,
): Promise<string | undefined> {
  const written = version.writtenAt.getTime();
  const spans: Span[] = [
    { from: new Date(written - toleranceMs), to: new Date(written + toleranceMs) },
    { from: new Date(now.getTime() - recentMs), to: now },
  ];
  for (const span of spans) {
    const call = await findCall(trail, version, explanations, span);
    if (call) return `${call.when} ${call.sentence}`;
  }
  return undefined;
}

/** The last call in a span that wrote an object. */
async function findCall(
  trail: ObjectStore,
  { key }: ExtraVersion,
  explanations: Explanations,
  span: Span,
): Promise<JudgedCall | undefined> {
  const { records } = await readTrail(trail, span, ({ requestParameters }) => requestParameters?.['key'] === key);
  return judgeRecords(records, explanations)
    .filter(({ kind, refused }) => kind === 'baseline modified' && refused === undefined)
    .at(-1);
}

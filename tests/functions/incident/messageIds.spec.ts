import assert from 'node:assert/strict';
import fc from 'fast-check';
import { heardMessages } from '../../../incidents/document/incidentMessages';
import { drift, situation, statisticsFrom, typeCheck } from './incidentSituation';

const contents = { clean: [], type: [typeCheck], drift: [drift('age')], both: [typeCheck, drift('age')] } as const;
type Content = keyof typeof contents;
const drifted = statisticsFrom(60);

/** A report of the run at an hour: the first one, or a rerun with late captures. */
interface Arrival {
  readonly hour: number;
  readonly content: Content;
}

/**
 * Handles reports in order of their arrival; one write fails after others. Its report is delivered again at once, or after all
 * others. Returns the endpoint's situation.
 */
async function handle(arrivals: readonly Arrival[], writesLeft?: number, isRepeatedLast = false) {
  const churn = situation();
  const failed: string[][] = [];
  if (writesLeft !== undefined) churn.store.writesLeft = writesLeft;
  for (const { hour, content } of arrivals) {
    const hasDrift = content === 'drift' || content === 'both';
    const keys = churn.report(hour, contents[content], hasDrift ? drifted : undefined);
    while ((await churn.arrives(...keys)).batchItemFailures.length > 0) {
      churn.wait(6);
      if (!isRepeatedLast) continue;
      failed.push(keys);
      break;
    }
    churn.wait(10);
  }
  for (const keys of failed) await churn.arrives(...keys);
  return churn;
}

/**
 * Each message has an id of its own, and the documents have what people must know: that an incident is open, or over. A
 * message of which it is not known whether the bus accepted it is sent again.
 */
function assertMessages(churn: Awaited<ReturnType<typeof handle>>, mayRepeat = false): void {
  const accepted = churn.messages.map(({ message }) => message);
  const ids = [...new Set(accepted.map(({ id }) => id))];
  const kinds = new Set(accepted.map(({ id, kind }) => `${id} ${kind}`));
  assert.equal(mayRepeat ? kinds.size : accepted.length, ids.length, [...kinds].join());
  const incidents = churn.incidents();
  const recorded = incidents.flatMap(({ messages }) => messages.map(({ id }) => id));
  assert.deepEqual(recorded.toSorted(), ids.toSorted());
  for (const { id, status, reports, messages } of incidents) {
    const last = heardMessages(messages).at(-1);
    if (reports.length > 0) assert.ok(last, `${id} has no message`);
    assert.equal(last === undefined || last.kind === 'closed', status === 'closed', `${id} is ${status}`);
  }
}

describe('incident function: ids of messages', function () {
  this.timeout(120_000);
  it('return to an incident that a clean window separates from an earlier one', async () => {
    const churn = await handle([
      { hour: 13, content: 'type' },
      { hour: 11, content: 'type' },
      { hour: 12, content: 'clean' },
    ]);
    assert.deepEqual(
      churn.messages.map(({ message }) => `${message.id} ${message.kind} ${message.incident}`),
      [
        'churn-2026112312.1 opened churn-2026112312',
        'churn-2026112310.1 opened churn-2026112310',
        'churn-2026112310.2 closed churn-2026112310',
      ],
    );
    assertMessages(churn);
  });

  it('are never used twice if a write fails', async () => {
    const arrivals: Arrival[] = [
      { hour: 13, content: 'type' },
      { hour: 11, content: 'type' },
      { hour: 14, content: 'both' },
      { hour: 12, content: 'clean' },
      { hour: 12, content: 'type' },
    ];
    const { writes } = (await handle(arrivals)).store;
    assert.ok(writes > 20, String(writes));
    for (let write = 0; write < writes; write += 1) assertMessages(await handle(arrivals, write), true);
  });

  it('are those of one incident if another report comes between the writes of two documents that merge', async () => {
    const arrivals: Arrival[] = [13, 11, 14].map((hour) => ({ hour, content: 'type' }));
    const { writes } = (await handle(arrivals)).store;
    for (let write = 0; write < writes; write += 1) {
      const churn = await handle(arrivals, write, true);
      assertMessages(churn, true);
      assert.equal(new Set(churn.messages.map(({ message }) => message.id)).size, 1, `write ${write}`);
    }
  });

  it('are never used twice, whatever the order and the reruns of reports', async () => {
    const arrival = fc.record({
      hour: fc.integer({ min: 11, max: 16 }),
      content: fc.constantFrom(...(Object.keys(contents) as Content[])),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { minLength: 3, maxLength: 12 }), async (arrivals) =>
        assertMessages(await handle(arrivals)),
      ),
      { numRuns: 30 },
    );
  });
});

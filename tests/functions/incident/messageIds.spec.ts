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

/** Handles reports in order of their arrival. Returns the endpoint's situation. */
async function handle(arrivals: readonly Arrival[]) {
  const churn = situation();
  for (const { hour, content } of arrivals) {
    const hasDrift = content === 'drift' || content === 'both';
    await churn.arrives(...churn.report(hour, contents[content], hasDrift ? drifted : undefined));
    churn.wait(10);
  }
  return churn;
}

/** Each message has an id of its own, and the documents have what people must know: that an incident is open, or over. */
function assertMessages(churn: Awaited<ReturnType<typeof handle>>): void {
  const sent = churn.messages.map(({ message }) => message.id);
  assert.deepEqual(sent, [...new Set(sent)]);
  const incidents = churn.incidents();
  const recorded = incidents.flatMap(({ messages }) => messages.map(({ id }) => id));
  assert.deepEqual(recorded.toSorted(), sent.toSorted());
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
      ['churn-2026112312.1 opened churn-2026112312', 'churn-2026112310.1 closed churn-2026112310'],
    );
    assertMessages(churn);
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

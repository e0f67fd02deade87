import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseIncidentDocument } from '../../../incidents/document/incidentDocument';
import { drift, situation, statisticsFrom, typeCheck } from './incidentSituation';

const drifted = statisticsFrom(60);

/** Files of three runs: broken, clean (without violations, as the managed container writes it) and broken again. */
const runs = [
  { at: 11, files: ['statistics', 'violations'] },
  { at: 12, files: ['statistics'] },
  { at: 13, files: ['statistics', 'violations'] },
] as const;

interface Event {
  readonly at: number;
  readonly file: string;
}

/** Plays batches of events. A file is written with its first event. */
async function play(batches: readonly (readonly Event[])[]) {
  const { arrives, statistics, violations, store, metrics } = situation();
  const written = new Map<string, string>();
  const write = ({ at, file }: Event): string => {
    if (file === 'statistics') return statistics(at, at === 12 ? undefined : drifted);
    return violations(at, [at === 11 ? drift('age') : typeCheck]);
  };
  const keyOf = (event: Event) => {
    const id = `${event.at} ${event.file}`;
    const key = written.get(id) ?? write(event);
    written.set(id, key);
    return key;
  };
  for (const batch of batches) assert.deepEqual(await arrives(...batch.map(keyOf)), { batchItemFailures: [] });
  const documents = store
    .keys('')
    .filter((key) => key.endsWith('.md') || key.endsWith('summary.json'))
    .map((key) => [key, store.text(key).replace(/\bv\d+\b/g, 'v')]);
  return { documents, maxima: maximaOf(metrics) };
}

/** The highest value of each metric, which alarms read. */
function maximaOf(metrics: readonly string[]): Record<string, number> {
  const maxima: Record<string, number> = {};
  for (const metric of metrics) {
    const [, name = '', value = '', dimensions = ''] = /^(\w+)=(\S+) (.*)$/.exec(metric) ?? [];
    const id = `${name} ${dimensions}`;
    maxima[id] = Math.max(maxima[id] ?? Number.NEGATIVE_INFINITY, Number(value));
  }
  return Object.fromEntries(Object.entries(maxima).sort());
}

/** A run's events in any order, some more than once, with repeated events of earlier runs among them, in batches. */
const deliveries = fc
  .tuple(
    ...runs.map(({ at, files }, i) => {
      const own = files.map((file) => ({ at, file }));
      const known = runs.slice(0, i + 1).flatMap((run) => run.files.map((file) => ({ at: run.at, file })));
      return fc
        .array(fc.nat(known.length - 1), { maxLength: 5 })
        .map((repeats) => [...own, ...repeats.flatMap((index) => known[index] ?? [])])
        .chain((events) => fc.shuffledSubarray(events, { minLength: events.length }))
        .chain((events) =>
          fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }).map((sizes) => batchesOf(events, sizes)),
        );
    }),
  )
  .map((batches) => batches.flat());

function batchesOf(events: readonly Event[], sizes: readonly number[]): Event[][] {
  const batches: Event[][] = [];
  for (let at = 0, i = 0; at < events.length; i++) {
    const size = 1 + (sizes[i % sizes.length] ?? 0);
    batches.push(events.slice(at, at + size));
    at += size;
  }
  return batches;
}

describe('incident function: events that come twice, late and in any order', () => {
  it('leaves the same incidents, summaries and highest metric values', async function () {
    this.timeout(60_000);
    const inOrder = runs.flatMap(({ at, files }) => files.map((file) => [{ at, file }]));
    const expected = await play(inOrder);
    assert.equal(expected.documents.filter(([key]) => key?.endsWith('.md')).length, 2);
    assert.equal(expected.maxima['MonitorRuns {Endpoint=churn}'], 1);
    await fc.assert(
      fc.asyncProperty(deliveries, async (batches) => {
        const { documents, maxima } = await play(batches);
        assert.deepEqual(documents, expected.documents);
        assert.deepEqual(maxima, expected.maxima);
      }),
      { numRuns: 40 },
    );
  });

  it('names an incident by its first window when a batch has the runs in another order', async () => {
    const { arrives, report, store } = situation();
    const keys = [11, 12, 13].flatMap((at) => report(at, [drift('age')], drifted));
    await arrives(...keys.reverse());
    assert.deepEqual(store.keys('incidents/'), ['incidents/churn/2026/churn-2026112310.md']);
  });

  it('leaves the same incidents in whatever order windows are handled', async () => {
    const handled = async (hours: readonly number[]) => {
      const { arrives, report, store } = situation();
      const files = (at: number) => (at === 13 ? report(at, []) : report(at, [drift('age')], drifted));
      for (const at of hours) assert.deepEqual(await arrives(...files(at)), { batchItemFailures: [] });
      const documents = store.keys('incidents/').map((key) => parseIncidentDocument(store.text(key)).incident);
      return documents
        .filter(({ reports }) => reports.length > 0)
        .map(({ id, status, closed, reports }) => [id, status, closed, reports.map(({ window }) => window)]);
    };
    const inOrder = await handled([11, 12, 13, 14, 15]);
    assert.deepEqual(
      inOrder.map(([id, status]) => [id, status]),
      [
        ['churn-2026112310', 'closed'],
        ['churn-2026112313', 'open'],
      ],
    );
    for (const hours of [
      [15, 14, 13, 12, 11],
      [12, 11, 14, 15, 13],
      [11, 15, 13, 12, 14],
    ]) {
      assert.deepEqual(await handled(hours), inOrder, String(hours));
    }
  });

  it('empties an incident whose only window is clean after late captures, and keeps its notes', async () => {
    const { arrives, report, store, incident } = situation();
    const key = 'incidents/churn/2026/churn-2026112310.md';
    await arrives(...report(11, [drift('age')], drifted));
    store.put(key, store.text(key).replace(/What was the cause.*$/m, 'A test.'));
    await arrives(...report(12, []));
    await arrives(...report(11, []));
    const { status, reports, violations } = incident(10);
    assert.deepEqual([status, reports, violations], ['closed', [], []]);
    assert.match(store.text(key), /No window of endpoint churn belongs to this incident anymore: /);
    assert.match(store.text(key), /A test\.$/m);
  });

  it('brings an incident up to date that another invocation wrote from an earlier version of the report', async () => {
    const { arrives, report, store } = situation();
    const key = 'incidents/churn/2026/churn-2026112310.md';
    await arrives(...report(11, [drift('age')], drifted));
    const earlier = store.text(key);
    const files = report(11, [drift('age'), typeCheck], drifted);
    await arrives(...files);
    const latest = store.text(key);
    assert.notEqual(latest, earlier);
    store.put(key, earlier);
    assert.deepEqual(await arrives(...files), { batchItemFailures: [] });
    assert.equal(store.text(key), latest);
  });
});

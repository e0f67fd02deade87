import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeGroundTruth } from '../../../quality/groundTruth/mergeGroundTruth';
import { planByOrder } from '../../../quality/record/readingPlan';
import { recordRows } from '../../../quality/record/recordRows';
import { captureSource } from '../../../quality/source/captureSource';

const side = (data: string) => ({ observedContentType: 'text/csv', data, encoding: 'CSV' });

function capture(ids: object, input = '2,x', output = '1.0'): string {
  const captureData = { endpointInput: side(input), endpointOutput: side(output) };
  return JSON.stringify({ captureData, eventMetadata: ids, eventVersion: '0' });
}

function truth(eventId: unknown, data = '7.0', encoding = 'CSV'): string {
  return JSON.stringify({ groundTruthData: { data, encoding }, eventMetadata: { eventId }, eventVersion: '0' });
}

const file = (name: string, ...lines: string[]) => captureSource(name, lines.join('\n'));
const merge = (captures: string[], ...truths: string[]) =>
  mergeGroundTruth({ captures: [file('c', ...captures)], truths: [file('t', ...truths)] });

describe('mergeGroundTruth', () => {
  it('matches by inferenceId, or by eventId if there is no inferenceId', async () => {
    const { merged } = await merge(
      [capture({ eventId: 'e1', inferenceId: 'i1' }), capture({ eventId: 'e2' })],
      truth('e2'),
      truth('i1', '8'),
    );
    assert.deepEqual(
      merged.map(({ line, id, rows }) => [line, id, rows]),
      [
        [1, 'i1', [['8', '1.0', '2', 'x']]],
        [2, 'e2', [['7.0', '1.0', '2', 'x']]],
      ],
    );
  });

  it('adds the truth to the captured line and keeps the form of its numbers', async () => {
    const line = '{ "captureData":{"endpointInput":{"data":[39.0],"encoding":"JSON"}},"eventMetadata":{"eventId":"e"}}';
    const { merged } = await merge([line], truth('e'));
    assert.equal(merged[0]?.text, `{"groundTruthData":{"data":"7.0","encoding":"CSV"},${line.slice(1)}`);
    assert.deepEqual(recordRows(merged[0]?.text ?? '', planByOrder([])).rows, [['39.0']]);
  });

  for (const zone of ['Asia/Tokyo', 'America/New_York', 'UTC']) {
    it(`reads times without a zone as UTC on a machine in ${zone}`, async () => {
      const before = process.env['TZ'];
      process.env['TZ'] = zone;
      try {
        for (const inferenceTime of ['2026-11-02T08:14:05', '2026-11-02T08:14:05Z', '2026-11-02T17:14:05+09:00']) {
          const { withoutTruth } = await merge([capture({ eventId: 'e', inferenceTime })]);
          assert.equal(withoutTruth[0]?.inferenceTime?.toISOString(), '2026-11-02T08:14:05.000Z');
        }
      } finally {
        if (before === undefined) delete process.env['TZ'];
        else process.env['TZ'] = before;
      }
    });
  }

  it('takes an empty answer for a missing value, also within a batch', async () => {
    for (const empty of ['', '\n', '""']) {
      const { merged, rejects } = await merge([capture({ eventId: 'e' }, '2,x', empty)], truth('e'));
      assert.deepEqual([merged[0]?.rows, rejects], [[['7.0', null, '2', 'x']], []]);
    }
    const batch = await merge([capture({ eventId: 'e' }, '2,x\n3,y', '1.0\n')], truth('e', '7\n8'));
    assert.deepEqual(batch.merged[0]?.rows, [
      ['7', '1.0', '2', 'x'],
      ['8', null, '3', 'y'],
    ]);
  });

  it('rejects empty ground truth', async () => {
    const { merged, rejects } = await merge([capture({ eventId: 'e' })], truth('e', ''));
    assert.deepEqual([merged, rejects.map(({ reason }) => reason)], [[], ['groundTruthData: the data is empty.']]);
  });

  it('lists unmatched records of either side with a reason', async () => {
    const result = await merge(
      [capture({ eventId: 'e1', inferenceId: 'i1', inferenceTime: '2026-11-02T08:30:00Z' })],
      truth('e1'),
      truth('other'),
    );
    assert.deepEqual(result.withoutTruth, [
      {
        file: 'c',
        line: 1,
        id: 'i1',
        reason: "no ground truth with id 'i1'.",
        inferenceTime: new Date('2026-11-02T08:30:00Z'),
      },
    ]);
    assert.deepEqual(
      result.withoutCapture.map(({ line, reason }) => [line, reason]),
      [
        [1, "'e1' is the eventId of a capture with an inferenceId; use its inferenceId 'i1'."],
        [2, "no capture with id 'other'."],
      ],
    );
  });

  it('uses the truth collected last, in any file order', async () => {
    const hour = (name: string, at: string, data: string) => ({ ...file(name, truth('e', data)), hour: new Date(at) });
    const { merged, replaced } = await mergeGroundTruth({
      captures: [file('c', capture({ eventId: 'e' }))],
      truths: [hour('a', '2026-11-03T00:00Z', '9'), hour('b', '2026-11-02T00:00Z', '8')],
    });
    assert.equal(merged[0]?.rows[0]?.[0], '9');
    assert.deepEqual(replaced, [
      { file: 'b', line: 1, id: 'e', reason: "replaced by a later ground truth with id 'e': a:1." },
    ]);
  });

  it('merges a truth with every capture of its id', async () => {
    const twice = capture({ eventId: 'e', inferenceId: 'i' });
    assert.deepEqual(
      (await merge([twice, twice], truth('i'))).merged.map(({ line }) => line),
      [1, 2],
    );
  });

  it('matches several rows of a record with the same number of truths', async () => {
    const { merged } = await merge([capture({ eventId: 'e' }, '2,x\n3,y', '1\n2')], truth('e', '[7, 8]', 'JSON'));
    assert.deepEqual(merged[0]?.rows, [
      ['7', '1', '2', 'x'],
      ['8', '2', '3', 'y'],
    ]);
  });

  it('measures the waiting time up to the hour of the truth’s key', async () => {
    const at = (inferenceTime: string) => capture({ eventId: 'e', inferenceTime });
    const truths = [{ ...file('t', truth('e')), hour: new Date('2026-11-02T10:00:00Z') }];
    const times = ['2026-11-02T08:30:00Z', '2026-11-02T10:30:00Z', 'never'];
    const { merged } = await mergeGroundTruth({ captures: [file('c', ...times.map(at))], truths });
    assert.deepEqual(
      merged.map(({ latencyHours }) => latencyHours),
      [1.5, 0, undefined],
    );
  });

  const refused: Record<string, [string[], string[], string]> = {
    'a truth that is not JSON': [[], ['{'], 't:1 the line is not JSON.'],
    'a truth without data': [[], ['{}'], "t:1 the record has no 'groundTruthData' object."],
    'a truth without an id': [
      [],
      [truth(7)],
      "t:1 the record has no text 'eventMetadata.eventId' to match it with a capture.",
    ],
    'a truth in an unknown encoding': [
      [],
      [truth('e', '1', 'XML')],
      't:1 groundTruthData: unknown encoding "XML": expected one of CSV, JSON, BASE64.',
    ],
    'a capture without an id': [
      [capture({})],
      [],
      "c:1 the record has neither 'eventMetadata.inferenceId' nor '.eventId'.",
    ],
    'a capture that was merged': [
      [capture({ eventId: 'e' }).replace('{', '{"groundTruthData":{},')],
      [],
      "c:1 the record already has 'groundTruthData'.",
    ],
    'a truth of another number of rows': [
      [capture({ eventId: 'e' }, '2,x\n3,y', '1\n2')],
      [truth('e', '1\n2\n3')],
      'c:1 the ground truth has 3 rows, the capture 2.',
    ],
  };
  for (const [what, [captures, truths, expected]] of Object.entries(refused)) {
    it(`rejects ${what}`, async () => {
      const { rejects, merged } = await merge(captures, ...truths);
      assert.deepEqual(
        rejects.map(({ file: name, line, reason }) => `${name}:${line} ${reason}`),
        [expected],
      );
      assert.deepEqual(merged, []);
    });
  }

  it('accounts for every line of both sides', async () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const damaged = (line: fc.Arbitrary<string>) =>
      fc.tuple(line, fc.nat()).map(([text, n]) => (n % 5 === 0 ? text.slice(0, n % text.length) : text));
    const captures = fc.array(
      damaged(fc.record({ eventId: id, inferenceId: id }, { requiredKeys: [] }).map((ids) => capture(ids))),
    );
    const truths = fc.array(damaged(id.map((drawnId) => truth(drawnId))));
    await fc.assert(
      fc.asyncProperty(captures, truths, async (left, right) => {
        const result = await merge(left, ...right);
        const linesOf = (name: string) =>
          [...result.merged, ...result.withoutTruth, ...result.withoutCapture, ...result.replaced, ...result.rejects]
            .filter(({ file }) => file === name)
            .map(({ line }) => line)
            .sort((a, b) => a - b);
        const written = (lines: string[]) => lines.flatMap((line, i) => (line === '' ? [] : [i + 1]));
        assert.deepEqual(linesOf('c'), written(left));
        const used = new Set(result.merged.map((record) => record.id)).size;
        assert.equal(linesOf('t').length + used, written(right).length);
      }),
    );
  });
});

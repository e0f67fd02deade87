import assert from 'node:assert/strict';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { shiftedCapture } from '../../../quality/record/shiftedCapture';

const record = (time: string, rest = '') =>
  `{"captureData":{"endpointOutput":{"data":"39.0, 1e400","encoding":"CSV"}} ,"eventMetadata":{"eventId":"e-1","inferenceTime":${time}}${rest}}`;

describe('shiftedCapture', () => {
  const shift = (text: string, hours: number, newIds?: string) => {
    const { bytes, ...counts } = shiftedCapture(Buffer.from(text), { hours, newIds });
    return { text: Buffer.from(bytes).toString(), ...counts };
  };

  it('shifts the time of a record in its own format and keeps every other byte', () => {
    const cases: [string, number, string][] = [
      ['"2026-11-02T11:15:06Z"', 24, '"2026-11-03T11:15:06Z"'],
      ['"2026-11-02T23:59:59.120Z"', 1, '"2026-11-03T00:59:59.120Z"'],
      ['"2026-03-01T00:30:00+05:30"', -1, '"2026-02-28T23:30:00+05:30"'],
      ['"2026-11-02T11:15"', 0, '"2026-11-02T11:15"'],
    ];
    for (const [time, hours, moved] of cases) {
      const { text, shifted } = shift(`${record(time, ', "number": 39.0')}\r\n`, hours);
      assert.deepEqual([text, shifted], [`${record(moved, ', "number": 39.0')}\r\n`, 1]);
    }
  });

  it('keeps lines without a valid time, with a reason', () => {
    const lines = ['nonsense', '{"eventMetadata":{}}', record('"yesterday"'), record('"2026-02-30T08:00:00Z"'), ''];
    const { text, shifted, unshifted } = shift(lines.join('\n'), 5);
    assert.deepEqual([text, shifted], [lines.join('\n'), 0]);
    assert.deepEqual(
      unshifted.map(({ line, reason }) => [line, reason]),
      [
        [1, 'the line is not JSON'],
        [2, "the record has no 'inferenceTime' in its 'eventMetadata'"],
        [3, `its 'inferenceTime' "yesterday" is not an ISO 8601 time`],
        [4, `its 'inferenceTime' "2026-02-30T08:00:00Z" is not an ISO 8601 time`],
      ],
    );
  });

  it('keeps bytes that are not text, a byte order mark, and gzip', () => {
    const good = record('"2026-11-02T08:00:00Z"');
    const file = Buffer.concat([Buffer.from(`\uFEFF${good}\n`), Buffer.from([0xff, 0x0a]), Buffer.from(good)]);
    const { bytes, shifted, unshifted } = shiftedCapture(gzipSync(file), { hours: 2 });
    const expected = Buffer.from(file.toString('latin1').replaceAll('T08:', 'T10:'), 'latin1');
    assert.deepEqual([gunzipSync(bytes), shifted, unshifted.length], [expected, 2, 1]);
    const cut = gzipSync(file).subarray(0, 20);
    assert.deepEqual(shiftedCapture(cut, { hours: 2 }).bytes, cut);
  });

  it('makes new ids only with newIds, and the same ones each time', () => {
    const line = record('"2026-11-02T08:00:00Z"');
    assert.match(shift(line, 1).text, /"eventId":"e-1"/);
    const [first, again, other] = ['a', 'a', 'b'].map((seed) => shift(line, 1, seed).text);
    assert.match(first ?? '', /"eventId":"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"/);
    assert.equal(first, again);
    assert.notEqual(first, other);
  });

  it('is undone by the opposite shift, and two shifts equal their sum', () => {
    const time = fc
      .date({ min: new Date('2001-01-01T00:00:00Z'), max: new Date('2090-01-01T00:00:00Z'), noInvalidDate: true })
      .map((at) => JSON.stringify(at.toISOString()));
    const line = fc.oneof(
      time.map((at) => record(at)),
      fc.string(),
      fc.json(),
    );
    const hours = fc.integer({ min: -9000, max: 9000 });
    fc.assert(
      fc.property(fc.array(line), hours, hours, (lines, a, b) => {
        const text = lines.join('\n');
        assert.equal(shift(shift(text, a).text, -a).text, text);
        assert.equal(shift(shift(text, a).text, b).text, shift(text, a + b).text);
      }),
    );
  });
});

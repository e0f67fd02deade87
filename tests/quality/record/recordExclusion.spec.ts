import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { SchemaContent } from '../../../contract/captureSchema';
import { makeRecordTemplate } from '../../../quality/kernel/recordTemplate';
import { readingPlanOf } from '../../../quality/record/readingPlan';
import { captureSource } from '../../../quality/source/captureSource';
import { EmptyWindowError } from '../../../quality/window/emptyWindowError';
import { readWindowColumns } from '../../../quality/window/windowColumns';
import { windowPlanOf } from '../../../quality/window/windowPlan';

const line = (value: number, eventMetadata: object) =>
  JSON.stringify({
    captureData: {
      endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: String(value), encoding: 'CSV' },
    },
    eventMetadata,
  });

/** Reads one record per metadata, whose value is its place in the list. */
function readExcluding(exclude: string, metadata: readonly object[]) {
  const schema: SchemaContent = { output: [], input: [{ name: 'x', type: 'Integral' }], captures: { exclude } };
  return readWindowColumns({
    captures: [captureSource('c.jsonl', metadata.map((eventMetadata, i) => line(i, eventMetadata)).join('\n'))],
    ...windowPlanOf(['x'], schema),
    trackedValues: [],
    use: 'expected',
    whose: 'the schema has',
  });
}

const attributes = (...texts: string[]) => ({ eventId: 'e', customAttributes: texts });

describe('captures.exclude', () => {
  it('leaves out records by their custom attributes, and counts them apart from rejects', async () => {
    const test = attributes('{"testIndicator": "true"}');
    const window = await readExcluding("testIndicator == 'true'", [
      {},
      test,
      attributes('{"testIndicator": "false"}'),
      test,
      attributes('plain text'),
    ]);
    assert.deepEqual([window.rows, window.excludedRecords, window.rejectCount], [3, 2, 0]);
  });

  it('sees attributes that are not JSON, and the metadata of the event', async () => {
    const metadata = [attributes('load-test'), attributes('user'), { inferenceId: 'probe-7' }, { inferenceId: '8' }];
    const excluded = async (exclude: string) => (await readExcluding(exclude, metadata)).excludedRecords;
    assert.equal(await excluded("contains(customAttributes, 'load-test')"), 1);
    assert.equal(await excluded("starts_with(not_null(eventMetadata.inferenceId, ''), 'probe-')"), 1);
  });

  it('rejects a record for which the expression is neither true nor false, or fails', async () => {
    const window = await readExcluding('testIndicator', [attributes('{"testIndicator": "false"}')]);
    assert.deepEqual(
      window.rejects.map(({ reason }) => reason),
      ['captures.exclude finds "false", not true or false; compare it, such as testIndicator == \'true\'.'],
    );
    const failed = await readExcluding("starts_with(eventMetadata.inferenceId, 'probe-')", [{}]);
    assert.match(failed.rejects[0]?.reason ?? '', /^the expression '.*' fails \(/);
  });

  it('reads the records that are left as if there were no exclusion, however attributes and values vary', async () => {
    const flag = fc.constantFrom(
      '{"testIndicator": "true"}',
      '{"testIndicator": "false"}',
      'plain "text"',
      '{"other": 1}',
    );
    const metadata = fc.record(
      { eventId: fc.constantFrom('a', 'b'), customAttributes: fc.oneof(flag, fc.array(flag, { maxLength: 2 })) },
      { requiredKeys: ['eventId'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(metadata, { minLength: 1, maxLength: 40 }), async (events) => {
        const isTest = ({ customAttributes = [] }: { customAttributes?: string | readonly string[] }) => {
          const last = [customAttributes].flat().findLast((text) => text.includes('testIndicator'));
          return last?.includes('"true"') ?? false;
        };
        const kept = events.flatMap((event, i) => (isTest(event) ? [] : [i]));
        const window = await readExcluding("testIndicator == 'true'", events);
        assert.deepEqual([window.rows, window.excludedRecords], [kept.length, events.length - kept.length]);
        const { sum } = window.columns[0]?.statistics.numerical_statistics ?? {};
        assert.equal(
          sum ?? 0,
          kept.reduce((total, i) => total + i, 0),
        );
      }),
    );
  });

  it('makes templates of the records that are left', () => {
    const schema: SchemaContent = {
      output: [],
      input: [{ name: 'x', type: 'Integral' }],
      captures: { exclude: "testIndicator == 'true'" },
    };
    const templateOf = (exclude: string, event: object) =>
      makeRecordTemplate(line(1, event), readingPlanOf({ ...schema, captures: { exclude } }));
    const exclude = "testIndicator == 'true'";
    assert.notEqual(templateOf(exclude, attributes('{"testIndicator": "false"}')), undefined);
    assert.notEqual(templateOf(exclude, {}), undefined);
    assert.equal(templateOf(exclude, attributes('{"testIndicator": "true"}')), undefined);
    assert.equal(templateOf("eventMetadata.eventId == 'x'", attributes()), undefined);
  });

  it('says so if nothing is left', async () => {
    const window = await readExcluding("a == 'b'", [attributes('{"a": "b"}')]);
    assert.equal(
      new EmptyWindowError(1, window).message,
      'The window has no usable row: 1 capture file(s), 0 reject(s), 1 record(s) left out by captures.exclude. See the rejects for lines and reasons.',
    );
  });
});

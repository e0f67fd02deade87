import { strict as assert } from 'node:assert';
import type { SchemaContent } from '../../../contract/captureSchema';
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

  it('says so if nothing is left', async () => {
    const window = await readExcluding("a == 'b'", [attributes('{"a": "b"}')]);
    assert.equal(
      new EmptyWindowError(1, window).message,
      'The window has no usable row: 1 capture file(s), 0 reject(s), 1 record(s) left out by captures.exclude. See the rejects for lines and reasons.',
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SchemaContent } from '../../../contract/captureSchema';
import { hasDuplicateKeys } from '../../../quality/record/bodyOddities';
import { describeNotes } from '../../../quality/record/describeNotes';
import { captureSource } from '../../../quality/source/captureSource';
import { readWindowColumns } from '../../../quality/window/windowColumns';
import { windowPlanOf } from '../../../quality/window/windowPlan';

const schema: SchemaContent = { output: [], input: [{ name: 'a', type: 'String' }] };

async function notesOf(encoding: string, ...bodies: readonly string[]) {
  const records = bodies.map((data) => JSON.stringify({ captureData: { endpointInput: { data, encoding } } }));
  const window = await readWindowColumns({
    captures: [captureSource('f', records.join('\n'))],
    ...windowPlanOf(['a'], schema),
    trackedValues: [],
    use: 'expected',
    whose: 'the schema has',
  });
  assert.equal(window.rows, bodies.length);
  return describeNotes({ ...window, containerRefusals: [] });
}

describe('odd bodies', () => {
  it('are counted if an object has a key twice, also those that match a template', async () => {
    const twice = '{"a": "x", "a": "y"}';
    assert.deepEqual(await notesOf('JSON', '{"a": "x"}', twice, twice, twice.replace('"y"', '"\\\\n"')), [
      '3 records, first f:2: an object has a key twice; its last value counts',
    ]);
    assert.deepEqual(await notesOf('JSON', '{"a": "x:y"}', '{"a": "{\\"b\\":1}"}'), []);
  });

  it('are counted if a text has half a character', async () => {
    const half = 'cut \ud83d';
    const sentence = (line: number) => [
      `1 record, first f:${line}: a text has half a character (a lone surrogate), as after a cut; it counts as U+FFFD`,
    ];
    assert.deepEqual(await notesOf('CSV', 'whole \ud83d\ude00', half), sentence(2));
    assert.deepEqual(await notesOf('JSON', '["whole \\ud83d\\ude00"]', '["cut \\ud83d"]'), sentence(2));
  });
});

it('hasDuplicateKeys tells any JSON from one with a key more', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, key) => {
      const json = JSON.stringify({ value, [key]: 1 });
      assert.equal(hasDuplicateKeys(json, JSON.parse(json)), false);
      const twice = `{${JSON.stringify(key)}:1,${json.slice(1)}`;
      assert.equal(hasDuplicateKeys(twice, JSON.parse(twice)), true);
    }),
  );
});

import assert from 'node:assert/strict';
import { parseRegisteredSchema, registeredSchemaOf, registeredSchemaText } from '../../contract/registeredSchema';

const registered = registeredSchemaOf('churn', {
  version: 'v1',
  output: [{ name: 'score', type: 'Fractional' }],
  input: [{ name: 'age', type: 'Integral' }],
});
const text = registeredSchemaText(registered);
const ref = { endpoint: 'churn', schema: 'v1' };

describe('a registered schema', () => {
  it('is written as indented JSON and parsed back', () => {
    assert.ok(text.startsWith('{\n  "endpoint": "churn",\n  "version": "v1",\n  "fingerprint": "'));
    assert.ok(text.endsWith('}\n'));
    assert.deepEqual(parseRegisteredSchema(text, ref), registered);
  });

  const changed = registered.fingerprint.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
  const cases: [what: string, text: string, message: string | RegExp][] = [
    ['invalid JSON', '{', /^not JSON \(.+\)$/],
    ['a list', '[]', 'not an object with endpoint, version, fingerprint, output and input'],
    ['an invalid schema', '{}', /^not a capture schema: version: missing; expected text; output: .+; input: .+$/],
    ['another endpoint', text.replace('churn', 'fraud'), 'contains v1 of fraud: it was stored under the wrong key'],
    ['another version', text.replace('"v1"', '"v2"'), 'contains v2 of churn: it was stored under the wrong key'],
    [
      'another fingerprint',
      text.replace(registered.fingerprint, changed),
      `its columns hash to ${registered.fingerprint.slice(0, 12)}..., but its fingerprint is ${changed.slice(0, 12)}...: it was changed after registration; restore the original`,
    ],
  ];
  for (const [what, content, message] of cases) {
    it(`is refused with ${what}`, () => assert.throws(() => parseRegisteredSchema(content, ref), { message }));
  }
});

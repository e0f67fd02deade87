import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type CaptureSchema, type Column, schemaFingerprint } from '../../contract/captureSchema';
import { parseRegisteredSchema, registeredSchemaOf, registeredSchemaText } from '../../contract/registeredSchema';
import { schemaDifferences } from '../../quality/schema/schemaDifferences';
import { folderStore } from '../../store/folderStore';
import { registeredSchemas, registerSchema } from '../../store/schemaRegistry';
import { schemaFaults } from '../support/jsonSchema';

const column = (name: string, type: Column['type']): Column => ({ name, type });
const v1: CaptureSchema = {
  version: 'v1',
  output: [column('score', 'Fractional')],
  input: [column('age', 'Integral'), column('plan', 'String')],
};
const text = registeredSchemaText(registeredSchemaOf('churn', v1));

/** Schemas of few names, so that two of them often have columns in common. */
const schemas = fc
  .record({
    names: fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 2 }),
    types: fc.array(fc.constantFrom('Integral', 'Fractional', 'String', 'Category'), { minLength: 5, maxLength: 5 }),
    settings: fc.array(fc.constantFrom({}, { capturedAs: 'k' }, { path: 'a.b' }, { ignored: true }), { minLength: 5 }),
    captures: fc.constantFrom(
      {},
      { captures: { input: { header: true } } },
      { captures: { exclude: "test == 'true'" } },
    ),
    split: fc.nat(),
  })
  .map(({ names, types, settings, captures, split }): CaptureSchema => {
    // The last column has no settings: a schema may not ignore all columns.
    const columns = names.map((name, i) => {
      const isLast = i === names.length - 1;
      const own = isLast ? {} : settings[i];
      return {
        ...column(name, types[i] as Column['type']),
        ...own,
        ...(own && 'capturedAs' in own && { capturedAs: `${name} k` }),
      };
    });
    const outputs = split % columns.length;
    return { version: 'v1', output: columns.slice(0, outputs), input: columns.slice(outputs), ...captures };
  });

describe('the schema registry', () => {
  let root = '';
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'schema-registry-'));
  });
  after(() => rmSync(root, { recursive: true }));

  let made = 0;
  const fresh = () => folderStore(join(root, `store-${made++}`));
  const refuses = (work: Promise<unknown>, message: RegExp) => assert.rejects(work, { message });

  it('lists versions in numeric order, oldest first', async () => {
    const store = fresh();
    for (const version of ['v10', 'v2', 'v1']) await registerSchema(store, 'churn', { ...v1, version });
    await registerSchema(store, 'churn-2', v1);
    const versions = (await registeredSchemas(store, 'churn')).map(({ version }) => version);
    assert.deepEqual(versions, ['v1', 'v2', 'v10']);
  });

  it('accepts the same columns again and writes nothing', async () => {
    const store = fresh();
    assert.equal((await registerSchema(store, 'churn', v1)).written, true);
    const again = await registerSchema(store, 'churn', { ...v1 });
    assert.deepEqual([again.written, again.registered.fingerprint], [false, schemaFingerprint(v1)]);
  });

  it('refuses other columns under a registered version and names the differences and the next free version', async () => {
    const store = fresh();
    await registerSchema(store, 'churn', v1);
    await registerSchema(store, 'churn', { ...v1, version: 'v3' });
    const other = { ...v1, input: [column('plan', 'String'), column('age', 'Fractional')] };
    await refuses(
      registerSchema(store, 'churn', other),
      /store-\d+: schema v1 of churn is registered with other columns\. input: the order is now plan, age\. input: 'age' was Integral and is Fractional\. Versions are never overwritten: register yours as v4 and derive a baseline for it\.$/,
    );
    const [first] = await registeredSchemas(store, 'churn');
    assert.deepEqual(first?.input, v1.input);
  });

  it('refuses a schema exactly when its columns differ, with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(schemas, schemas, async (one, other) => {
        const store = fresh();
        await registerSchema(store, 'churn', one);
        const same = JSON.stringify(one) === JSON.stringify(other);
        assert.equal(schemaDifferences(other, one).length === 0, same);
        if (same) assert.equal((await registerSchema(store, 'churn', other)).written, false);
        else
          await refuses(
            registerSchema(store, 'churn', other),
            /other columns\. (output|input|captures): .*register yours as v2/,
          );
      }),
      { numRuns: 60 },
    );
  });

  it('reads back what it writes, in files that match the JSON Schema', () => {
    fc.assert(
      fc.property(schemas, (schema) => {
        const written = registeredSchemaText(registeredSchemaOf('churn', schema));
        const read = parseRegisteredSchema(written, { endpoint: 'churn', schema: 'v1' });
        assert.deepEqual(read, { endpoint: 'churn', fingerprint: schemaFingerprint(schema), ...schema });
        assert.deepEqual(schemaFaults('store/schemas/registered_schema.schema.json', JSON.parse(written)), []);
      }),
      { numRuns: 30 },
    );
    const damaged = { ...JSON.parse(text), fingerprint: 'x', by: 'me' };
    assert.deepEqual(schemaFaults('store/schemas/registered_schema.schema.json', damaged), [
      'must NOT have additional properties',
      '/fingerprint must match pattern "^[0-9a-f]{64}$"',
    ]);
  });

  const changed: readonly (readonly [what: string, text: string, why: RegExp])[] = [
    [
      'its columns',
      text.replace('Integral', 'String'),
      /its columns hash to \w{12}\.\.\., but its fingerprint is \w{12}/,
    ],
    ['its version', text.replace('"v1"', '"v2"'), /contains v2 of churn: it was stored under the wrong key/],
    ['its endpoint', text.replace('"churn"', '"fraud"'), /contains v1 of fraud/],
    ['its form', '[]', /not an object with endpoint, version, fingerprint, output and input/],
    [
      'its columns to none',
      text.replace(/"input": \[[^\]]*\]/, '"input": []'),
      /not a capture schema: input: must have at least/,
    ],
    ['it to text that is not JSON', '{', /: not JSON \(/],
  ];
  for (const [what, content, why] of changed) {
    it(`refuses a registered version with a change: ${what}`, async () => {
      const store = fresh();
      await registerSchema(store, 'churn', v1);
      const file = join(store.address, 'schemas', 'churn', 'v1.json');
      assert.equal(readFileSync(file, 'utf8'), text);
      writeFileSync(file, content);
      await refuses(registeredSchemas(store, 'churn'), why);
      await refuses(registerSchema(store, 'churn', v1), /schemas\/churn\/v1\.json: invalid registered schema: /);
    });
  }

  it('refuses invalid endpoint names: they would lead to other keys', async () => {
    for (const name of ['', '.', '..', '../churn', 'a/b', 'a_b']) {
      await refuses(
        registerSchema(fresh(), name, v1),
        /^invalid endpoint name '.*': use letters, digits and single hyphens$/,
      );
    }
  });
});

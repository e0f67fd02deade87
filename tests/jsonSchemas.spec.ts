import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliCommands } from './support/cliCommands';
import { schemaFaults, schemaFiles } from './support/jsonSchema';
import { sampleReport } from './support/sampleReport';

const root = join(__dirname, '..');

describe('the JSON Schemas', () => {
  it('compile, reject additional properties, and have id, title and description', () => {
    for (const file of schemaFiles) {
      assert.doesNotThrow(() => schemaFaults(file, {}), file);
      const { $id, title, description } = JSON.parse(readFileSync(join(root, file), 'utf8'));
      const name = file.split('/').at(-1)?.replace('.schema.json', '');
      assert.equal($id, `urn:model-observability:schema:${name}`);
      assert.ok(title && description, file);
      // SageMaker's records may have other properties, and people add some to incidents.
      if (name !== 'merged-capture' && name !== 'incident') {
        assert.ok(schemaFaults(file, { unknownProperty: 1 }).includes('must NOT have additional properties'), file);
      }
    }
  });

  it('accept a sample report of a rehearsal, and reject one with a link without a verdict', () => {
    const report = JSON.parse(JSON.stringify(sampleReport()));
    assert.deepEqual(schemaFaults('rehearsal/schemas/rehearsal.schema.json', report), []);
    delete report.links[0].held;
    assert.deepEqual(schemaFaults('rehearsal/schemas/rehearsal.schema.json', report), [
      "/links/0 must have required property 'held'",
    ]);
  });

  it('exist for every command that prints JSON', () => {
    const printing = [...cliCommands].filter(([, { options }]) => options.some(({ long }) => long === '--json'));
    // `policy` writes the same to a file; its schema is in the pack's folder.
    const files = printing
      .filter(([words]) => words !== 'policy')
      .map(([words]) => `cli/schemas/${words.replace(' ', '-')}.schema.json`);
    assert.ok(files.length > 2);
    const missing = files.filter((file) => !schemaFiles.includes(file));
    assert.deepEqual(missing, []);
  });
});

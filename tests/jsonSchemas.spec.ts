import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliCommands } from './support/cliCommands';
import { schemaFaults, schemaFiles } from './support/jsonSchema';
import { sampleReport } from './support/sampleReport';

const root = join(__dirname, '..');

describe('the JSON Schemas', () => {
  it('can be compiled, close their objects, and say what they are of', () => {
    for (const file of schemaFiles) {
      assert.doesNotThrow(() => schemaFaults(file, {}), file);
      const { $id, title, description } = JSON.parse(readFileSync(join(root, file), 'utf8'));
      const name = file.split('/').at(-1)?.replace('.schema.json', '');
      assert.equal($id, `urn:model-observability:schema:${name}`);
      assert.ok(title && description, file);
      // What SageMaker writes may hold more than is known here.
      if (name !== 'merged-capture') {
        assert.ok(schemaFaults(file, { nobodyWritesThis: 1 }).includes('must NOT have additional properties'), file);
      }
    }
  });

  it('accept the sample of a rehearsal, and refuse one with a link of no verdict', () => {
    const report = JSON.parse(JSON.stringify(sampleReport()));
    assert.deepEqual(schemaFaults('rehearsal/schemas/rehearsal.schema.json', report), []);
    delete report.links[0].held;
    assert.deepEqual(schemaFaults('rehearsal/schemas/rehearsal.schema.json', report), [
      "/links/0 must have required property 'held'",
    ]);
  });

  it('are there for every command that prints JSON', () => {
    const printing = [...cliCommands].filter(([, { options }]) => options.some(({ long }) => long === '--json'));
    // Policy writes the same to a file, whose schema lies with the pack.
    const files = printing
      .filter(([words]) => words !== 'policy')
      .map(([words]) => `cli/schemas/${words.replace(' ', '-')}.schema.json`);
    assert.ok(files.length > 2);
    const missing = files.filter((file) => !schemaFiles.includes(file));
    assert.deepEqual(missing, []);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
    const program = readFileSync(join(root, 'cli', 'main.ts'), 'utf8');
    const group = /const (?<name>\w+) = program\.command\('(?<command>\w+)'\)/g;
    const groups = new Map([...program.matchAll(group)].map(({ groups }) => [groups?.['name'], groups?.['command']]));
    const missing = program.split(/\n(?=\w+\n {2}\.command\()/).flatMap((text) => {
      const { owner, command } = /^(?<owner>\w+)\n {2}\.command\('(?<command>\w+)'/.exec(text)?.groups ?? {};
      if (owner === undefined || !text.includes("'--json'")) return [];
      // Policy writes the same to a file, whose schema lies with the pack.
      if (command === 'policy') return [];
      const names =
        owner === 'program'
          ? [...text.matchAll(/^ {2}\.command\('(\w+)'/gm)].map((m) => m[1])
          : [groups.get(owner), command];
      const file = `cli/schemas/${names.join('-')}.schema.json`;
      return schemaFiles.includes(file) ? [] : [file];
    });
    assert.ok(groups.size > 2);
    assert.deepEqual(missing, []);
  });
});

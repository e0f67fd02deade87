import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportFormats } from '../../../cli/incident/incidentExport';
import { sampleIncidents } from '../../../scripts/docs/sampleIncidents';
import { schemaFaults } from '../../support/jsonSchema';
import { putIncident } from '../../support/putIncident';
import { runCli } from '../../support/runCli';

const ids = sampleIncidents.map(({ incident }) => incident.id).sort();
const namesOf = (ending: string) => ids.map((id) => `${id}${ending}`);

/** The files that each format writes. */
const expected = {
  site: ['index.html'],
  techdocs: [
    'catalog-info.yaml',
    ...['docs', ...namesOf('.md').map((name) => `docs/${name}`)],
    'docs/index.md',
    'mkdocs.yml',
  ],
  confluence: namesOf('.xml'),
  jira: namesOf('.json'),
  servicenow: namesOf('.json'),
  agent: namesOf('.json'),
} as const satisfies Record<(typeof exportFormats)[number], readonly string[]>;

describe('incident export', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'incidents-'));
    for (const incident of sampleIncidents) putIncident(folder, incident);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const run = (...args: string[]) =>
    runCli('incident', 'export', '--store', folder, '--out', join(folder, 'out'), ...args);

  for (const format of exportFormats) {
    it(`writes the files of format ${format}, and lists them in JSON`, async () => {
      const { code, out, err } = await run('--format', format, '--json');
      assert.equal(code, 0, err);
      const json = JSON.parse(out) as { files: string[]; incidents: number };
      assert.deepEqual(schemaFaults('cli/schemas/incident-export.schema.json', json), []);
      const written = readdirSync(join(folder, 'out'), { recursive: true }).map(String).sort();
      assert.deepEqual(written, [...expected[format]].sort());
      assert.deepEqual(
        json.files.sort(),
        written.filter((name) => name !== 'docs'),
      );
      assert.equal(json.incidents, ids.length);
    });
  }

  it('writes the selected incidents only, for the given project', async () => {
    const { out } = await run('--format', 'jira', '--project', 'ML', '--state', 'open');
    assert.equal(out, `1 incident written to ${join(folder, 'out')}`);
    const [name = ''] = readdirSync(join(folder, 'out'));
    const { fields } = JSON.parse(readFileSync(join(folder, 'out', name), 'utf8'));
    assert.deepEqual([name, fields.project], ['churn-2026110612.json', { key: 'ML' }]);
  });

  it('explains bad input in one sentence, and writes nothing', async () => {
    const first = async (...args: string[]) => {
      const { code, err } = await run(...args);
      return [code, err.split('\n')[0]];
    };
    assert.deepEqual(await first('--format', 'pdf'), [
      1,
      `error: option '--format <name>' argument 'pdf' is invalid. Allowed choices are ${exportFormats.join(', ')}.`,
    ]);
    assert.deepEqual(await first('--format', 'jira', '--project', 'ml'), [
      1,
      "error: option '--project <key>' argument 'ml' is invalid. expected the key of a project, such as OPS",
    ]);
    assert.deepEqual(await first('--endpoint', 'fraud'), [
      3,
      `nothing to export: no incident matches the options in ${folder}`,
    ]);
    assert.equal(readdirSync(folder).includes('out'), false);
    writeFileSync(join(folder, 'out'), 'a file');
    const [code, text] = await first('--format', 'agent');
    assert.equal(code, 1);
    assert.match(String(text), /out\/\S+\.json: cannot be written \(/);
  });
});

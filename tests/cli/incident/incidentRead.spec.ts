import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleIncidents } from '../../../scripts/docs/sampleIncidents';
import { putIncident } from '../../support/putIncident';
import { runCli } from '../../support/runCli';

// cspell:ignore kilomters pipline
describe('incident list, show, search and stats', () => {
  let store = '';
  before(() => {
    store = mkdtempSync(join(tmpdir(), 'incidents-'));
    for (const incident of sampleIncidents) putIncident(store, incident);
  });
  after(() => rmSync(store, { recursive: true }));
  const run = (command: string, ...args: string[]) => runCli('incident', command, ...args, '--store', store);
  const ids = async (command: string, ...args: string[]) => {
    const { out } = await run(command, ...args, '--json');
    return JSON.parse(out).incidents.map(({ id }: { id: string }) => id);
  };

  it('list the newest first, with state and recorded cause', async () => {
    const { code, out } = await run('list', '--endpoint', 'arrival-delay');
    assert.equal(code, 0);
    assert.deepEqual(out.split('\n').slice(0, 1).concat(out.split('\n').slice(3)), [
      '2 incidents',
      'arrival-delay-2026110520  acknowledged  2026-11-05 20:00        1  completeness_check    wind_speed  –',
      'arrival-delay-2026110208  resolved      2026-11-02 08:00        3  baseline_drift_check  distance    The feed of routes sent',
      '                                                                                                     kilometers instead of miles.',
    ]);
  });

  it('select by state, feature and time', async () => {
    assert.deepEqual(await ids('list'), [
      'churn-2026110612',
      'arrival-delay-2026110520',
      'churn-2026110300',
      'arrival-delay-2026110208',
    ]);
    assert.deepEqual(await ids('list', '--state', 'open', 'closed'), ['churn-2026110612', 'churn-2026110300']);
    assert.deepEqual(await ids('list', '--feature', 'age', 'plan'), ['churn-2026110612', 'churn-2026110300']);
    assert.deepEqual(await ids('list', '--from', '2026-11-03T00', '--to', '2026-11-05T20'), ['churn-2026110300']);
  });

  it('show the document of one', async () => {
    const { out } = await run('show', 'churn-2026110300');
    assert.ok(out.startsWith('# churn-2026110300\n\nEndpoint churn violated its data contract in 2 windows'));
    assert.ok(out.endsWith('\nState: closed'));
    const { out: json } = await run('show', 'churn-2026110300', '--json');
    assert.equal(JSON.parse(json).incident.features[0], 'plan');
  });

  it('search words with typing errors, in causes and notes too', async () => {
    assert.deepEqual(await ids('search', 'kilomters', 'pipline'), ['arrival-delay-2026110208']);
    assert.deepEqual(await ids('search', 'renamed'), ['arrival-delay-2026110208']);
    assert.deepEqual(await ids('search', 'income', 'drift'), ['churn-2026110612']);
    assert.deepEqual(await ids('search', 'wind'), ['arrival-delay-2026110520']);
    const { code, err } = await run('search', 'zebra');
    assert.deepEqual([code, err], [3, `nothing to show: none of 4 incidents in ${store} matches 'zebra'`]);
  });

  it('count states, checks and hours', async () => {
    const { out } = await run('stats');
    const [first] = out.split('\n');
    assert.equal(first, '4 incidents: 1 open, 1 acknowledged, 1 closed, 1 resolved; 1 with a recorded cause');
    assert.match(out, /^detect +0 +– +–$/m);
    assert.match(out, /^acknowledge +2 +1\.8 +2\.5$/m);
    assert.match(out, /^resolve +1 +6\.0 +6\.0$/m);
    assert.match(out, /^endpoints +arrival-delay +2$/m);
    const { out: json } = await run('stats', '--json');
    assert.deepEqual(JSON.parse(json).checks[0], { value: 'baseline_drift_check', incidents: 2 });
  });

  it('explain an empty selection, an unknown incident and invalid options in one sentence', async () => {
    const empty = await run('list', '--endpoint', 'fraud');
    assert.deepEqual([empty.code, empty.err], [3, `nothing to list: no incident matches the options in ${store}`]);
    const error = async (command: string, ...args: string[]) => (await run(command, ...args)).err.split('\n')[0];
    assert.equal(
      await error('show', 'churn'),
      "invalid incident id 'churn': expected <endpoint>-<yyyymmddhh>, such as churn-2026110213",
    );
    assert.equal(
      await error('show', 'churn-2026110301'),
      `incident churn-2026110301 does not exist in ${store}; 'incident list' shows all ids`,
    );
    assert.equal(
      await error('list', '--state', 'done'),
      "error: option '--state <name...>' argument 'done' is invalid. expected open, acknowledged, closed, resolved",
    );
    assert.equal(
      await error('list', '--endpoint', '../x'),
      "invalid endpoint name '../x': use letters, digits and single hyphens",
    );
    assert.equal(await error('search', '?!'), "'?!' has no letter or digit; search for words");
  });

  it('list the other incidents if a document cannot be read', async () => {
    const damaged = mkdtempSync(join(tmpdir(), 'incidents-'));
    const [sample] = sampleIncidents;
    assert.ok(sample);
    putIncident(damaged, sample);
    writeFileSync(join(damaged, sample.key.replace('08.md', '09.md')), '---\nid: [\n---\n# x\n');
    const { code, out, err } = await runCli('incident', 'list', '--store', damaged);
    assert.equal(code, 0);
    assert.ok(out.startsWith('1 incident\n'));
    assert.match(
      err,
      /^documents that cannot be read:\n {2}incidents\S+09\.md: the incident document's front matter is not YAML: /,
    );
    rmSync(damaged, { recursive: true });
  });
});

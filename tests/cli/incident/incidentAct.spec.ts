import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { causeNames } from '../../../contract/likelyCause';
import { sampleIncidents } from '../../../scripts/docs/sampleIncidents';
import { putIncident } from '../../support/putIncident';
import { runCli } from '../../support/runCli';

const catalogue = join(__dirname, '..', '..', '..', 'assets', 'incidents', 'runbooks.yaml');

describe('incident similar, acknowledge, resolve, reopen and review', () => {
  let store = '';
  beforeEach(() => {
    store = mkdtempSync(join(tmpdir(), 'incidents-'));
    for (const incident of sampleIncidents) putIncident(store, incident);
  });
  afterEach(() => rmSync(store, { recursive: true }));
  const run = (command: string, ...args: string[]) => runCli('incident', command, ...args, '--store', store);
  const error = async (command: string, ...args: string[]) => (await run(command, ...args)).err.split('\n')[0];

  it('record who did what, and keep notes', async () => {
    const id = 'churn-2026110612';
    const { code, out } = await run('acknowledge', id, '--by', 'ana', '--note', 'on it');
    assert.equal(code, 0);
    assert.match(out, /^incident churn-2026110612 is acknowledged; recorded by ana at 20/);
    const resolved = await run('resolve', id, '--by', 'ana', '--cause', 'A | b', '--fix', '<i>c</i>', '--json');
    assert.deepEqual([JSON.parse(resolved.out).state, JSON.parse(resolved.out).action.fix], ['resolved', '<i>c</i>']);
    const shown = JSON.parse((await run('show', id, '--json')).out);
    assert.deepEqual(
      shown.incident.actions.map(({ action, by, cause, note }: Record<string, string>) => [action, by, cause, note]),
      [
        ['acknowledge', 'ana', undefined, 'on it'],
        ['resolve', 'ana', 'A | b', undefined],
      ],
    );
    assert.match((await run('reopen', id, '--by', 'ben')).out, /is open/);
    assert.match((await run('show', 'arrival-delay-2026110208')).out, /\nThe airline renamed its feed\.\n/);
  });

  it('refuse what does not apply, in one sentence', async () => {
    assert.equal(await error('reopen', 'churn-2026110612', '--by', 'a'), 'incident churn-2026110612 is open already');
    assert.equal(
      await error('acknowledge', 'arrival-delay-2026110208', '--by', 'a'),
      "incident arrival-delay-2026110208 is resolved; run 'incident reopen' first",
    );
    assert.equal(
      await error('resolve', 'churn-2026110612', '--by', 'a', '--cause', ' ', '--fix', 'x'),
      '--cause is empty',
    );
    assert.equal(
      await error('acknowledge', 'churn-2026110612', '--by', 'a', '--note', 'x'.repeat(2001)),
      "--note has 2001 characters; use at most 2000, and the document's notes for more",
    );
    assert.equal(
      await error('resolve', 'churn-2026110612', '--by', 'a'),
      "error: required option '--cause <text>' not specified",
    );
  });

  it('list similar incidents of all endpoints with their fix', async () => {
    const [first] = sampleIncidents;
    assert.ok(first);
    const { incident, key } = first;
    const twin = { ...incident, id: 'churn-2026110900', endpoint: 'churn', opened: '2026-11-09T00:00:00.000Z' };
    putIncident(store, {
      key: key.replaceAll('arrival-delay', 'churn').replace('2026110208', '2026110900'),
      incident: { ...twin, actions: [] },
      notes: '',
    });
    const { out } = await run('similar', 'churn-2026110900');
    const lines = out.split('\n');
    assert.equal(lines[0], '1 similar incident');
    assert.match(
      lines.at(-1) ?? '',
      /^arrival-delay-2026110208 \(similarity 0\.\d\d\) was fixed by: Convert kilometers in the feature pipeline\.$/,
    );
    const { code, err } = await run('similar', 'arrival-delay-2026110520');
    assert.deepEqual(
      [code, err],
      [3, `nothing to show: none of the other 4 incidents in ${store} resembles arrival-delay-2026110520`],
    );
    assert.equal(JSON.parse((await run('similar', 'churn-2026110900', '--json')).out).incidents.length, 1);
  });

  it('draft a review with facts and blanks', async () => {
    const { out } = await run('review', 'arrival-delay-2026110208');
    assert.ok(out.startsWith('# Review of incident arrival-delay-2026110208\n'));
    assert.ok(
      out.includes(
        '\n## Cause\n\nRecorded by arn:aws:iam::123456789012:user/on-call: The feed of routes sent kilometers instead of miles.\n',
      ),
    );
    assert.ok(out.includes('\n| 2026-11-02 10:30 UTC | acknowledge by arn:aws:iam::123456789012:user/on-call |\n'));
    assert.ok(out.includes('**[fill in: who used the predictions, and what went wrong]**'));
    const file = join(store, 'review.md');
    await run('review', 'churn-2026110612', '--out', file, '--runbooks', catalogue);
    assert.ok(readFileSync(file, 'utf8').includes('\n## Cause\n\n**[fill in: root cause]**\n'));
  });

  it("show the team's runbooks, those of the likely cause and of the feature first", async () => {
    const { out } = await run('show', 'arrival-delay-2026110208', '--runbooks', catalogue, '--json');
    assert.deepEqual(
      JSON.parse(out).runbooks.map(({ cause, feature }: Record<string, string>) => [cause, feature]),
      [
        ['unit-change', 'distance'],
        ['unit-change', undefined],
      ],
    );
    const text = (await run('show', 'arrival-delay-2026110208', '--runbooks', catalogue)).out;
    assert.ok(
      text.includes(
        `\n## Runbooks in ${catalogue}\n\nFor unit-change, distance:\n\n1. Ask the owner of the routes feed`,
      ),
    );
  });

  it('refuse a catalogue without an entry for a cause, or with an unknown one', async () => {
    const { runbooks } = parse(readFileSync(catalogue, 'utf8')) as { runbooks: { cause?: string }[] };
    assert.ok(causeNames.every((name) => runbooks.some(({ cause }) => cause === name)));
    const file = join(store, 'runbooks.yaml');
    const show = async (text: string) => {
      writeFileSync(file, text);
      return (await run('show', 'churn-2026110612', '--runbooks', file)).err.split('\n').slice(1);
    };
    const without = runbooks.filter(({ cause }) => cause !== 'lost-join');
    assert.deepEqual(await show(JSON.stringify({ runbooks: without })), [
      '  runbooks: no entry for cause lost-join alone; add one',
    ]);
    const [unknown] = await show('runbooks:\n  - cause: bad-luck\n    steps: [Wait.]\n');
    assert.match(unknown ?? '', /^ {2}runbooks\.0\.cause: Invalid option: expected one of "unit-change"\|/);
  });
});

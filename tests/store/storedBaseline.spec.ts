import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baselineFiles } from '../../contract/storeLayout';
import { openBaseline } from '../../quality/baseline/openBaseline';
import { folderStore } from '../../store/folderStore';
import { registeredSchemas, registerSchema } from '../../store/schemaRegistry';
import {
  type Approval,
  type BaselineTexts,
  readBaselineById,
  storeApprovedBaseline,
  storedManifests,
} from '../../store/storedBaseline';
import { monitoringDatasets } from '../support/monitoringDatasets';
import { writeBaseline } from '../support/writeBaseline';

const approval: Approval = {
  by: 'arn:aws:iam::123456789012:user/reviewer',
  why: 'a week without incidents',
  at: new Date('2026-11-01T12:00:00Z'),
  fourEyes: true,
};

describe('baselines in a store', () => {
  let root = '';
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'stored-baseline-'));
  });
  after(() => rmSync(root, { recursive: true }));

  let made = 0;
  const fresh = () => folderStore(join(root, `store-${made++}`));
  const textsOf = (folder: string) =>
    Object.fromEntries(baselineFiles.map((name) => [name, readFileSync(join(folder, name), 'utf8')])) as BaselineTexts;
  const derived = () => textsOf(writeBaseline(join(root, 'derived')));
  /** A different baseline of the same day. */
  const other = () => {
    const { constraints } = monitoringDatasets.baseline();
    const features = constraints.features.map((feature) => ({ ...feature, completeness: 0.5 }));
    return textsOf(writeBaseline(join(root, 'other'), { constraints: { ...constraints, features } }));
  };
  const refuses = (work: Promise<unknown>, text: RegExp) => assert.rejects(work, { message: text });

  it('record the approver, the time and the reason', async () => {
    const store = fresh();
    const { manifest, written } = await storeApprovedBaseline(store, derived(), approval);
    assert.equal(written, true);
    const { approval: kept } = (await readBaselineById(store, 'arrival-delay', manifest.id)).manifest;
    const { by, at, why } = kept ?? {};
    assert.deepEqual([by, at, why], [approval.by, '2026-11-01T12:00:00.000Z', approval.why]);
    assert.match(kept?.manifestSha256 ?? '', /^[0-9a-f]{64}$/);
  });

  it('are kept side by side, so that a rollback selects the older id', async () => {
    const store = fresh();
    const first = await storeApprovedBaseline(store, derived(), approval);
    const second = await storeApprovedBaseline(store, other(), approval);
    assert.notEqual(first.manifest.id, second.manifest.id);
    const listed = await storedManifests(store, 'arrival-delay');
    assert.deepEqual(listed.map(({ id }) => id).sort(), [first.manifest.id, second.manifest.id].sort());
    const back = await readBaselineById(store, 'arrival-delay', first.manifest.id);
    assert.deepEqual(back.manifest, first.manifest);
  });

  it('are not written twice: the first approval stands', async () => {
    const store = fresh();
    await storeApprovedBaseline(store, derived(), approval);
    const again = await storeApprovedBaseline(store, derived(), { ...approval, why: 'another reason' });
    assert.deepEqual([again.written, again.manifest.approval?.why], [false, approval.why]);
  });

  it('resume an interrupted upload', async () => {
    const store = fresh();
    const texts = derived();
    const { id } = JSON.parse(texts['manifest.json']) as { id: string };
    await store.create(`baselines/arrival-delay/schema=v1/${id}/statistics.json`, texts['statistics.json']);
    assert.equal((await storeApprovedBaseline(store, texts, approval)).written, true);
  });

  it('are never overwritten with other content under the same id', async () => {
    const store = fresh();
    const texts = derived();
    const { id } = JSON.parse(texts['manifest.json']) as { id: string };
    await store.create(`baselines/arrival-delay/schema=v1/${id}/constraints.json`, '{}');
    await refuses(
      storeApprovedBaseline(store, texts, approval),
      /: baseline 2026-11-01-\w{6} exists with a different constraints\.json, and baselines are never overwritten; derive it again and approve that one$/,
    );
  });

  it('are not approved without a reason, by the author alone, twice, or with a changed file', async () => {
    const [store, texts] = [fresh(), derived()];
    const author = 'arn:aws:iam::123456789012:user/someone';
    await refuses(storeApprovedBaseline(store, texts, { ...approval, why: ' ' }), /^--why is empty: give the reason/);
    await refuses(
      storeApprovedBaseline(store, texts, { ...approval, by: author }),
      /user\/someone is the author of baseline 2026-11-01-\w{6}: --four-eyes requires a second person to approve it$/,
    );
    await refuses(
      storeApprovedBaseline(store, { ...texts, 'statistics.json': '{}' }, approval),
      /^statistics\.json: hashes to/,
    );
    assert.deepEqual(await store.list('baselines/'), []);
    const { manifest } = await storeApprovedBaseline(store, texts, { ...approval, by: author, fourEyes: false });
    const approved = { ...texts, 'manifest.json': `${JSON.stringify(manifest, null, 2)}\n` };
    await refuses(storeApprovedBaseline(fresh(), approved, approval), /is already approved by .*user\/someone;/);
  });

  it('are invalid when a file or the approved manifest was changed', async () => {
    const store = fresh();
    const { manifest } = await storeApprovedBaseline(store, derived(), approval);
    const folder = join(store.address, 'baselines', 'arrival-delay', 'schema=v1', manifest.id);
    const file = join(folder, 'manifest.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"rows": ', '"rows": 1'));
    await refuses(
      readBaselineById(store, 'arrival-delay', manifest.id),
      /invalid baseline: manifest\.json: is not what arn:aws:iam::123456789012:user\/reviewer approved: it was changed after that/,
    );
    writeFileSync(file, text);
    appendFileSync(join(folder, 'constraints.json'), ' ');
    await refuses(storedManifests(store, 'arrival-delay'), /invalid baseline: constraints\.json: hashes to/);
  });

  it('register their schema once and are not approved when its version has other columns', async () => {
    const store = fresh();
    const first = await storeApprovedBaseline(store, derived(), approval);
    const second = await storeApprovedBaseline(store, other(), approval);
    assert.deepEqual([first.schemaWritten, second.schemaWritten], [true, false]);
    const [schema] = await registeredSchemas(store, 'arrival-delay');
    assert.equal(schema?.fingerprint, first.manifest.captureSchema?.fingerprint);

    const taken = fresh();
    const { version = '', output = [], input = [] } = schema ?? {};
    await registerSchema(taken, 'arrival-delay', { version, output, input: input.slice(1) });
    await refuses(
      storeApprovedBaseline(taken, derived(), approval),
      new RegExp(
        `schema v1 of arrival-delay is registered with other columns\\. input: '${input[0]?.name}' is new\\. .*yours as v2`,
      ),
    );
    assert.deepEqual(await taken.list('baselines/'), []);
  });

  it('of older versions are readable without columns, but cannot be approved', async () => {
    const texts = derived();
    const { captureSchema: _, ...older } = JSON.parse(texts['manifest.json']);
    const old = { ...texts, 'manifest.json': JSON.stringify(older) };
    assert.equal(openBaseline(old).manifest.captureSchema, undefined);
    const store = fresh();
    await refuses(
      storeApprovedBaseline(store, old, approval),
      /^baseline \S+: its manifest lacks the columns of schema v1/,
    );
    assert.deepEqual(await store.list(''), []);
  });

  it('are invalid when their columns do not match their fingerprint', async () => {
    const texts = derived();
    const manifest = JSON.parse(texts['manifest.json']);
    manifest.captureSchema.input.pop();
    await refuses(
      storeApprovedBaseline(fresh(), { ...texts, 'manifest.json': JSON.stringify(manifest) }, approval),
      /^manifest\.json: the columns under 'captureSchema' do not match their fingerprint: it was changed/,
    );
  });

  it('are listed by id when the requested one does not exist', async () => {
    const store = fresh();
    await refuses(
      readBaselineById(store, 'churn', '2026-11-01-000000'),
      /no baseline 2026-11-01-000000 of churn; the endpoint has no baselines/,
    );
    const { manifest } = await storeApprovedBaseline(store, derived(), approval);
    await refuses(
      readBaselineById(store, 'arrival-delay', '2026-11-01-000000'),
      new RegExp(`no baseline 2026-11-01-000000 of arrival-delay; existing baselines: ${manifest.id}$`),
    );
  });
});

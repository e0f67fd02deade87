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
  storeApproved,
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

describe('the baselines of a store', () => {
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
  /** Another baseline of the same day. */
  const other = () => {
    const { constraints } = monitoringDatasets.baseline();
    const features = constraints.features.map((feature) => ({ ...feature, completeness: 0.5 }));
    return textsOf(writeBaseline(join(root, 'other'), { constraints: { ...constraints, features } }));
  };
  const refuses = (work: Promise<unknown>, text: RegExp) => assert.rejects(work, { message: text });

  it('keep who approved what, when and why', async () => {
    const store = fresh();
    const { manifest, written } = await storeApproved(store, derived(), approval);
    assert.equal(written, true);
    const { approval: kept } = (await readBaselineById(store, 'arrival-delay', manifest.id)).manifest;
    const { by, at, why } = kept ?? {};
    assert.deepEqual([by, at, why], [approval.by, '2026-11-01T12:00:00.000Z', approval.why]);
    assert.match(kept?.manifestSha256 ?? '', /^[0-9a-f]{64}$/);
  });

  it('lie side by side, so that a rollback is the choice of the older id', async () => {
    const store = fresh();
    const first = await storeApproved(store, derived(), approval);
    const second = await storeApproved(store, other(), approval);
    assert.notEqual(first.manifest.id, second.manifest.id);
    const listed = await storedManifests(store, 'arrival-delay');
    assert.deepEqual(listed.map(({ id }) => id).sort(), [first.manifest.id, second.manifest.id].sort());
    const back = await readBaselineById(store, 'arrival-delay', first.manifest.id);
    assert.deepEqual(back.manifest, first.manifest);
  });

  it('are not written twice: the first approval stands', async () => {
    const store = fresh();
    await storeApproved(store, derived(), approval);
    const again = await storeApproved(store, derived(), { ...approval, why: 'another reason' });
    assert.deepEqual([again.written, again.manifest.approval?.why], [false, approval.why]);
  });

  it('take an upload up again that broke off', async () => {
    const store = fresh();
    const texts = derived();
    const { id } = JSON.parse(texts['manifest.json']) as { id: string };
    await store.create(`baselines/arrival-delay/schema=v1/${id}/statistics.json`, texts['statistics.json']);
    assert.equal((await storeApproved(store, texts, approval)).written, true);
  });

  it('are never overwritten by other content under the same id', async () => {
    const store = fresh();
    const texts = derived();
    const { id } = JSON.parse(texts['manifest.json']) as { id: string };
    await store.create(`baselines/arrival-delay/schema=v1/${id}/constraints.json`, '{}');
    await refuses(
      storeApproved(store, texts, approval),
      /: has another constraints\.json under baseline 2026-11-01-\w{6}, and a baseline is never overwritten; derive it again and approve that one$/,
    );
  });

  it('are not approved without a reason, by the deriver alone, twice, or when a file was changed', async () => {
    const [store, texts] = [fresh(), derived()];
    const deriver = 'arn:aws:iam::123456789012:user/someone';
    await refuses(storeApproved(store, texts, { ...approval, why: ' ' }), /^--why is empty: say why/);
    await refuses(
      storeApproved(store, texts, { ...approval, by: deriver }),
      /user\/someone derived baseline 2026-11-01-\w{6} and can't approve it alone: --four-eyes asks for a second person$/,
    );
    await refuses(
      storeApproved(store, { ...texts, 'statistics.json': '{}' }, approval),
      /^statistics\.json: hashes to/,
    );
    assert.deepEqual(await store.list('baselines/'), []);
    const { manifest } = await storeApproved(store, texts, { ...approval, by: deriver, fourEyes: false });
    const approved = { ...texts, 'manifest.json': `${JSON.stringify(manifest, null, 2)}\n` };
    await refuses(storeApproved(fresh(), approved, approval), /was approved by .*user\/someone already/);
  });

  it('are refused when a file, or the approved manifest, was changed afterwards', async () => {
    const store = fresh();
    const { manifest } = await storeApproved(store, derived(), approval);
    const folder = join(store.address, 'baselines', 'arrival-delay', 'schema=v1', manifest.id);
    const file = join(folder, 'manifest.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"rows": ', '"rows": 1'));
    await refuses(
      readBaselineById(store, 'arrival-delay', manifest.id),
      /the baseline is refused: manifest\.json: is not what arn:aws:iam::123456789012:user\/reviewer approved: it was changed after that/,
    );
    writeFileSync(file, text);
    appendFileSync(join(folder, 'constraints.json'), ' ');
    await refuses(storedManifests(store, 'arrival-delay'), /the baseline is refused: constraints\.json: hashes to/);
  });

  it('register their schema, once, and are not approved when another has its version', async () => {
    const store = fresh();
    const first = await storeApproved(store, derived(), approval);
    const second = await storeApproved(store, other(), approval);
    assert.deepEqual([first.schemaWritten, second.schemaWritten], [true, false]);
    const [schema] = await registeredSchemas(store, 'arrival-delay');
    assert.equal(schema?.fingerprint, first.manifest.captureSchema?.fingerprint);

    const taken = fresh();
    const { version = '', output = [], input = [] } = schema ?? {};
    await registerSchema(taken, 'arrival-delay', { version, output, input: input.slice(1) });
    await refuses(
      storeApproved(taken, derived(), approval),
      new RegExp(
        `schema v1 of arrival-delay is registered with other columns\\. input: '${input[0]?.name}' is new\\. .*yours v2`,
      ),
    );
    assert.deepEqual(await taken.list('baselines/'), []);
  });

  it('are read without the columns of an older manifest, but not approved', async () => {
    const texts = derived();
    const { captureSchema: _, ...older } = JSON.parse(texts['manifest.json']);
    const old = { ...texts, 'manifest.json': JSON.stringify(older) };
    assert.equal(openBaseline(old).manifest.captureSchema, undefined);
    const store = fresh();
    await refuses(
      storeApproved(store, old, approval),
      /^baseline \S+: its manifest does not have the columns of schema v1/,
    );
    assert.deepEqual(await store.list(''), []);
  });

  it('are refused when their columns are not those of their fingerprint', async () => {
    const texts = derived();
    const manifest = JSON.parse(texts['manifest.json']);
    manifest.captureSchema.input.pop();
    await refuses(
      storeApproved(fresh(), { ...texts, 'manifest.json': JSON.stringify(manifest) }, approval),
      /^manifest\.json: the columns under 'captureSchema' do not match their fingerprint: it was changed/,
    );
  });

  it('say which ids there are when one is asked for that there is not', async () => {
    const store = fresh();
    await refuses(
      readBaselineById(store, 'churn', '2026-11-01-000000'),
      /no baseline 2026-11-01-000000 of churn; it has none/,
    );
    const { manifest } = await storeApproved(store, derived(), approval);
    await refuses(
      readBaselineById(store, 'arrival-delay', '2026-11-01-000000'),
      new RegExp(`no baseline 2026-11-01-000000 of arrival-delay; it has ${manifest.id}$`),
    );
  });
});

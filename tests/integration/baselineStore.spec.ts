import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { registeredSchemaText } from '../../contract/registeredSchema';
import { baselineFiles, baselineKey, baselinePrefix } from '../../contract/storeLayout';
import { openStore } from '../../store/openStore';
import { registeredSchemas, registerSchema } from '../../store/schemaRegistry';
import {
  type BaselineTexts,
  readBaseline,
  readBaselineById,
  storeApprovedBaseline,
  storedManifests,
} from '../../store/storedBaseline';
import { monitoringDatasets } from '../support/monitoringDatasets';
import { runCliOn } from '../support/runCli';
import { storeOnLocalAws } from '../support/storeOnLocalAws';
import { writeBaseline } from '../support/writeBaseline';

const approval = {
  by: 'arn:aws:iam::123456789012:user/reviewer',
  why: 'a week without incidents',
  at: new Date('2026-11-01T12:00:00Z'),
  fourEyes: true,
};
const environment = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'eu-west-1' };

const textsIn = (folder: string) =>
  Object.fromEntries(baselineFiles.map((name) => [name, readFileSync(join(folder, name), 'utf8')])) as BaselineTexts;

describe('baselines in a bucket', function () {
  this.timeout(120_000);
  const aws = storeOnLocalAws();
  const kept = { ...process.env };
  let folder = '';
  let texts: BaselineTexts;
  before(() => {
    Object.assign(process.env, environment);
    folder = mkdtempSync(join(tmpdir(), 'baseline-store-'));
    writeBaseline(folder);
    texts = textsIn(folder);
  });
  after(() => {
    rmSync(folder, { recursive: true });
    for (const name of Object.keys(environment)) {
      if (kept[name] === undefined) delete process.env[name];
      else process.env[name] = kept[name];
    }
  });
  const open = (address = `s3://${aws.bucket}`) => openStore(address, aws.local.endpoint);

  it('are approved once, listed, and not overwritten', async () => {
    const store = open();
    const first = await storeApprovedBaseline(store, texts, approval);
    const again = await storeApprovedBaseline(store, texts, { ...approval, why: 'another reason' });
    assert.deepEqual([first.written, again.written, again.manifest], [true, false, first.manifest]);
    assert.deepEqual(await storedManifests(store, 'arrival-delay'), [first.manifest]);
    assert.equal(await store.create(baselineKey(first.manifest, first.manifest.id, 'statistics.json'), '{}'), false);
    store.close();
  });

  it('are listed with size and time, by folder, and streamed', async () => {
    const store = open();
    const [manifest] = await storedManifests(store, 'arrival-delay');
    assert.ok(manifest);
    const key = baselineKey(manifest, manifest.id, 'statistics.json');
    const [listed, ...others] = await store.list(key);
    assert.deepEqual([listed?.key, listed?.size, others], [key, Buffer.byteLength(texts['statistics.json']), []]);
    assert.ok(Math.abs(Date.now() - (listed?.lastModified.getTime() ?? 0)) < 3_600_000);
    assert.deepEqual(await store.folders('baselines/arrival-delay/'), ['schema=v1']);
    assert.equal(await text(store.open(key)), texts['statistics.json']);
    await assert.rejects(text(store.open('nothing')), /s3:\/\/store: cannot read nothing \(NoSuchKey/);
    store.close();
  });

  it('can be rolled back by id: a newer one changes no object of the older', async () => {
    const store = open();
    const [first] = await storedManifests(store, 'arrival-delay');
    assert.ok(first);
    const versions = () =>
      Promise.all(baselineFiles.map(async (file) => (await store.read(baselineKey(first, first.id, file)))?.versionId));
    const before = await versions();
    const { constraints } = monitoringDatasets.baseline();
    const features = constraints.features.map((feature) => ({ ...feature, completeness: 0.5 }));
    const newer = writeBaseline(join(folder, 'newer'), { constraints: { ...constraints, features } });
    const { manifest } = await storeApprovedBaseline(store, textsIn(newer), approval);
    assert.notEqual(manifest.id, first.id);
    assert.deepEqual((await readBaselineById(store, 'arrival-delay', first.id)).manifest, first);
    assert.deepEqual(await versions(), before);
    assert.ok(before.every((version) => version !== undefined));
    store.close();
  });

  it('are compared with a local one by the command line', async () => {
    const { id, schema, endpoint } = JSON.parse(texts['manifest.json']);
    const address = `s3://${aws.bucket}/${baselinePrefix({ endpoint, schema }, id)}`;
    const page = join(folder, 'diff.html');
    const compared = (other: string) =>
      runCliOn(aws.local.endpoint, 'baseline', 'diff', address, other, '--html', page);
    const [same, newer] = [await compared(folder), await compared(join(folder, 'newer'))];
    assert.deepEqual([same.code, newer.code], [0, 2], same.err);
    assert.ok(readFileSync(page, 'utf8').replaceAll('<wbr>', '').includes(id));
  });

  it('are refused with the version of the object that does not match the manifest', async () => {
    const store = open();
    const [manifest] = await storedManifests(store, 'arrival-delay');
    assert.ok(manifest);
    const prefix = baselinePrefix(manifest, manifest.id);
    await aws.put(`${prefix}/constraints.json`, `${texts['constraints.json']} `);
    const { VersionId } = await aws.aws.s3.send(
      new HeadObjectCommand({ Bucket: aws.bucket, Key: `${prefix}/constraints.json` }),
    );
    assert.ok(VersionId);
    await assert.rejects(readBaseline(store, prefix), ({ message }: Error) =>
      message.startsWith(`s3://store/${prefix}: invalid baseline: constraints.json, version ${VersionId}: hashes to `),
    );
    store.close();
    const below = open(`s3://${aws.bucket}/${prefix}/`);
    await assert.rejects(readBaseline(below, ''), new RegExp(`constraints\\.json, version ${VersionId}: hashes to`));
    below.close();
  });

  it('register their schema, which is refused with its version after a change', async () => {
    const store = open();
    const [schema] = await registeredSchemas(store, 'arrival-delay');
    assert.ok(schema);
    assert.equal((await registerSchema(store, 'arrival-delay', schema)).written, false);
    const key = 'schemas/arrival-delay/v1.json';
    const { VersionId } = await aws.put(key, registeredSchemaText({ ...schema, input: schema.input.slice(1) }));
    assert.ok(VersionId);
    await assert.rejects(registeredSchemas(store, 'arrival-delay'), ({ message }: Error) =>
      message.startsWith(`s3://store/${key}, version ${VersionId}: invalid registered schema: its columns hash to`),
    );
    store.close();
  });

  it('explain in one sentence that the bucket or AWS cannot be found', async () => {
    const nowhere = open('s3://nowhere');
    await assert.rejects(storedManifests(nowhere, 'arrival-delay'), {
      message:
        "s3://nowhere: bucket 'nowhere' does not exist; 'pulumi stack output' prints the names of a stack's buckets",
    });
    nowhere.close();
    const unreachable = openStore('s3://store', 'http://127.0.0.1:9');
    await assert.rejects(unreachable.read('x'), /s3:\/\/store: cannot connect to http:\/\/127\.0\.0\.1:9;/);
    unreachable.close();
  });
});

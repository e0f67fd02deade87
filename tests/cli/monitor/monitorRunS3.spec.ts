import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RecordingS3, startRecordingS3 } from '../../support/recordingS3';
import { runCliOn } from '../../support/runCli';
import { writeBaseline } from '../../support/writeBaseline';

const root = join(__dirname, '..', '..', '..');
const manifest = (side: string, name: string) => JSON.stringify([{ prefix: `s3://jobs/${side}/` }, name]);

describe('monitor run against S3', () => {
  let [folder, baseline] = ['', ''];
  let s3: RecordingS3;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'monitor-run-s3-'));
    baseline = writeBaseline(join(folder, 'baseline'));
  });
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => s3.close());
  const run = (...args: string[]) => runCliOn(s3.url, 'monitor', 'run', '--out', join(folder, 'report'), ...args);

  it('reads a baseline at an s3:// address from --endpoint-url, also with local captures', async () => {
    s3 = await startRecordingS3();
    const captures = join(root, 'assets', 'datasets', 'monitoring', 'captures', 'clean');
    const { code, err } = await run('--captures', captures, '--baseline', 's3://models/churn');
    assert.equal(code, 1);
    assert.match(err, /s3:\/\/models\/churn\/\S+: /);
    assert.ok(s3.calls.length > 0 && s3.calls.every((call) => call.startsWith('GET /models/churn/')), s3.calls.join());
  });

  it('closes its connections when the captures cannot be joined', async () => {
    s3 = await startRecordingS3({
      '/batches/input/2026/11/02/08/manifest': manifest('in', 'a.csv'),
      '/batches/output/2026/11/02/08/manifest': manifest('out', 'a.csv.out'),
      '/jobs/in/a.csv': 'header\n1\n',
      '/jobs/out/a.csv.out': '0.5\n',
    });
    const { code, err } = await run('--batch', 's3://batches', '--baseline', baseline);
    assert.equal(code, 1);
    assert.match(err, /a\.csv: has more records than/);
    await s3.disconnected();
  });

  it('closes its connections when a manifest cannot be read', async () => {
    s3 = await startRecordingS3({ '/batches/input/2026/11/02/08/manifest': 'a.csv' });
    const { code } = await run('--batch', 's3://batches', '--baseline', baseline);
    assert.equal(code, 1);
    await s3.disconnected();
  });
});

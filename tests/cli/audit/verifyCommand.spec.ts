import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../support/runCli';
import { signedTrail } from '../../support/signedTrail';
import { trailFolder } from '../../support/trailFolder';

const signed = signedTrail({ hours: 3, regions: ['eu-west-1'] });

describe('audit verify', () => {
  const trail = trailFolder();
  let keys: string;
  beforeEach(() => {
    for (const [key, body] of signed.files) trail.write(key, body);
    keys = join(trail.path(), 'keys.json');
    writeFileSync(keys, signed.keyList);
  });
  const verify = (...args: readonly string[]) =>
    runCli('audit', 'verify', '--trail', trail.path(), '--public-keys', keys, ...args);

  it('prints what was verified, and exits with 0 without a fault', async () => {
    const { code, out } = await verify('--from', '2026-11-02T00', '--to', '2026-11-02T03');
    assert.deepEqual(out.trimEnd().split('\n'), [
      '3 digests and 6 log files verified: no fault',
      '  123456789012_CloudTrail-Digest_eu-west-1_evidence_eu-west-1: 2026-11-02T00:00:00Z to 2026-11-02T03:00:00Z',
    ]);
    assert.equal(code, 0);
  });

  it('lists each fault with its hour and file, and exits with 2', async () => {
    const log = [...signed.files.keys()].find((key) => key.includes('/CloudTrail/')) ?? '';
    trail.write(log, '{"Records":[]}');
    const { code, out } = await verify('--json');
    const { faults } = JSON.parse(out) as { faults: object[] };
    const text = 'its hash is not the one in its digest';
    assert.deepEqual(faults, [{ kind: 'log altered', file: log, hour: '2026-11-02T00', text }]);
    assert.equal(code, 2);
    assert.match(
      (await verify()).out,
      /1 fault\n[\s\S]*2026-11-02T00 {2}log altered {2}123456789012_CloudTrail_eu-west-1_.*\.json\.gz/,
    );
  });

  it('exits with 3 without a digest file', async () => {
    const empty = join(trail.path(), 'empty');
    mkdirSync(empty);
    const { code, err } = await runCli('audit', 'verify', '--trail', empty, '--public-keys', keys);
    assert.match(err, /^nothing to verify: no digest file of a trail in .*empty$/);
    assert.equal(code, 3);
  });

  it('refuses a file that is not a list of public keys', async () => {
    writeFileSync(keys, '{"PublicKeyList":[{"Value":"AAAA","Fingerprint":"x"}]}');
    const { code, err } = await verify();
    assert.equal(code, 1);
    assert.match(
      err,
      /keys\.json: not a list of CloudTrail's public keys; write it with 'aws cloudtrail list-public-keys/,
    );
  });

  it('refuses other combinations of options, and addresses of no bucket', async () => {
    const errorOf = async (...args: string[]) => (await runCli('audit', 'verify', ...args)).err;
    const one = /^use one of --store for a stack, --trail for a trail's files, and --pack for an evidence pack$/;
    assert.match(await errorOf(), one);
    assert.match(await errorOf('--store', 's3://store', '--trail', 'x'), one);
    assert.match(await errorOf('--store', 's3://store', '--from', '2026-11-02T00'), /^--from requires --trail$/);
    assert.match(await errorOf('--trail', 'x', '--index', '0'.repeat(64)), /^--index requires --pack$/);
    assert.match(
      await errorOf('--store', 'out'),
      /^out: invalid address of a stack's store: expected s3:\/\/<bucket>$/,
    );
  });
});

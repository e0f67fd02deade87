import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExceptionFile, findingFingerprint } from '../../../../policy/pack/exceptions/exceptions';
import { parseExceptions, readExceptions } from '../../../../policy/pack/exceptions/readExceptions';
import { s3BucketVersioning } from '../../../../policy/rules/s3BucketVersioning';
import { runPack } from '../../policyStack';

const bucket = { type: 'aws:s3/bucket:Bucket', name: 'loose' };
const message =
  "Bucket 'loose' keeps no old versions of its objects: add an aws.s3.BucketVersioning for it with status 'Enabled'.";
const fingerprint = findingFingerprint('s3-bucket-versioning', bucket, message);

function entry(changed: Readonly<Record<string, string>> = {}): ExceptionFile {
  const fields = {
    rule: 's3-bucket-versioning',
    resource: 'aws:s3/bucket:Bucket::loo*',
    fingerprint,
    reason: 'scratch space',
    owner: 'ml-platform',
    expires: '2027-01-31',
    ...changed,
  };
  return parseExceptions('exceptions.yaml', `- ${JSON.stringify(fields)}`);
}

async function said(exceptions: ExceptionFile, today = '2026-12-01', stack = 'prod') {
  const report = await runPack([s3BucketVersioning], [bucket], { context: { stack, today, exceptions } });
  return {
    found: report['s3-bucket-versioning']?.map(([, text]) => text),
    inForce: report['exceptions-in-force']?.map(([name, text]) => `${name}: ${text}`),
    faults: report['exceptions-valid']?.map(([, text]) => text),
  };
}

const named = 'exceptions.yaml: exception 1 (s3-bucket-versioning on aws:s3/bucket:Bucket::loo*, ml-platform)';

describe('exceptions', () => {
  it('keep a finding from being reported, and say who answers for it until when', async () => {
    assert.deepEqual(await said(entry()), {
      found: [],
      inForce: [`loose: s3-bucket-versioning: ${message} Excepted until 2027-01-31 by ml-platform: scratch space`],
      faults: [],
    });
  });

  it('hold on their last day, and are a finding themselves on the next', async () => {
    assert.deepEqual((await said(entry(), '2027-01-31')).found, []);
    assert.deepEqual(await said(entry(), '2027-02-01'), {
      found: [message],
      inForce: [],
      faults: [`${named} expired on 2027-01-31: mend the finding, or look at it again and date it anew.`],
    });
  });

  it('cover only the finding that somebody looked at, and name the fingerprint of what is there', async () => {
    assert.deepEqual(await said(entry({ fingerprint: '000000000000' })), {
      found: [message],
      inForce: [],
      faults: [
        `${named} covers no finding: its fingerprint is 000000000000, what is found now has ${fingerprint}; look at it again.`,
      ],
    });
  });

  it('are a finding when nothing needs them', async () => {
    const { faults } = await said(entry({ resource: '*::tight' }));
    assert.deepEqual(faults, [
      'exceptions.yaml: exception 1 (s3-bucket-versioning on *::tight, ml-platform) covers no finding any more: delete it.',
    ]);
  });

  it('are for the stacks that they name', async () => {
    assert.deepEqual((await said(entry({ stack: 'dev*' }), '2026-12-01', 'dev-anna')).found, []);
    assert.deepEqual(await said(entry({ stack: 'dev*' })), { found: [message], inForce: [], faults: [] });
  });

  it('are read with each fault in one sentence, the others still holding', () => {
    const good = JSON.stringify(entry().exceptions[0]);
    const text = `- ${good}\n- { rule: x }\n- text\n- ${good.replace('2027-01-31', '2027-02-30')}\n- ${good.replace('"owner"', '"until": "x", "owner"')}`;
    const { exceptions, problems } = parseExceptions('exceptions.yaml', text);
    assert.equal(exceptions.length, 1);
    assert.deepEqual(problems, [
      'exceptions.yaml: exception 2 lacks resource, fingerprint, reason, owner, expires: each is a text.',
      'exceptions.yaml: exception 3 must have rule, resource, fingerprint, reason, owner, expires.',
      "exceptions.yaml: exception 4 expires on '2027-02-30', which is no day: write it as 2027-01-31.",
      'exceptions.yaml: exception 5 has until; known are rule, resource, fingerprint, reason, owner, expires, stack.',
    ]);
    assert.deepEqual(parseExceptions('e.yaml', 'a: 1').problems, [
      'e.yaml: must be a list of exceptions with rule, resource, fingerprint, reason, owner, expires.',
    ]);
    assert.match(parseExceptions('e.yaml', '- [').problems.join(), /^e\.yaml: is not YAML: /);
    assert.deepEqual(parseExceptions('e.yaml', '').exceptions, []);
  });

  it('lie beside the pack, or where POLICY_EXCEPTIONS says', () => {
    const folder = mkdtempSync(join(tmpdir(), 'exceptions-'));
    try {
      assert.deepEqual(readExceptions(folder, undefined), { file: 'exceptions.yaml', exceptions: [], problems: [] });
      assert.deepEqual(readExceptions(folder, 'other.yaml').problems, [
        'other.yaml: no such file; correct POLICY_EXCEPTIONS or take it away.',
      ]);
      writeFileSync(join(folder, 'exceptions.yaml'), `- ${JSON.stringify(entry().exceptions[0])}`);
      assert.equal(readExceptions(folder, '').exceptions.length, 1);
      assert.equal(readExceptions('/', join(folder, 'exceptions.yaml')).exceptions.length, 1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

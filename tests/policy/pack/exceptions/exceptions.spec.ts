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
  "Bucket 'loose' has no versioning: add an aws.s3.BucketVersioning with versioningConfiguration.status " +
  "'Enabled'.";
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

async function policyFindings(exceptions: ExceptionFile, today = '2026-12-01', stack = 'prod') {
  const report = await runPack([s3BucketVersioning], [bucket], { context: { stack, today, exceptions } });
  return {
    violations: report['s3-bucket-versioning']?.map(([, text]) => text),
    excepted: report['exceptions-in-force']?.map(([name, text]) => `${name}: ${text}`),
    problems: report['exceptions-valid']?.map(([, text]) => text),
  };
}

const named = 'exceptions.yaml: exception 1 (s3-bucket-versioning on aws:s3/bucket:Bucket::loo*, ml-platform)';

describe('exceptions', () => {
  it('suppress a finding, and report its owner and expiry date', async () => {
    assert.deepEqual(await policyFindings(entry()), {
      violations: [],
      excepted: [`loose: s3-bucket-versioning: ${message} Excepted until 2027-01-31 by ml-platform: scratch space`],
      problems: [],
    });
  });

  it('apply on their last day, and are a finding on the next', async () => {
    assert.deepEqual((await policyFindings(entry(), '2027-01-31')).violations, []);
    assert.deepEqual(await policyFindings(entry(), '2027-02-01'), {
      violations: [message],
      excepted: [],
      problems: [`${named} expired on 2027-01-31: fix the finding, or review it and set a new expiry date.`],
    });
  });

  it('cover only the reviewed finding, and name the current fingerprint', async () => {
    assert.deepEqual(await policyFindings(entry({ fingerprint: '000000000000' })), {
      violations: [message],
      excepted: [],
      problems: [
        `${named} covers no finding: its fingerprint is 000000000000, the current findings have ` +
          `${fingerprint}; review it.`,
      ],
    });
  });

  it('are a finding when unused', async () => {
    const { problems } = await policyFindings(entry({ resource: '*::tight' }));
    assert.deepEqual(problems, [
      'exceptions.yaml: exception 1 (s3-bucket-versioning on *::tight, ml-platform) no longer covers a ' +
        'finding: delete it.',
    ]);
  });

  it('apply to the stacks that they name', async () => {
    assert.deepEqual((await policyFindings(entry({ stack: 'dev*' }), '2026-12-01', 'dev-anna')).violations, []);
    assert.deepEqual(await policyFindings(entry({ stack: 'dev*' })), {
      violations: [message],
      excepted: [],
      problems: [],
    });
  });

  it('are validated one by one, and valid ones apply', () => {
    const good = JSON.stringify(entry().exceptions[0]);
    const text = `- ${good}\n- { rule: x }\n- text\n- ${good.replace('2027-01-31', '2027-02-30')}\n- ${good.replace('"owner"', '"until": "x", "owner"')}`;
    const { exceptions, problems } = parseExceptions('exceptions.yaml', text);
    assert.equal(exceptions.length, 1);
    assert.deepEqual(problems, [
      'exceptions.yaml: exception 2 lacks resource, fingerprint, reason, owner, expires: each must be a string.',
      'exceptions.yaml: exception 3 must have rule, resource, fingerprint, reason, owner, expires.',
      "exceptions.yaml: exception 4 has an invalid expires '2027-02-30': use a date such as 2027-01-31.",
      'exceptions.yaml: exception 5 has unknown fields: until; allowed are rule, resource, fingerprint, ' +
        'reason, owner, expires, stack.',
    ]);
    assert.deepEqual(parseExceptions('e.yaml', 'a: 1').problems, [
      'e.yaml: must be a list of exceptions with rule, resource, fingerprint, reason, owner, expires.',
    ]);
    assert.match(parseExceptions('e.yaml', '- [').problems.join(), /^e\.yaml: invalid YAML: /);
    assert.deepEqual(parseExceptions('e.yaml', '').exceptions, []);
  });

  it("are read from the pack's folder, or from POLICY_EXCEPTIONS", () => {
    const folder = mkdtempSync(join(tmpdir(), 'exceptions-'));
    try {
      assert.deepEqual(readExceptions(folder, undefined), { file: 'exceptions.yaml', exceptions: [], problems: [] });
      assert.deepEqual(readExceptions(folder, 'other.yaml').problems, [
        'other.yaml: no such file: fix or unset POLICY_EXCEPTIONS.',
      ]);
      writeFileSync(join(folder, 'exceptions.yaml'), `- ${JSON.stringify(entry().exceptions[0])}`);
      assert.equal(readExceptions(folder, '').exceptions.length, 1);
      assert.equal(readExceptions('/', join(folder, 'exceptions.yaml')).exceptions.length, 1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

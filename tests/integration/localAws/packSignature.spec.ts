import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateKeyCommand, type KeySpec, KMSClient } from '@aws-sdk/client-kms';
import type { PackIndex } from '../../../audit/pack/packIndex';
import { schemaFaults } from '../../support/jsonSchema';
import { localAccount } from '../../support/localAccount';
import { runCli, runCliOn } from '../../support/runCli';
import { signedTrail } from '../../support/signedTrail';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';
import { trailFolder } from '../../support/trailFolder';

const signed = signedTrail({ start: new Date('2026-10-01T00:00:00Z'), hours: 2, regions: ['eu-west-1'] });
const unknown = 'f'.repeat(64);

describe('the signature of an evidence pack', function () {
  this.timeout(60_000);
  const store = storeOnLocalAws();
  const trail = trailFolder();
  let kms: KMSClient;
  before(() => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    kms = new KMSClient({ endpoint: store.local.endpoint, region: localAccount.region, credentials });
  });
  after(() => kms.destroy());

  const createKey = async (KeySpec: KeySpec) => {
    const KeyUsage = KeySpec === 'SYMMETRIC_DEFAULT' ? undefined : 'SIGN_VERIFY';
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec, KeyUsage }));
    return KeyMetadata?.Arn ?? '';
  };
  /** Writes a pack that the key signs. */
  const report = async (key: string) => {
    for (const [path, body] of signed.files) trail.write(`bucket/${path}`, body);
    const keys = join(trail.path(), 'keys.json');
    writeFileSync(keys, signed.keyList);
    const where = ['--trail', join(trail.path(), 'bucket'), '--public-keys', keys, '--out', trail.path()];
    const printed = await runCliOn(
      store.local.endpoint,
      ...['audit', 'report', '--quarter', '2026Q4', '--sign-key', key, ...where],
    );
    return { ...printed, pack: join(trail.path(), '2026Q4') };
  };
  const python = (...args: readonly string[]) => spawnSync('python3', args, { encoding: 'utf8' });
  const readIndex = (pack: string) => JSON.parse(readFileSync(join(pack, 'index.json'), 'utf8')) as PackIndex;

  for (const [spec, algorithm] of [
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256'],
    ['ECC_NIST_P256', 'ECDSA_SHA_256'],
  ] as const) {
    it(`of a key ${spec} is verified by the command and by verify.py, and tampering is found`, async () => {
      const key = await createKey(spec);
      const { pack, out } = await report(key);
      const index = readIndex(pack);
      const { fingerprint = '' } = index.signature ?? {};
      assert.deepEqual(index.signature, { algorithm, key, fingerprint });
      assert.deepEqual(schemaFaults('audit/schemas/evidence-index.schema.json', index), []);
      assert.ok(out.includes(`signed; fingerprint of the key: ${fingerprint}`));
      const { out: verified, code } = await runCli('audit', 'verify', '--pack', pack, '--signing-key', fingerprint);
      assert.match(
        verified,
        /^evidence 2026Q4, \d+ files: no fault\n {2}signed with arn:aws:kms:.*, fingerprint [0-9a-f]{64}$/,
      );
      assert.equal(code, 0);
      const untouched = python(join(pack, 'verify.py'), '--signing-key', fingerprint);
      assert.equal(
        untouched.stdout,
        `signed with ${key}, fingerprint ${fingerprint}\nthe pack is complete and unaltered\n`,
      );
      const hash = out.trim().split('\n').at(-1)?.trim() ?? '';
      const tamper = join(__dirname, '..', '..', 'audit', 'pack', 'tamperPack.py');
      assert.equal(python(tamper, pack, hash, '60', '7').stdout, '60 of 60 tamperings with the pack found\n');
    });
  }

  it('is not accepted from another key than the expected one, nor from a key that was replaced', async () => {
    const { pack } = await report(await createKey('RSA_2048'));
    const verify = async (...args: readonly string[]) => {
      const { out, code } = await runCli('audit', 'verify', '--pack', pack, '--json', ...args);
      return [(JSON.parse(out) as { faults: unknown[] }).faults, code];
    };
    assert.deepEqual(await verify('--signing-key', unknown), [
      [{ file: 'index.json', text: 'another key than the expected one signed it' }],
      2,
    ]);
    assert.match(python(join(pack, 'verify.py'), '--signing-key', unknown).stdout, /the expected key did not sign it/);
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(join(pack, 'signing-key.pem'), publicKey.export({ format: 'pem', type: 'spki' }));
    assert.deepEqual(await verify(), [
      [
        { file: 'signing-key.pem', text: 'its hash is not the one in the index' },
        { file: 'signing-key.pem', text: 'its fingerprint is not the one in the index' },
        { file: 'index.json.sig', text: "it is not the key's signature of the index" },
      ],
      2,
    ]);
  });

  it('needs a key that signs', async () => {
    const symmetric = await report(await createKey('SYMMETRIC_DEFAULT'));
    assert.match(symmetric.err, /cannot be used|cannot sign a pack/);
    const other = await report(await createKey('ECC_NIST_P384'));
    assert.match(
      other.err,
      /: cannot sign a pack \(SIGN_VERIFY, ec, secp384r1\); use a key for SIGN_VERIFY with the specification RSA_2048, /,
    );
    assert.equal(
      (await report('evidence')).err,
      '--sign-key evidence: not the ARN of a KMS key; use arn:aws:kms:<region>:<account>:key/<id>',
    );
  });
});

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { auditFolder, type BadInput, getSentences, prepareNothing } from '../../support/badAuditInput';
import { signedTrail } from '../../support/signedTrail';

describe('bad input of audit report and audit verify', () => {
  const { place, write, run } = auditFolder();

  const inputs: readonly BadInput[] = [
    [
      'a quarter that has not begun',
      prepareNothing,
      ['report', '--quarter', '2999Q1', '--trail', 'DIR/trail'],
      1,
      /^quarter 2999Q1 has not begun$/,
    ],
    [
      'a quarter that does not exist',
      prepareNothing,
      ['report', '--quarter', '2026Q5', '--trail', 'DIR/trail'],
      1,
      /argument '2026Q5' is invalid\. expected a quarter such as 2026Q4/,
    ],
    [
      'a quarter without log files',
      prepareNothing,
      ['report', '--quarter', '2025Q1', '--trail', 'DIR/trail', '--out', 'DIR/out'],
      3,
      /^nothing to report: no log file of a trail in .*trail in 2025Q1$/,
    ],
    [
      'a folder for the pack that has files',
      () => write('out/2026Q4/x', ''),
      ['report', '--quarter', '2026Q4', '--trail', 'DIR/trail', '--out', 'DIR/out'],
      1,
      /2026Q4: already has files; move them, or name another folder with --out$/,
    ],
    [
      'a file in the place of the pack',
      () => write('out/2026Q4', ''),
      ['report', '--quarter', '2026Q4', '--trail', 'DIR/trail', '--out', 'DIR/out'],
      1,
      /2026Q4: a file, not a folder; move it, or name another folder with --out$/,
    ],
    [
      'a file in the place of the folder of packs',
      () => write('out', ''),
      ['report', '--quarter', '2026Q4', '--trail', 'DIR/trail', '--out', 'DIR/out'],
      1,
      /2026Q4: cannot be written \(ENOTDIR: .*\)$/,
    ],
    [
      'a signing key that is not an ARN',
      prepareNothing,
      ['report', '--quarter', '2026Q4', '--trail', 'DIR/trail', '--out', 'DIR/out', '--sign-key', 'key'],
      1,
      /^--sign-key key: not the ARN of a KMS key; use arn:aws:kms:<region>:<account>:key\/<id>$/,
    ],
    [
      'public keys that do not exist',
      prepareNothing,
      ['verify', '--trail', 'DIR/trail', '--public-keys', 'DIR/none.json'],
      1,
      /none\.json: cannot be read \(ENOENT: .*\); write it with 'aws cloudtrail list-public-keys /,
    ],
    [
      'an empty list of public keys',
      () => write('keys.json', '{"PublicKeyList":[]}'),
      ['verify', '--trail', 'DIR/trail', '--public-keys', 'DIR/keys.json'],
      1,
      /keys\.json: no public key in the list; write it with '.*', with an earlier time$/,
    ],
    [
      'a trail without digests',
      prepareNothing,
      ['verify', '--trail', 'DIR/trail'],
      3,
      /^nothing to verify: no digest file of a trail in .*trail$/,
    ],
    [
      'a pack that does not exist',
      prepareNothing,
      ['verify', '--pack', 'DIR/none'],
      1,
      /none: cannot be read \(ENOENT: .*\); name the folder of an evidence pack$/,
    ],
    [
      'a folder of packs',
      () => write('out/2026Q4/index.json', '{}'),
      ['verify', '--pack', 'DIR/out'],
      1,
      /out: a folder of packs; name one of them, such as .*2026Q4$/,
    ],
    [
      'a hash that is none',
      prepareNothing,
      ['verify', '--pack', 'DIR/empty', '--index', 'abc'],
      1,
      /argument 'abc' is invalid\. expected a SHA-256: 64 hexadecimal digits/,
    ],
  ];
  getSentences(run, inputs);

  it('is a fault of a pack: a missing file, and an index that is damaged or of another version', async () => {
    const signed = signedTrail({ hours: 2, regions: ['eu-west-1'] });
    for (const [key, body] of signed.files) write(`signed/${key}`, Buffer.from(body));
    write('keys.json', signed.keyList);
    await run([
      'report',
      '--quarter',
      '2026Q4',
      '--trail',
      'DIR/signed',
      '--public-keys',
      place('keys.json'),
      '--out',
      place('out'),
    ]);
    const verify = async () => {
      const { code, out } = await run(['verify', '--pack', 'DIR/out/2026Q4', '--json']);
      return [code, (JSON.parse(out) as { faults: object[] }).faults];
    };
    assert.deepEqual(await verify(), [0, []]);
    rmSync(place('out/2026Q4/changes.json'));
    assert.deepEqual(await verify(), [2, [{ file: 'changes.json', text: 'missing' }]]);
    for (const index of ['{', '{"version":99}']) {
      write('out/2026Q4/index.json', index);
      assert.deepEqual(await verify(), [2, [{ file: 'index.json', text: 'missing, or not the index of a pack' }]]);
    }
  });
});

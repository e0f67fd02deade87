import assert from 'node:assert/strict';
import type { ChainFault } from '../../../audit/chain/chainFault';
import { verifyTrail } from '../../../audit/chain/verifyTrail';
import type { Span } from '../../../audit/trail/listTrail';
import { memoryStore } from '../../support/memoryStore';
import { playTamperings } from '../../support/playTamperings';
import { signedTrail } from '../../support/signedTrail';

const trail = signedTrail({ hours: 6 });
const now = new Date('2026-11-02T12:00:00Z');
const verify = (files: ReadonlyMap<string, Buffer>, span: Span = {}) =>
  verifyTrail(memoryStore(files), trail.keys, span, now);
const kindsOf = (faults: readonly ChainFault[]) => faults.map(({ kind, hour }) => `${kind} ${hour}`);
const keysOf = (part: string) =>
  [...trail.files.keys()].filter((key) => key.includes(part) && key.endsWith('.gz')).sort();
const without = (...keys: readonly (string | undefined)[]) =>
  new Map([...trail.files].filter(([key]) => !keys.includes(key)));

const digests = keysOf('CloudTrail-Digest/eu-west-1/');
const logs = keysOf('CloudTrail/eu-west-1/');

describe('the verification of a trail', () => {
  it('finds nothing in untouched files, and counts them by chain', async () => {
    const { chains, faults, unsigned, notCovered } = await verify(trail.files, trail);
    assert.deepEqual([faults, unsigned, notCovered], [[], [], 0]);
    assert.deepEqual(
      chains.map(({ name, from, to, digests, logs }) => [name.slice(31), from, to, digests, logs]),
      [
        ['eu-west-1_evidence_eu-west-1', '2026-11-02T00:00:00Z', '2026-11-02T06:00:00Z', 6, 9],
        ['us-east-1_evidence_eu-west-1', '2026-11-02T00:00:00Z', '2026-11-02T06:00:00Z', 6, 9],
      ],
    );
  });

  it('lists the newest digest as unsigned in a copy without its signature', async () => {
    const { faults, unsigned } = await verify(without(`${digests.at(-1)}.signature`));
    assert.deepEqual([faults, unsigned], [[], [digests.at(-1)]]);
  });

  it("reads the signature of the newest digest from the metadata of the bucket's object", async () => {
    const [newest = ''] = digests.slice(-1);
    const signature = trail.files.get(`${newest}.signature`)?.toString() ?? '';
    const store = memoryStore(without(`${newest}.signature`));
    const read = async (key: string) => {
      const object = await store.read(key);
      return object && { ...object, metadata: key === newest ? { signature } : undefined };
    };
    const signed = await verifyTrail({ ...store, read }, trail.keys, {}, now);
    assert.deepEqual([signed.faults, signed.unsigned], [[], []]);
  });

  it('verifies files that were copied into one folder', async () => {
    const flat = new Map([...trail.files].map(([key, body]) => [key.slice(key.lastIndexOf('/') + 1), body]));
    assert.deepEqual((await verify(flat)).faults, []);
  });

  it('names the hours that no digest covers', async () => {
    const { faults } = await verify(without(digests[2], digests[3]), trail);
    assert.deepEqual(
      faults
        .filter(({ kind }) => kind !== 'log not listed')
        .map(({ kind, hour, until, file }) => [kind, hour, until, file]),
      [
        ['gap', '2026-11-02T02', '2026-11-02T04', digests[4]],
        ['digest missing', '2026-11-02T04', undefined, digests[3]],
      ],
    );
    assert.ok(faults.some(({ kind }) => kind === 'log not listed'));
  });

  it('names the hours at the ends of the span that no digest covers', async () => {
    const span = { from: new Date('2026-11-01T22:00:00Z'), to: new Date('2026-11-02T12:00:00Z') };
    const { faults } = await verify(without(), span);
    assert.deepEqual(
      faults.filter(({ file }) => file.includes('eu-west-1/')).map(({ kind, hour, until }) => [kind, hour, until]),
      [
        ['gap', '2026-11-01T22', '2026-11-02T00'],
        ['gap', '2026-11-02T06', '2026-11-02T10'],
      ],
    );
  });

  it('finds a region whose digests were all deleted', async () => {
    const { faults } = await verify(without(...digests, `${digests.at(-1)}.signature`));
    assert.deepEqual(new Set(faults.map(({ kind }) => kind)), new Set(['log not listed']));
    assert.equal(faults.length, logs.length);
  });

  it('names a digest whose public key is not at hand', async () => {
    const { faults } = await verifyTrail(memoryStore(trail.files), new Map(), {});
    assert.deepEqual(new Set(kindsOf(faults).map((text) => text.slice(0, 18))), new Set(['unknown public key']));
  });

  it('counts log files that are newer than the last digest', async () => {
    const newer = (logs.at(-1) ?? '').replace(/T\d{4}Z_\w+/, 'T0610Z_0123456789abcdef');
    const { faults, notCovered } = await verify(new Map([...trail.files, [newer, Buffer.from('{}')]]));
    assert.deepEqual([faults, notCovered], [[], 1]);
  });

  it('finds 300 of 300 random tamperings, with file and hour', async () => {
    assert.deepEqual(await playTamperings({ seed: 20261102, count: 300 }), []);
  });
});

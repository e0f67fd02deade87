import assert from 'node:assert/strict';
import { analyzerStateKey } from '../../../contract/storeLayout';
import { lockEndpoint } from '../../../functions/analyzer/endpointState';
import { writeIfChanged } from '../../../functions/analyzer/storedFile';
import { ref } from './analyzerSituation';
import { MemoryStore } from './memoryStore';

const key = analyzerStateKey(ref);
const initial = { schedule: 'rate(1 hour)', since: '2026-11-02T08:00:00.000Z', until: '2026-11-02T08:00:00.000Z' };
const next = { ...initial, until: '2026-11-02T09:00:00.000Z' };
const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 9, minute));

const lock = (store: MemoryStore, run: string, minute: number) =>
  lockEndpoint({ ...ref, store, run, now: at(minute), expires: at(minute + 10), begin: (before) => before ?? initial });
const stored = (store: MemoryStore) => JSON.parse(store.text(key) ?? '');

/** Lets each write take effect without its response: it fails, or the AWS SDK repeats it, and the object is another by then. */
function loseResponses(store: MemoryStore, end: 'fails' | 'is repeated'): void {
  const lost = async (written: Promise<boolean>) => {
    await written;
    if (end === 'fails') throw new Error('ECONNRESET');
    return false;
  };
  const { create, replace } = MemoryStore.prototype;
  store.create = (...args) => lost(create.apply(store, args));
  store.replace = (...args) => lost(replace.apply(store, args));
}

describe('the lock of an endpoint', () => {
  it('is released with the next state', async () => {
    const store = new MemoryStore();
    const { state, release } = await lock(store, 'a', 0);
    assert.deepEqual(state, initial);
    assert.deepEqual(stored(store), { version: 1, ...initial, lock: { run: 'a', expires: at(10).toISOString() } });
    await assert.rejects(lock(store, 'b', 9), { name: 'RunOverlapError' });
    await release(next);
    assert.deepEqual(stored(store), { version: 1, ...next, lock: null });
    assert.equal((await lock(store, 'b', 9)).state.until, next.until);
  });

  it('is taken at the instant at which it expires, and not before by another invocation of its event', async () => {
    const store = new MemoryStore();
    await lock(store, 'a', 0);
    for (const run of ['a', 'b']) await assert.rejects(lock(store, run, 9), { name: 'RunOverlapError' });
    await lock(store, 'b', 10);
  });

  it('is known as taken if the response to its write was lost', async () => {
    for (const isNew of [true, false]) {
      const store = new MemoryStore();
      if (!isNew) await (await lock(store, 'a', 0)).release(next);
      loseResponses(store, 'is repeated');
      await (await lock(store, 'b', 1)).release(next);
      loseResponses(store, 'fails');
      await lock(store, 'c', 2);
      assert.equal(stored(store).lock.run, 'c');
    }
  });

  it('is not taken if its write failed', async () => {
    const store = new MemoryStore();
    store.onWrite = () => {
      throw new Error('SlowDown');
    };
    await assert.rejects(lock(store, 'a', 0), { message: 'SlowDown' });
  });

  it('is left to the run that took it after it expired', async () => {
    const store = new MemoryStore();
    const first = await lock(store, 'a', 0);
    await lock(store, 'b', 10);
    const before = store.text(key);
    await first.release(next);
    assert.equal(store.text(key), before);
    store.objects.delete(key);
    await first.release(next);
    assert.equal(store.text(key), undefined);
  });

  it('is not taken by two runs that read the same state', async () => {
    const store = new MemoryStore();
    const results = await Promise.allSettled([lock(store, 'a', 0), lock(store, 'b', 0)]);
    const [refused, ...others] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    assert.equal(others.length, 0);
    assert.equal(refused.message, 'endpoint churn: another run is at work since a moment ago');
  });

  it('is refused on a state that cannot be read', async () => {
    const store = new MemoryStore();
    for (const text of ['{', '{"version": 2}']) {
      store.put(key, text);
      await assert.rejects(lock(store, 'a', 0), {
        message: `${key}: invalid state of the analyzer; delete the object, and the next run writes a new one`,
      });
    }
  });
});

describe('a stored file', () => {
  it('is written if its text changed', async () => {
    const store = new MemoryStore();
    for (const text of ['a', 'a', 'b', 'b']) await writeIfChanged(store, 'file', text);
    assert.deepEqual(store.writes, ['file', 'file']);
  });

  it('is not overwritten if another run wrote it at the same time', async () => {
    const store = new MemoryStore();
    const results = await Promise.allSettled([writeIfChanged(store, 'file', 'a'), writeIfChanged(store, 'file', 'b')]);
    assert.deepEqual(
      results.map((result) => (result.status === 'rejected' ? result.reason.message : result.status)),
      ['fulfilled', 'file: was written by another run at the same time; the run will be repeated'],
    );
    assert.equal(store.text('file'), 'a');
  });
});

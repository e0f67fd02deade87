import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { folderStore } from '../../store/folderStore';

describe('folderStore', () => {
  let root = '';
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'folder-store-'));
  });
  after(() => rmSync(root, { recursive: true }));

  it('lists objects by prefix and in key order, with size and time', async () => {
    const store = folderStore(join(root, 'listed'));
    for (const key of ['a/c/2.txt', 'a/b/1.txt', 'a/bb.txt', 'z.txt']) await store.create(key, key);
    utimesSync(join(root, 'listed', 'a', 'b', '1.txt'), 0, new Date('2026-11-02T08:14:00Z'));
    const listed = await store.list('a/b');
    assert.deepEqual(
      listed.map(({ key, size }) => [key, size]),
      [
        ['a/b/1.txt', 9],
        ['a/bb.txt', 8],
      ],
    );
    assert.equal(listed[0]?.lastModified.toISOString(), '2026-11-02T08:14:00.000Z');
    assert.deepEqual(await store.folders('a/'), ['b', 'c']);
    assert.deepEqual([await store.list('nothing/'), await store.folders('nothing/')], [[], []]);
  });

  it('opens an object piece by piece and fails when it does not exist', async () => {
    const store = folderStore(join(root, 'read'));
    const bytes = Buffer.alloc(200_000, 'x');
    await store.create('big', bytes);
    assert.deepEqual(await buffer(store.open('big')), bytes);
    await assert.rejects(buffer(store.open('small')), /read\/small: cannot be read/);
  });
});

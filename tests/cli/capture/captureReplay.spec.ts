import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../support/runCli';

const captures = join('assets', 'datasets', 'monitoring', 'captures');
const clean = join(captures, 'clean');

describe('capture replay', () => {
  let folder = '';
  let made = 0;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'capture-replay-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const fresh = () => join(folder, `store-${made++}`);
  const replay = (store: string, from: string, ...args: string[]) =>
    runCli(
      ...['capture', 'replay', '--captures', from, '--store', store, '--endpoint', 'arrival-delay', '--schema', 'v1'],
      ...['--start', '2026-11-27T23', ...args],
    );
  const filesIn = (store: string) =>
    readdirSync(store, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.jsonl'))
      .sort();

  it('shifts folders and times, and no other bytes', async () => {
    const store = fresh();
    const { code, out, err } = await replay(store, clean);
    assert.equal(code, 0, err);
    assert.match(
      out,
      /^replayed 20 capture files with \d+ records, shifted by \+615 h, to the hours 2026-11-27T23:00Z to 2026-11-28T03:00Z\nwritten to .*captures\/arrival-delay\/schema=v1$/,
    );
    const names = filesIn(store);
    assert.equal(names.length, 20);
    for (const name of names) {
      const [day = '', hour = ''] = [name.match(/2026\/11\/\d\d/)?.[0], name.match(/11\/\d\d\/(\d\d)\//)?.[1]];
      const source = new Date(Date.parse(`${day.replaceAll('/', '-')}T${hour}:00:00Z`) - 615 * 3_600_000).toISOString();
      const [was, is] = [source.slice(0, 13), `${day.replaceAll('/', '-')}T${hour}`];
      const path = join(clean, 'arrival-delay', 'AllTraffic', was.replace(/[-T]/g, '/'), name.split('/').at(-1) ?? '');
      const expected = readFileSync(path, 'utf8').replaceAll(`"inferenceTime":"${was}`, `"inferenceTime":"${is}`);
      assert.equal(readFileSync(join(store, name), 'utf8'), expected);
    }
  });

  it('writes nothing twice, and overwrites nothing', async () => {
    const store = fresh();
    await replay(store, clean);
    const again = JSON.parse((await replay(store, clean, '--json')).out);
    assert.deepEqual([again.files, again.written, again.same, again.others], [20, 0, 20, 0]);
    const [first = ''] = filesIn(store);
    writeFileSync(join(store, first), 'something else');
    rmSync(join(store, filesIn(store)[1] ?? ''));
    const { code, err } = await replay(store, clean);
    assert.equal(code, 1);
    assert.match(err, /exists with other content, and captures are never overwritten; choose another --start$/);
    assert.equal(filesIn(store).length, 19, 'nothing was written before the refusal');
  });

  it('prints what it would write with --dry-run, and how many other captures there are', async () => {
    const store = fresh();
    await replay(store, join(captures, 'drifted'));
    const dry = JSON.parse((await replay(store, clean, '--dry-run', '--json')).out);
    assert.deepEqual([dry.dryRun, dry.files, dry.written, dry.others], [true, 20, 0, 8]);
    assert.equal(filesIn(store).length, 8);
    assert.match(
      (await replay(store, clean, '--dry-run')).out,
      /^would replay 20 .*\n8 other capture files in the same hours/,
    );
  });

  it('refuses captures of another shape without --any-shape', async () => {
    const store = fresh();
    const { code, err } = await replay(store, join(captures, 'broken', 'missing-column'));
    assert.equal(code, 1);
    assert.match(err, /the captures do not match schema v1 of arrival-delay; use --any-shape to replay them anyway/);
    assert.match(err, /^ {2}input: 'wind_speed' was removed\.$/m);
    assert.equal((await replay(store, join(captures, 'broken', 'missing-column'), '--any-shape')).code, 0);
    const garbage = await replay(store, join(captures, 'broken', 'garbage'), '--start', '2026-11-29T08');
    assert.equal(garbage.code, 2);
    assert.match(garbage.out, /^2 lines without a time, copied unchanged:$/m);
  });

  it('creates new ids with --new-ids', async () => {
    const ids = (store: string) =>
      filesIn(store).flatMap((name) => readFileSync(join(store, name), 'utf8').match(/(?<="eventId":")[^"]+/g) ?? []);
    const [same, other] = [fresh(), fresh()];
    await replay(same, join(captures, 'drifted'));
    await replay(other, join(captures, 'drifted'), '--new-ids');
    assert.equal(ids(same).length, ids(other).length);
    assert.equal(new Set([...ids(same), ...ids(other)]).size, 2 * ids(same).length);
  });

  it('explains errors in a sentence', async () => {
    const store = fresh();
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const none = await replay(store, empty);
    assert.deepEqual([none.code, none.err], [3, `nothing to replay: no captures (*.jsonl, *.jsonl.gz) under ${empty}`]);
    const flat = join(folder, 'flat.jsonl');
    writeFileSync(flat, '');
    assert.match(
      (await replay(store, flat)).err,
      /flat\.jsonl: the path has no folders <endpoint>\/<variant>\/yyyy\/mm\/dd\/hh/,
    );
    assert.match(
      (await replay(store, clean, '--schema', 'v9')).err,
      /unknown schema v9 of arrival-delay: the registry of/,
    );
    assert.match(
      (await replay(store, clean, '--endpoint', '../x')).err,
      /invalid endpoint name '\.\.\/x': use letters, digits and single hyphens$/,
    );
    const twice = join(folder, 'twice');
    cpSync(clean, twice, { recursive: true });
    assert.match(
      (await replay(store, clean, '--captures', twice)).err,
      /have the same target key .*; omit one of them$/,
    );
  });
});

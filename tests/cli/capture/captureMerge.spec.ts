import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { schemaFaults } from '../../support/jsonSchema';
import { runCli } from '../../support/runCli';

const side = (data: string) => ({ observedContentType: 'text/csv', data, encoding: 'CSV' });
const capture = (inferenceId: string) =>
  JSON.stringify({
    captureData: { endpointInput: side('2,x'), endpointOutput: side('1.0') },
    eventMetadata: { eventId: `e-${inferenceId}`, inferenceId, inferenceTime: '2026-11-02T08:30:00Z' },
    eventVersion: '0',
  });
const truth = (eventId: string, data: string) =>
  JSON.stringify({ groundTruthData: { data, encoding: 'CSV' }, eventMetadata: { eventId }, eventVersion: '0' });

describe('capture merge', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'capture-merge-'));
    const write = (name: string, body: string | Uint8Array) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), body);
    };
    write('captures/delay/All/2026/11/02/08/a.jsonl', `${capture('1')}\n${capture('2')}\n`);
    write('captures/delay/All/2026/11/02/09/b.jsonl.gz', gzipSync(`${capture('3')}\n`));
    write('truth/2026/11/02/11/t.jsonl', `${truth('1', '10')}\n${truth('3', '30')}\n`);
    write('truth/2026/11/03/08/t.jsonl', `${truth('1', '11')}\n${truth('e-2', '20')}\nnonsense\n`);
  });
  after(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  const run = (out: string, ...args: string[]) =>
    runCli('capture', 'merge', '--captures', at('captures'), '--out', at(out), ...args);

  it('writes merged captures to the captures’ folders, and lists what is unmatched, with exit code 2', async () => {
    const { code, out: printed } = await run('all', '--truth', at('truth'));
    assert.equal(code, 2);
    const [captures, late] = [at('captures/delay/All/2026/11/02/08/a.jsonl'), at('truth/2026/11/03/08/t.jsonl')];
    const early = at('truth/2026/11/02/11/t.jsonl');
    assert.deepEqual(printed.split('\n'), [
      'merged: 2, captures without ground truth: 1, ground truth without a capture: 1, replaced: 1, rejected: 1',
      'latency of ground truth: minimum 2.5 h, median 2.5 h, maximum 23.5 h',
      `  ${captures}:2: no ground truth with id '2'.`,
      `  ${late}:2: 'e-2' is the eventId of a capture with an inferenceId; use its inferenceId '2'.`,
      `  ${early}:1: replaced by a later ground truth with id '1': ${late}:1.`,
      `  ${late}:3: the line is not JSON.`,
      `merged captures written to ${at('all')}`,
    ]);
    const merged = readFileSync(at('all/delay/All/2026/11/02/08/a.jsonl'), 'utf8');
    assert.equal(merged, `{"groundTruthData":{"data":"11","encoding":"CSV"},${capture('1').slice(1)}\n`);
    assert.deepEqual(schemaFaults('cli/schemas/merged-capture.schema.json', JSON.parse(merged)), []);
    assert.match(readFileSync(at('all/delay/All/2026/11/02/09/b.jsonl'), 'utf8'), /^\{"groundTruthData":\{"data":"30"/);
  });

  it('merges a complete hour, with exit code 0, and prints JSON', async () => {
    const only = ['--truth', at('truth/2026/11/02'), '--from', '2026-11-02T09'];
    writeFileSync(at('one.jsonl'), `${truth('3', '30')}\n`);
    const { code, out: printed } = await run('hour', '--truth', at('one.jsonl'), '--from', '2026-11-02T09', '--json');
    assert.deepEqual(JSON.parse(printed), {
      counts: { merged: 1, withoutTruth: 0, withoutCapture: 0, replaced: 0, rejects: 0 },
      withoutTruth: [],
      withoutCapture: [],
      replaced: [],
      rejects: [],
      out: at('hour'),
    });
    assert.equal(code, 0);
    assert.equal((await run('again', ...only)).code, 2);
  });

  it('explains in a sentence that there is nothing to merge, with exit code 3', async () => {
    writeFileSync(at('other.jsonl'), truth('9', '1'));
    const { code, err } = await run('none', '--truth', at('other.jsonl'));
    assert.equal(code, 3);
    assert.equal(
      err,
      `nothing to merge: no capture has ground truth under ${at('other.jsonl')}; captures without ground truth: 3, ground truth without a capture: 1, rejected: 0; the first is ${at('other.jsonl')}:1: no capture with id '9'.`,
    );
    const early = (await run('none', '--truth', at('truth'), '--to', '2026-11-02T08')).err;
    assert.match(
      early,
      /^nothing to merge: no captures before 2026-11-02T08:00Z under .*; the next one is from 08:00$/,
    );
  });

  it('reports ground truth that is later than the SLA allows, with exit code 2', async () => {
    const sla = (hours: number) =>
      `endpoint: delay\nowner: ml\nrunbook: https://example.com/\ngroundTruthHours: ${hours}\nfeatures: {}\n`;
    mkdirSync(at('soon/2026/11/02/11'), { recursive: true });
    writeFileSync(at('soon/2026/11/02/11/t.jsonl'), `${truth('3', '30')}\n`);
    const [tight, wide] = [at('tight.yaml'), at('wide.yaml')];
    writeFileSync(tight, sla(2));
    writeFileSync(wide, sla(3));
    const args = ['--truth', at('soon'), '--from', '2026-11-02T09', '--sla'];
    const late = await run('late', ...args, tight);
    assert.equal(late.code, 2);
    assert.equal(
      late.out.split('\n')[2],
      'Ground truth latency requirement is not met. Expected: within 2 hour(s). Observed: of 1 record(s), 1 had it later and 0 have none yet; the longest wait is 2.5 hour(s).',
    );
    assert.equal((await run('soon-enough', ...args, wide)).code, 0);
  });

  it('refuses a folder with an earlier merge, with exit code 1', async () => {
    const { code, err } = await run('captures', '--truth', at('truth'));
    assert.deepEqual([code, err], [1, `${at('captures')}: is not empty; use a new folder, or empty this one`]);
  });
});

import assert from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { modelMonitorJson } from '../../../quality/modelMonitor/modelMonitorJson';
import { pageWords } from '../../support/pageStructure';
import { runCli } from '../../support/runCli';
import { writeBaseline } from '../../support/writeBaseline';

const captures = join('assets', 'datasets', 'monitoring', 'captures');
const clean = join(captures, 'clean');

describe('monitor run', () => {
  let folder = '';
  let [baseline, out] = ['', ''];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'monitor-run-'));
    baseline = writeBaseline(join(folder, 'baseline'));
    out = join(folder, 'report');
  });
  after(() => rmSync(folder, { recursive: true }));
  const run = (...args: string[]) => runCli('monitor', 'run', '--baseline', baseline, '--out', out, ...args);
  const read = (name: string) => readFileSync(join(out, name), 'utf8');

  it('finds no violations in a clean hour, with exit code 0', async () => {
    const { code, out: printed } = await run('--captures', clean, '--from', '2026-11-02T08', '--to', '2026-11-02T09');
    assert.equal(code, 0);
    assert.match(
      printed,
      /^4 capture files, \d+ rows, 0 rejected, compared with baseline 2026-11-01-\w{6}\n( {2}Model Monitor would fail on \d+ records, first \S+: .*\n){3}no violations$/m,
    );
    assert.deepEqual(modelMonitorJson.readViolations(read('constraint_violations.json')), { violations: [] });
    assert.equal(existsSync(join(out, 'rejects.json')), false);
  });

  it('writes a page and prints its path', async () => {
    assert.match(
      (await run('--captures', join(captures, 'drifted'))).out,
      /^report written to .*; open .*report\.html in a browser$/m,
    );
    const page = read('report.html');
    assert.match(page, /<h1>.*3 violations in 3 of 9 features, worst: predicted_arr_delay\.<\/h1>/);
    assert.match(pageWords(page), /Window all captures: hours from 2026-11-02 13:00 to 2026-11-02 14:00 UTC/);
  });

  it('finds drift, with exit code 2, and prints JSON', async () => {
    const { code, out: printed } = await run('--captures', join(captures, 'drifted'), '--json');
    const { status, rows, violations } = JSON.parse(printed);
    assert.deepEqual([code, status], [2, 'CompletedWithViolations']);
    assert.equal(modelMonitorJson.readStatistics(read('statistics.json')).dataset.item_count, rows);
    assert.deepEqual(modelMonitorJson.readViolations(read('constraint_violations.json')).violations, violations);
  });

  it('derives the same statistics from a plain and a gzipped file', async () => {
    const hour = join(clean, 'arrival-delay', 'AllTraffic', '2026', '11', '02', '08');
    const name = '00-00-000-';
    const [file = ''] = readdirSync(hour).filter((file) => file.startsWith(name));
    copyFileSync(join(hour, file), join(folder, 'plain.txt'));
    writeFileSync(join(folder, 'zipped'), gzipSync(readFileSync(join(hour, file))));
    await run('--captures', join(folder, 'plain.txt'));
    const plain = read('statistics.json');
    await run('--captures', join(folder, 'zipped'));
    assert.equal(read('statistics.json'), plain);
  });

  it('writes the rejects, and removes them with the next report', async () => {
    const { out: printed } = await run('--captures', join(captures, 'broken', 'garbage'));
    assert.match(printed, /^ {2}rejected 2, the first: .*\.jsonl:4: the line is not JSON\.$/m);
    assert.equal(JSON.parse(read('rejects.json')).rejects.length, 6);
    await run('--captures', join(captures, 'drifted'));
    assert.equal(existsSync(join(out, 'rejects.json')), false);
  });

  it('explains in a sentence that there is nothing to compare, with exit code 3', async () => {
    const late = await run('--captures', clean, '--from', '2026-11-02T20', '--to', '2026-11-02T21');
    assert.deepEqual(late, {
      code: 3,
      out: '',
      err: `nothing to compare: no captures between 2026-11-02T20:00Z and 2026-11-02T21:00Z under ${clean}; the last one is from 12:45`,
    });
    assert.match(read('report.html'), /<h1>.*Nothing was compared: no captures between 2026-11-02T20:00Z and /);
    assert.equal(existsSync(join(out, 'statistics.json')), false);
    const early = JSON.parse((await run('--captures', clean, '--to', '2026-11-01T08', '--json')).out);
    assert.equal(
      early.reason,
      `no captures before 2026-11-01T08:00Z under ${clean}; the next one is from 2026-11-02T08:00Z`,
    );
  });

  it('names the files of a folder that it passes over: on stderr, as JSON and on the page', async () => {
    const mixed = join(folder, 'mixed');
    mkdirSync(mixed);
    const hour = join(clean, 'arrival-delay', 'AllTraffic', '2026', '11', '02', '08');
    for (const name of readdirSync(hour)) copyFileSync(join(hour, name), join(mixed, name));
    for (const name of ['b.json', 'a.txt']) writeFileSync(join(mixed, name), '{}');
    const { out: printed, err } = await run('--captures', mixed, '--json');
    assert.match(err, /mixed: 2 other files not read: a\.txt, b\.json$/m);
    assert.deepEqual(JSON.parse(printed).otherFiles, [{ folder: mixed, count: 2, names: ['a.txt', 'b.json'] }]);
    assert.match(pageWords(read('report.html')), /mixed: 2 other files not read: a\.txt, b\.json/);
  });

  it('names the first value of another type, with its place, in each form of the result', async () => {
    const file = join(folder, 'units.jsonl');
    const { features } = modelMonitorJson.readStatistics(readFileSync(join(baseline, 'statistics.json'), 'utf8'));
    const [output, ...inputs] = features;
    const cellOf = (text?: string) => (statistics: typeof output) =>
      statistics?.numerical_statistics ? (text ?? String(statistics.numerical_statistics.min)) : 'UA';
    const side = (data: string) => ({ data, encoding: 'CSV' });
    const lines = [undefined, 'N/A'].map((text) => {
      const [request, response] = [inputs.map(cellOf(text)).join(','), cellOf()(output)];
      return JSON.stringify({ captureData: { endpointOutput: side(response), endpointInput: side(request) } });
    });
    writeFileSync(file, lines.join('\n'));
    const text =
      /1 of 2 values is not a (whole )?number; the first is (?:'|&#39;)N\/A(?:'|&#39;) \(.*units\.jsonl:2\), a text for a missing value: send an empty value, or null in JSON\./;
    const { code, out: printed } = await run('--captures', file);
    assert.equal(code, 2);
    assert.match(printed, text);
    assert.match(pageWords(read('report.html')), text);
    const { violations } = modelMonitorJson.readViolations(read('constraint_violations.json'));
    const violation = violations.find(({ constraint_check_type: check }) => check === 'data_type_check');
    assert.match(violation?.cause ?? '', text);
    assert.match(violation?.description ?? '', /^Data type match requirement is not met\. .*% of data is \w+\.$/);
  });

  it('names the first reject when no row can be read', async () => {
    const file = join(folder, 'broken.jsonl');
    writeFileSync(file, '\nnonsense\n[]\n');
    const { code, err } = await run('--captures', file);
    assert.equal(code, 3);
    assert.match(
      err,
      /no row of 1 capture file could be read; 2 lines rejected, the first at .*broken\.jsonl:2: the line is not JSON\. A capture is a JSON object .* use --data\.$/m,
    );
    assert.match(read('report.html'), /<dt>Rejected<\/dt><dd>2<\/dd>/);
    assert.equal(JSON.parse(read('rejects.json')).rejects.length, 2);
    mkdirSync(join(folder, 'empty'));
    assert.match(
      (await run('--captures', join(folder, 'empty'))).err,
      /no captures \(\*\.jsonl, \*\.jsonl\.gz\) under .*empty$/,
    );
  });

  it('shows the causes and notes of a window in which no row can be read', async () => {
    const file = join(folder, 'headers.jsonl');
    const { features } = modelMonitorJson.readStatistics(readFileSync(join(baseline, 'statistics.json'), 'utf8'));
    const [output = '', ...inputs] = features.map(({ name }) => name);
    const side = (names: readonly string[]) => ({ data: names.join(','), encoding: 'CSV' });
    const header = { captureData: { endpointOutput: side([output]), endpointInput: side(inputs) } };
    writeFileSync(file, `nonsense\n{}\nnonsense\n${JSON.stringify(header)}\n`);
    const { code, err } = await run('--captures', file);
    assert.equal(code, 3);
    assert.match(err, /^ {2}rejected 2, the first: .*headers\.jsonl:1: the line is not JSON\.$/m);
    assert.match(err, /^ {2}rejected: .*headers\.jsonl:2: the record has no 'captureData' object\.$/m);
    assert.match(err, /^ {2}1 header among the rows left out$/m);
    assert.match(pageWords(read('report.html')), /1 header among the rows left out/);
    const printed = JSON.parse((await run('--captures', file, '--json')).out);
    assert.deepEqual([printed.status, printed.rejectCauses.length, printed.headerRows], ['Failed', 2, 1]);
  });

  const mistakes: Record<string, [string[], RegExp]> = {
    'an hour that is none': [
      ['--captures', clean, '--from', '2026-02-30T08'],
      /expected a whole hour in UTC, such as 2026-11-02T08/,
    ],
    'a window that ends before it starts': [
      ['--captures', clean, '--from', '2026-11-02T09', '--to', '2026-11-02T08'],
      /^--from 2026-11-02T09:00Z must be before --to 2026-11-02T08:00Z$/,
    ],
    'hours of a file that has none': [
      ['--captures', 'package.json', '--from', '2026-11-02T09'],
      /package\.json: the path has no folders yyyy\/mm\/dd\/hh/,
    ],
    'a folder that does not exist': [['--captures', 'nowhere'], /nowhere: cannot be read/],
  };
  for (const [what, [args, expected]] of Object.entries(mistakes)) {
    it(`refuses ${what}, with exit code 1`, async () => {
      const { code, err } = await run(...args);
      assert.equal(code, 1);
      assert.match(err, expected);
    });
  }

  it('refuses captures of two endpoints', async () => {
    for (const endpoint of ['a', 'b']) {
      const hour = join(folder, 'two', endpoint, 'v', '2026', '11', '02', '08');
      mkdirSync(hour, { recursive: true });
      writeFileSync(join(hour, 'x.jsonl'), '');
    }
    assert.match((await run('--captures', join(folder, 'two'))).err, /captures of 2 endpoints \(a, b\)/);
  });

  it('refuses a changed baseline and names the file', async () => {
    const changed = writeBaseline(join(folder, 'changed'));
    appendFileSync(join(changed, 'statistics.json'), ' ');
    const { code, err } = await runCli('monitor', 'run', '--baseline', changed, '--captures', clean, '--out', out);
    assert.equal(code, 1);
    assert.match(err, /invalid baseline: statistics\.json: hashes to/);
  });
});

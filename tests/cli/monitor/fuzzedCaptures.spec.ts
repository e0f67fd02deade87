import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { rejectedShareOf } from '../../../contract/rejectedShare';
import { anyText } from '../../support/anyText';
import { runCli } from '../../support/runCli';
import { writeBaseline } from '../../support/writeBaseline';

/** Lines of a clean hour. */
function cleanLines(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));
  return files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n')).filter((line) => line !== '');
}

describe('monitor run on fuzzed captures', () => {
  let folder = '';
  let baseline = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fuzzed-captures-'));
    baseline = writeBaseline(join(folder, 'baseline'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('never ends in a stack trace, or in success with more than 5 % rejected', async function () {
    this.timeout(120_000);
    const clean = cleanLines(join('assets', 'datasets', 'monitoring', 'captures', 'clean'));
    const line = fc.constantFrom(...clean);
    const damaged = fc
      .tuple(
        line,
        fc.nat(),
        fc.nat(40),
        fc.oneof(fc.constantFrom('', '"', '\\', '[', '{}', ',', '\0', 'NaN', '\\n'), anyText()),
      )
      .map(([text, at, gone, put]) => {
        const place = at % text.length;
        return text.slice(0, place) + put + text.slice(place + gone);
      });
    const body = fc.record({
      observedContentType: fc.constantFrom('text/csv', 'application/json', 'application/jsonlines', 'x'),
      encoding: fc.constantFrom('CSV', 'JSON', 'BASE64', 'XML'),
      data: fc.oneof(anyText(), fc.json(), fc.jsonValue()),
    });
    const invented = fc
      .record({ captureData: fc.record({ endpointInput: body, endpointOutput: body }, { requiredKeys: [] }) })
      .map((record) => JSON.stringify(record));
    const bad = fc.oneof(damaged, invented, anyText(), fc.json());
    const file = fc
      .tuple(fc.array(line, { maxLength: 60 }), fc.array(bad, { maxLength: 12 }))
      .map(([good, others]) => [...good, ...others].map((text) => text.replaceAll('\n', ' ')).join('\n'));
    await fc.assert(
      fc.asyncProperty(file, async (content) => {
        const captures = join(folder, 'captures.jsonl');
        const out = join(folder, 'report');
        rmSync(out, { recursive: true, force: true });
        writeFileSync(captures, content);
        const printed = await runCli(
          'monitor',
          'run',
          '--baseline',
          baseline,
          '--captures',
          captures,
          '--out',
          out,
          '--json',
        );
        assert.doesNotMatch(printed.out + printed.err, /^\s+at .*:\d+:\d+\)?$/m);
        assert.ok(
          printed.code !== null && [0, 2, 3, 4].includes(printed.code),
          `exit code ${printed.code}: ${printed.err}`,
        );
        if (printed.code !== 0) return;
        const rejects = join(out, 'rejects.json');
        const { rows: rejected = 0 } = existsSync(rejects) ? JSON.parse(readFileSync(rejects, 'utf8')) : {};
        assert.ok(rejectedShareOf({ rows: JSON.parse(printed.out).rows, rejected }) <= 0.05);
      }),
      { numRuns: 60 },
    );
  });
});

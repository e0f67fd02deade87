import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CaptureSchema } from '../../contract/captureSchema';
import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { TrainingTable } from '../../quality/baseline/trainingTable';
import { suggestConstraints } from '../../quality/constraints/suggestConstraints';
import { numericDistance } from '../../quality/drift/distributionDistance';
import { analyzeWindow } from '../../quality/monitor/analyzeWindow';
import { columnStatistics } from '../../quality/profile/columnStatistics';
import { plainDistance, plainStatistics } from '../support/plainReference';

/** A column that a seed makes: long ones can't be drawn value by value. */
interface Recipe {
  readonly seed: number;
  readonly rows: number;
  readonly kind: keyof typeof kinds;
  /** Of a hundred values, how many are missing. */
  readonly missing: number;
}

/** Values of a column by a random number in 0..1. */
const kinds = {
  'whole numbers': (r) => String(Math.round(r * 1000 - 500)),
  'few numbers': (r) => ['0', '-0', '-0.0', '7', '1e0', '+3'][Math.floor(r * 6)] ?? '',
  decimals: (r) => (r * 300 - 100).toFixed(2),
  'all digits': (r) => String((r - 0.5) * 1e6),
  'many sizes': (r) => String(Math.sign(r - 0.5) * 10 ** (r * 600 - 300)),
  'nearly equal': (r) => String(1_700_000_000 + r),
  'one far away': (r) => (r > 0.999 ? '1e300' : (r * 10).toFixed(4)),
  ascending: (r, i) => String(i + Math.floor(r * 3)),
  descending: (r, i) => String(-i * 1.5 - Math.floor(r * 3)),
  'odd spellings': (r) => [' 7', '- 2', '007', '1E-3', '12345678901234567890', '0.1e1'][Math.floor(r * 6)] ?? '',
  'few texts': (r) => ['a', 'é', 'true', 'NaN', '5.', ' '][Math.floor(r * 6)] ?? '',
  'many texts': (r) => `v${Math.floor(r * 5000)}`,
  'mostly numbers': (r) => (r > 0.998 ? 'n/a' : String(r)),
} as const satisfies Record<string, (random: number, i: number) => string>;

const recipe = (most: number): fc.Arbitrary<Recipe> =>
  fc.record({
    seed: fc.nat(),
    rows: fc.oneof(fc.nat(40), fc.integer({ min: 2040, max: 2060 }), fc.nat(most)),
    kind: fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])),
    missing: fc.constantFrom(0, 0, 3, 60),
  });

function columnOf({ seed, rows, kind, missing }: Recipe, length = rows): (string | null)[] {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length }, (_, i) => (random() * 100 < missing ? null : kinds[kind](random(), i)));
}

/** The engine's statistics in the form of the reference. */
function statisticsByRule({ name, inferred_type, numerical_statistics, string_statistics }: FeatureStatistics) {
  const own = numerical_statistics ?? string_statistics;
  const presence = { ...own?.common, completeness: own?.completeness };
  if (numerical_statistics) {
    const { common: _, approximate_num_distinct_values: __, completeness: ___, ...numbers } = numerical_statistics;
    return { name, inferred_type, common: presence, numbers };
  }
  const buckets = string_statistics?.distribution?.categorical.buckets;
  const categories = buckets && new Map(buckets.map(({ value, count }) => [value, count]));
  return { name, inferred_type, common: presence, ...(categories && { categories }) };
}

const runs = { numRuns: 40 };

describe('the engine against a plain reference implementation', () => {
  for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
    it(`agrees to the last bit on 20,000 rows of ${kind}`, () => {
      const column = columnOf({ seed: 5, rows: 20_000, kind, missing: 2 });
      assert.deepEqual(statisticsByRule(columnStatistics('x', column).statistics), plainStatistics('x', column));
    });
  }

  it('agrees on any column', () => {
    fc.assert(
      fc.property(recipe(9000), (drawn) => {
        const column = columnOf(drawn);
        assert.deepEqual(statisticsByRule(columnStatistics('x', column).statistics), plainStatistics('x', column));
      }),
      runs,
    );
  });

  it('agrees on a CSV table, in pieces of any size', () => {
    fc.assert(
      fc.property(
        fc.array(recipe(3000), { minLength: 2, maxLength: 4 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        (recipes, size, lineEnd) => {
          const rows = Math.min(...recipes.map(({ rows: count }) => count));
          // A row without any value would be a blank line, were it of one column.
          const columns = recipes.map((drawn) => columnOf(drawn, rows));
          const [first, ...input] = columns.map((_, i) => ({ name: `c${i}`, type: 'String' as const }));
          if (!first) return;
          const schema: CaptureSchema = { version: 'v1', output: [first], input };
          const table = new TrainingTable(schema, () => undefined, false);
          table.beginFile('t');
          const reader = table.csvReader();
          const lines = Array.from({ length: rows }, (_, r) => columns.map((column) => column[r] ?? '').join(','));
          const bytes = Buffer.from(lines.join(lineEnd));
          for (let at = 0; at < bytes.length; at += size) reader.push(Buffer.from(bytes.subarray(at, at + size)));
          reader.end();
          const features = table.finish().columns.map(({ statistics }) => statisticsByRule(statistics));
          assert.deepEqual(
            features,
            columns.map((column, i) => plainStatistics(`c${i}`, column)),
          );
        },
      ),
      runs,
    );
  });

  it('agrees on captures in any files, pieces and rows per record', async () => {
    const layout = fc.record({
      perRecord: fc.integer({ min: 1, max: 5 }),
      perFile: fc.integer({ min: 1, max: 400 }),
      size: fc.integer({ min: 1, max: 3000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(recipe(2500), { minLength: 2, maxLength: 3 }),
        layout,
        async (recipes, { perRecord, perFile, size }) => {
          const rows = Math.max(1, Math.min(...recipes.map(({ rows: count }) => count)));
          const columns = recipes.map((drawn) => columnOf(drawn, rows));
          const records: string[] = [];
          for (let r = 0; r < rows; r += perRecord) {
            const body = (of: typeof columns) =>
              Array.from({ length: Math.min(perRecord, rows - r) }, (_, k) =>
                of.map((column) => column[r + k] ?? '').join(','),
              ).join('\n');
            const side = (data: string) => ({ observedContentType: 'text/csv', data, encoding: 'CSV' });
            // An output of one column would have blank lines for missing values, so it goes along with the first input.
            const captureData = { endpointInput: side(body(columns)) };
            records.push(JSON.stringify({ captureData, eventMetadata: { eventId: `e${r}` }, eventVersion: '0' }));
          }
          const files: Buffer[] = [];
          for (let r = 0; r < records.length; r += perFile) {
            files.push(Buffer.from(records.slice(r, r + perFile).join('\n')));
          }
          const captures = files.map((bytes, i) => ({
            file: `f${i}`,
            open: () =>
              Array.from({ length: Math.ceil(bytes.length / size) }, (_, k) =>
                Buffer.from(bytes.subarray(k * size, (k + 1) * size)),
              ),
          }));
          const expected = columns.map((column, i) => plainStatistics(`c${i}`, column));
          const statistics = {
            version: 0,
            dataset: { item_count: rows },
            features: columns.map((column, i) => columnStatistics(`c${i}`, column).statistics),
          };
          const analysis = await analyzeWindow({ captures, statistics, constraints: suggestConstraints(statistics) });
          assert.deepEqual(analysis.rejects, []);
          assert.deepEqual(analysis.statistics.features.map(statisticsByRule), expected);
        },
      ),
      runs,
    );
  });

  it('does not depend on row order if only categories are counted', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'true', null)), fc.nat(), (column, seed) => {
        const permuted = column
          .map((value, i) => ({ value, key: Math.imul(i + 1, 2_654_435_761) ^ seed }))
          .sort((a, b) => a.key - b.key)
          .map(({ value }) => value);
        fc.pre(column.some((value) => value !== null));
        assert.deepEqual(columnStatistics('x', permuted), columnStatistics('x', column));
      }),
    );
  });

  it('finds the drift of any two columns', () => {
    const levels = (drawn: Recipe) =>
      columnStatistics('x', columnOf({ ...drawn, missing: 0 })).statistics.numerical_statistics?.distribution?.kll
        .sketch.data;
    fc.assert(
      fc.property(recipe(9000), recipe(9000), fc.constantFrom('Simple' as const, 'Robust' as const), (a, b, method) => {
        const [left, right] = [levels(a), levels(b)];
        fc.pre(left !== undefined && right !== undefined);
        if (!left || !right) return;
        assert.equal(numericDistance(left, right, method), plainDistance(left, right, method));
      }),
      runs,
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AlarmVerdict } from '../../../contract/windowSummary';
import type { CaptureNotes } from '../../../quality/record/noteList';
import { selectPlotted } from '../../../report/monitorRun/featuresSection';
import { runPage } from '../../../report/monitorRun/runPage';
import { emptyRunReport } from '../../../report/monitorRun/runReport';
import { anyText } from '../../support/anyText';
import { assertSoundPage, hostileTexts, pageStructure, pageWords } from '../../support/pageStructure';
import { sampleBaseline, sampleColumns, sampleRun } from '../../support/sampleRun';

const numbers = (from: number) => Array.from({ length: 60 }, (_, i) => String(from + i));
/** So many columns, of which the first few drifted, each as far as the next. */
const wide = (count: number, drifted: number) =>
  Array.from({ length: count }, (_, i) => ({
    name: `feature ${i}`,
    before: numbers(0),
    after: numbers(i < drifted ? 1000 : i % 7),
  }));

/** What captures show besides their rows, with a text from the captures. */
const notesWith = (text: string): CaptureNotes => ({
  excludedRecords: 3,
  headerRows: 2,
  unknownKeys: [{ side: 'input', key: text, rows: 7, file: text, line: 3 }],
  oddities: [{ kind: 'duplicateKeys', records: 2, file: text, line: 5 }],
  containerRefusals: [{ kind: 'nestedRequest', records: 1, file: text, line: 4 }],
});

/** A verdict of a calibration, with a text from the baseline or the window. */
const calibrated = (text: string): AlarmVerdict => ({
  mode: 'calibrated',
  reason: `The most unusual feature is ${text}: about once in 12 weeks. The window is extreme.`,
  judged: { score: 9, limits: { unusual: 4, extreme: 8 }, isUnusual: true, isAlarm: true },
  features: [
    {
      name: text,
      check: 'common',
      score: 9,
      onceInWeeks: 12,
      reference: 'hourOfDay',
      part: `the baseline's most frequent value '${text}': 9 % instead of 60 %`,
      isAlarm: true,
      exact: { distance: 0.05, limit: 0.1, isAlarm: false },
    },
    { name: `${text}.`, check: 'shape', score: 2, onceInWeeks: 0.2, reference: 'flat', part: text, isAlarm: false },
  ],
});

describe('runPage', () => {
  it('is valid for every outcome of a run', () => {
    assertSoundPage(runPage(sampleRun()));
    assertSoundPage(runPage(sampleRun({ missing: 2, setAside: ['the line is not JSON.'] })));
    assertSoundPage(runPage(sampleRun({ strict: true, config: { evaluate_constraints: 'Disabled' } })));
  });

  it('starts with the verdict, the window and the approver of the baseline', () => {
    const text = pageWords(runPage(sampleRun()));
    assert.match(text, /✗ 5 violations in 4 of 7 features, worst: plan\./);
    assert.match(text, /Status CompletedWithViolations Window 2026-11-02 08:00 to 2026-11-02 10:00 UTC/);
    assert.match(
      text,
      /Baseline 2026-11-01-3f9a2c Baseline approved 2026-11-01 12:00 UTC by arn:aws:iam::123456789012:user\/reviewer/,
    );
    assert.match(text, /Reason a week without incidents/);
    const same = sampleColumns.filter(({ name }) => name === 'same');
    assert.match(pageWords(runPage(sampleRun({ columns: same }))), /✓ No violations: 1 feature was checked\./);
  });

  it('lists features with violations first, then by nearness to a limit', () => {
    assert.deepEqual(
      sampleRun().features.map(({ name }) => name),
      ['plan', 'sparse', 'retyped', 'drifted', 'same', 'free text', 'empty'],
    );
  });

  it('shows the name of a feature in metrics beside its own, where they differ', () => {
    const columns = ['größe <b>', 'wind speed'].map((name) => ({ name, before: numbers(0), after: numbers(0) }));
    const text = pageWords(runPage(sampleRun({ columns })));
    assert.match(text, /größe &lt;b&gt; \(in metrics: gro_e_b-b5577a501f730ab8\)/);
    assert.doesNotMatch(text, /wind speed \(in metrics/);
  });

  it('gives a change by the SLA to the feature with the longest name that it begins with', () => {
    const columns = ['a', 'a: b'].map((name) => ({ name, before: numbers(0), after: numbers(0) }));
    const slaChanges = ['a: must not be negative, by the SLA.', 'a: b: must not be negative, by the SLA.'];
    const { features } = sampleRun({ columns, slaChanges });
    const changes = Object.fromEntries(features.map((feature) => [feature.name, feature.slaChanges]));
    const change = ['must not be negative, by the SLA.'];
    assert.deepEqual(changes, { a: change, 'a: b': change });
  });

  it('shows values, limits and changes by the SLA per feature', () => {
    const page = runPage(
      sampleRun({
        slaChanges: ["drifted: drift threshold lowered from 0.1 to the SLA's 0.05."],
        constraints: (suggested) => ({
          ...suggested,
          features: suggested.features.map((feature) =>
            feature.name === 'drifted'
              ? { ...feature, monitoringConfigOverrides: { distribution_constraints: { comparison_threshold: 0.05 } } }
              : feature,
          ),
        }),
      }),
    );
    const text = pageWords(page);
    assert.match(text, /Distance 0\.\d{3}, above the limit of 0\.05\./);
    assert.match(text, /Constraint: drift threshold lowered from 0\.1 to the SLA&#39;s 0\.05\./);
    assert.match(text, /Present: 75% \(at least 100%; baseline 100%\)\./);
    assert.match(text, /Types: Integral 50%, String 50%; expected Integral\./);
    assert.match(text, /Distance: not compared \(the types differ\)\./);
    assert.match(text, /The baseline has 400 distinct values, too many/);
  });

  it('states that a check is disabled', () => {
    const withOverride = (name: string, override: object) =>
      pageWords(
        runPage(
          sampleRun({
            constraints: (suggested) => ({
              ...suggested,
              features: suggested.features.map((feature) =>
                feature.name === name ? { ...feature, monitoringConfigOverrides: override } : feature,
              ),
            }),
          }),
        ),
      );
    assert.match(withOverride('same', { evaluate_constraints: 'Disabled' }), /same – not checked/);
    assert.match(
      withOverride('same', { distribution_constraints: { perform_comparison: 'Disabled' } }),
      /Distance: not compared \(the comparison is disabled\)\./,
    );
    const none = pageWords(runPage(sampleRun({ config: { evaluate_constraints: 'Disabled' } })));
    assert.match(none, /✗ Nothing was checked: the baseline&#39;s monitoring_config disables all checks\./);
  });

  it('compares nothing when the window has another number of columns', () => {
    const page = runPage(sampleRun({ missing: 1 }));
    const text = pageWords(page);
    assert.match(text, /✗ The captures have 6 columns, the baseline has 7: columns cannot be matched with features/);
    assert.match(text, /Missing columns missing_column_check There are missing columns in current dataset\./);
    assert.match(text, /7 empty no values –/);
    assert.doesNotMatch(page, /<svg|id="features"|id="all-features"/);
  });

  it('marks violations that are not Model Monitor’s', () => {
    const below = { name: 'x', before: numbers(0), after: numbers(-1) };
    assert.match(pageWords(runPage(sampleRun({ columns: [below], strict: true }))), /x non_negative_check – strict/);
  });

  it('notes headers, unknown keys and what Model Monitor’s container refuses', () => {
    const text = pageWords(runPage({ ...sampleRun(), notes: notesWith('a.b') }));
    assert.match(text, /2 headers among the rows left out/);
    assert.match(text, /unknown key &#39;a\.b&#39; in the input: 7 rows, first a\.b:3/);
    assert.match(
      text,
      /Model Monitor would fail on 1 record, first a\.b:4: the JSON of the request is not one object of single values/,
    );
    assert.doesNotMatch(pageWords(runPage(sampleRun())), /Notes on the captures/);
  });

  it('names extra columns, which belong to no feature, in the verdict', () => {
    const calm = { name: 'x', before: numbers(0), after: numbers(0) };
    const report = sampleRun({ columns: [calm] });
    const description = 'There are extra columns in current dataset.';
    const extra = { feature_name: 'Extra columns', constraint_check_type: 'extra_column_check' as const, description };
    assert.match(pageWords(runPage({ ...report, violations: [extra] })), /✗ 1 violation: Extra columns\./);
  });

  it('explains why nothing was compared, and lists the rejects', () => {
    const baseline = sampleBaseline([{ name: 'x', values: ['1'] }]);
    const reason = 'no row of 1 capture file could be read; 12001 lines rejected';
    const rejects = Array.from({ length: 300 }, (_, i) => ({
      file: 'a.jsonl',
      line: i + 1,
      reason: 'the line is not JSON.',
    }));
    const page = runPage(
      emptyRunReport(
        {
          reason,
          rejects,
          rejectCount: 12_001,
          rejectCauses: [{ file: 'a.jsonl', line: 1, reason: 'the line is not JSON.', count: 300 }],
        },
        { writtenAt: new Date(0), window: { files: 1 }, baseline },
      ),
    );
    assertSoundPage(page);
    const text = pageWords(page);
    assert.match(text, /✗ Nothing was compared: no row of 1 capture file could be read/);
    assert.match(text, /Status Failed Window all captures Capture files 1 Rows 0 Rejected 12001/);
    assert.match(text, /The report has the first 300 of 12001\./);
    assert.match(text, /the line is not JSON\. 300 a\.jsonl:1 First 200 rejects, with file and line/);
  });

  it('says for each feature how unusual it is, against what, what moved, and what the exact rule says', () => {
    const page = runPage({ ...sampleRun(), alarms: calibrated('plan') });
    assertSoundPage(page);
    const text = pageWords(page);
    assert.match(text, /Alarms on distributions Judged by the calibration of the baseline, which alarms go by\./);
    assert.match(
      text,
      /plan ✗ alarm about once in 12 weeks common past windows of the same hour of day the baseline&#39;s most frequent value &#39;plan&#39;: 9 % instead of 60 % no alarm \(distance 0\.05, limit 0\.1\)/,
    );
    assert.match(text, /plan\. ✓ no alarm about 5 times a week shape all past windows plan compared nothing/);
    const reason = "Baseline 2026-11-01-3f9a2c has no calibration; 'baseline calibrate' makes one.";
    const exact = pageWords(runPage({ ...sampleRun(), alarms: { mode: 'exact', reason } }));
    assert.match(
      exact,
      /Alarms go by the exact rule: each drift violation above raises one\. Baseline \S+ has no calibration/,
    );
  });

  it('plots features with violations and those nearest to a limit, and counts the others', () => {
    const few = sampleRun({ columns: wide(24, 0) });
    assert.equal(selectPlotted(few.features).length, 24);
    const calm = sampleRun({ columns: wide(60, 0) });
    assert.equal(selectPlotted(calm.features).length, 12);
    const some = sampleRun({ columns: wide(60, 20) });
    assert.ok(selectPlotted(some.features).every(({ violations }) => violations.length > 0));
    const page = runPage(sampleRun({ columns: wide(500, 40) }));
    assert.equal(page.match(/<figure /g)?.length, 24);
    assert.match(page, /476 features not plotted \(16 with violations\); see the table below\./);
    assert.equal(page.match(/feature \d+<\/span><\/th>/g)?.length, 540);
    assert.ok(page.length < 1_000_000, `the page has ${page.length} characters`);
  });

  it('lets no text change the structure of the page', () => {
    const named = (text: string) =>
      runPage({
        notes: notesWith(text),
        alarms: calibrated(`#${text}`),
        ...sampleRun({
          columns: [
            { name: `#${text}`, before: ['1', '2'], after: ['5', '6'] },
            { name: 'texts', before: ['a', 'b'], after: [`#${text}`, `#${text}`] },
          ],
          slaChanges: [`#${text}: ${text}`],
          setAside: [text],
        }),
      });
    const plain = pageStructure(named('plain'));
    fc.assert(
      fc.property(fc.oneof(anyText(1), fc.constantFrom(...hostileTexts)), (text) => {
        assert.equal(pageStructure(named(text)), plain);
      }),
      { numRuns: 60 },
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkTypes } from '../../../contract/modelMonitorFiles';
import type { BrokenPromise, UnusualFeatureSummary } from '../../../contract/windowSummary';
import { addReport, closeIncident, openIncident, type WindowReport } from '../../../incidents/document/incident';
import { formatIncidentDocument, parseIncidentDocument } from '../../../incidents/document/incidentDocument';
import { violationHints } from '../../../incidents/document/violationHints';
import { schemaFaults } from '../../support/jsonSchema';

const report = (
  hour: number,
  brokenPromises: readonly BrokenPromise[],
  changes: Partial<WindowReport> = {},
): WindowReport => ({
  endpoint: 'churn',
  schema: 'v1',
  monitoringSchedule: 'churn-schedule',
  hour: new Date(Date.UTC(2026, 10, 23, hour)),
  to: new Date(Date.UTC(2026, 10, 23, hour + 1)),
  key: `reports/churn/schema=v1/churn/churn-schedule/2026/11/23/${hour}/`,
  version: 'v1',
  brokenPromises,
  causes: [],
  rejects: [],
  rejectCount: 0,
  rows: 300,
  ...changes,
});
const violation = (check: string, feature: string, description = 'Found.'): BrokenPromise => ({
  feature,
  check,
  severity: 'warning',
  description,
});

describe('an incident document', () => {
  it('is this text for an incident of one window', () => {
    const rejects = [{ file: 'a.jsonl', line: 7, reason: 'not JSON' }];
    const violations = [violation('range_check', 'a|b', 'Two\n\nlines.'), violation('data_type_check', 'plan')];
    const document = formatIncidentDocument(openIncident(report(10, violations, { rejects, rejectCount: 1 })));
    const key = 'reports/churn/schema=v1/churn/churn-schedule/2026/11/23/10/summary.json';
    const [, frontMatter, body] = document.split('---\n', 3).concat('');
    assert.match(frontMatter ?? '', /^id: churn-2026112310\n/);
    assert.match(
      frontMatter ?? '',
      /\nrejectedLines: 1\nsimilar: \[\]\nrunbooks: \[\]\nactions: \[\]\nmessages: \[\]\n$/,
    );
    assert.ok(body !== undefined);
    const hints = (type: 'range_check' | 'data_type_check') => [
      ...violationHints[type].causes.map((cause) => `- ${cause}`),
      '',
      ...violationHints[type].remediation.map((step, i) => `${i + 1}. ${step}`),
    ];
    const text = document.slice(document.indexOf('\n# ') + 1);
    assert.equal(
      text,
      [
        '# churn-2026112310',
        '',
        'Endpoint churn violated its data contract in the window of 2026-11-23 10:00 UTC: data_type_check on plan; range_check on a|b. A clean window closes it.',
        '',
        '## Violations',
        '',
        '| Feature | Check | Severity | Windows | First | Last | Latest violation |',
        '| --- | --- | --- | --- | --- | --- | --- |',
        '| plan | data_type_check | warning | 1 | 2026-11-23 10:00 UTC | 2026-11-23 10:00 UTC | Found. |',
        '| a\\|b | range_check | warning | 1 | 2026-11-23 10:00 UTC | 2026-11-23 10:00 UTC | Two lines. |',
        '',
        '## Likely causes',
        '',
        'No pattern was found in the numbers of the windows.',
        '',
        '## Usual causes and remediation by check',
        '',
        '### data_type_check',
        '',
        ...hints('data_type_check'),
        '',
        '### range_check',
        '',
        'A strict-mode check; the managed container does not make it.',
        '',
        ...hints('range_check'),
        '',
        '## Reports',
        '',
        `- 2026-11-23 10:00 UTC (300 rows): [${key}](../../../${key})`,
        '',
        '## Rejected records',
        '',
        '- a.jsonl:7: not JSON',
        '',
        '## Notes',
        '',
        'What was the cause, and the fix? Text below this heading is kept when the incident is updated.',
        '',
      ].join('\n'),
    );
  });

  it('ranks the distributions that raised an alarm by how unusual they were in their latest window', () => {
    const check = 'baseline_drift_check';
    const unusual = (name: string, score: number, part: string): UnusualFeatureSummary => ({
      name,
      check: 'location',
      score,
      onceInWeeks: score,
      reference: 'rolling',
      part,
      isAlarm: true,
      exact: { distance: 0.08, limit: 0.1, isAlarm: false },
    });
    const both = [violation(check, 'age'), violation(check, 'a|b')];
    const opened = openIncident(
      report(10, both, { unusual: [unusual('a|b', 30, 'zeros: 9 % instead of 1 %'), unusual('age', 8, 'old')] }),
    );
    const next = report(11, [violation(check, 'age'), violation('data_type_check', 'a|b')], {
      unusual: [unusual('age', 12, 'values above 40: 61 % instead of 34 %')],
    });
    const document = formatIncidentDocument(addReport(opened, next));
    const at = document.indexOf('## Unusual distributions');
    assert.equal(
      document.slice(at, document.indexOf('\n\n## Likely causes')),
      [
        '## Unusual distributions',
        '',
        'In the latest window of each feature, the most unusual first.',
        '',
        '| Feature | How unusual | Check | Compared with | What moved | Exact rule |',
        '| --- | --- | --- | --- | --- | --- |',
        '| a\\|b | about once in 30 weeks | location | the four weeks before | zeros: 9 % instead of 1 % | no alarm (distance 0.08, limit 0.1) |',
        '| age | about once in 12 weeks | location | the four weeks before | values above 40: 61 % instead of 34 % | no alarm (distance 0.08, limit 0.1) |',
      ].join('\n'),
    );
    const { incident } = parseIncidentDocument(document);
    assert.deepEqual(
      incident.violations.map(({ checkType, unusual: of }) => [checkType, of?.name]),
      [
        [check, 'a|b'],
        [check, 'age'],
        ['data_type_check', undefined],
      ],
    );
    assert.deepEqual(schemaFaults('incidents/schemas/incident.schema.json', incident), []);
  });

  it('of an earlier release is read: without histograms and time of detection', () => {
    const incident = openIncident(report(10, [violation('range_check', 'age')]));
    const text = formatIncidentDocument(incident).replace(/^histograms: .*\n/m, '');
    assert.doesNotMatch(text, /histograms|Distributions|From the start/);
    assert.deepEqual(parseIncidentDocument(text).incident.histograms, []);
  });

  it('shows names of features as they are, not as Markdown', () => {
    const name = '*Size* [m](http://x) <b> `q` \\ _a_ b_c | ~~d~~ &amp;';
    const document = formatIncidentDocument(openIncident(report(10, [violation('range_check', name)])));
    const text = '\\*Size\\* \\[m\\](http://x) \\<b\\> \\`q\\` \\\\ \\_a\\_ b_c | \\~\\~d\\~\\~ \\&amp;';
    assert.ok(document.includes(`range_check on ${text}. A clean`), document);
    assert.ok(document.includes(`\n| ${text.replace('|', '\\|')} | range_check |`), document);
  });

  it('names the features of a check, and the clean window that closed it', () => {
    const open = openIncident(report(10, [violation('range_check', 'b'), violation('range_check', 'a')]));
    const document = formatIncidentDocument(closeIncident(open, report(11, [])));
    assert.ok(document.includes(': range_check on a, b. The window of 2026-11-23 11:00 UTC was clean.\n'));
    assert.ok(document.includes('summary.json)\n\n## Notes\n'));
  });

  it('is parsed with Windows line ends, with notes and without them', () => {
    const incident = openIncident(report(10, [violation('range_check', 'a')]));
    const document = formatIncidentDocument(incident, 'The unit changed.\n\n---\n\nFixed.');
    assert.equal(parseIncidentDocument(document).notes, 'The unit changed.\n\n---\n\nFixed.');
    const windows = document.replaceAll('\n', '\r\n').replace('\r\n## Notes\r\n', '\n## Notes\n');
    assert.equal(parseIncidentDocument(windows).notes, 'The unit changed.\r\n\r\n---\r\n\r\nFixed.');
    const withoutNotes = document.slice(0, document.indexOf('## Notes'));
    assert.equal(parseIncidentDocument(withoutNotes).notes, '');
    const unchanged = formatIncidentDocument(incident);
    assert.match(unchanged, /\nWhat was the cause, and the fix\?/);
    assert.equal(parseIncidentDocument(unchanged).notes, '');
    assert.throws(() => parseIncidentDocument(`x${document}`), { message: /has no YAML front matter$/ });
  });

  it('has front matter, a summary and a table', () => {
    const first = openIncident(
      report(10, [violation('completeness_check', 'age', 'Expected: 100.0%. Observed: Only 97.0%.')]),
    );
    const lines = formatIncidentDocument(addReport(first, report(11, [violation('completeness_check', 'age')]))).split(
      '\n',
    );
    assert.deepEqual(lines.slice(0, 3), ['---', 'id: churn-2026112310', 'endpoint: churn']);
    assert.ok(
      lines.includes(
        'Endpoint churn violated its data contract in 2 windows from 2026-11-23 10:00 UTC to 2026-11-23 11:00 UTC: completeness_check on age. A clean window closes it.',
      ),
    );
    assert.ok(
      lines.includes(
        '| age | completeness_check | warning | 2 | 2026-11-23 10:00 UTC | 2026-11-23 11:00 UTC | Found. |',
      ),
    );
    const key = 'reports/churn/schema=v1/churn/churn-schedule/2026/11/23/10/summary.json';
    assert.ok(lines.includes(`- 2026-11-23 10:00 UTC (300 rows): [${key}](../../../${key})`));
  });

  it('has causes and remediation for each violated check type only', () => {
    for (const type of checkTypes) {
      const lines = formatIncidentDocument(openIncident(report(10, [violation(type, 'age')]))).split('\n');
      assert.deepEqual(
        lines.filter((line) => line.startsWith('### ')),
        [`### ${type}`],
      );
      for (const cause of violationHints[type].causes) assert.ok(lines.includes(`- ${cause}`));
      violationHints[type].remediation.forEach((step, i) => {
        assert.ok(lines.includes(`${i + 1}. ${step}`));
      });
    }
  });

  it('has no hints for the check of another monitor', () => {
    const text = formatIncidentDocument(openIncident(report(10, [violation('bias_drift_check', 'age')])));
    assert.match(text, /### bias_drift_check\n\nNo hints for this check; hints exist for data_type_check, /);
  });

  it('lists the first fifty rejects with file and line, and counts the others', () => {
    const rejects = Array.from({ length: 53 }, (_, i) => ({ file: 'a.jsonl', line: i + 1, reason: 'no\nJSON' }));
    const lines = formatIncidentDocument(
      openIncident(report(10, [violation('data_type_check', 'a')], { rejects, rejectCount: rejects.length })),
    ).split('\n');
    assert.ok(lines.includes('- a.jsonl:1: no JSON'));
    assert.ok(lines.includes('- a.jsonl:50: no JSON'));
    assert.ok(!lines.includes('- a.jsonl:51: no JSON'));
    assert.ok(lines.includes('- and 3 more in the reports'));
  });

  it('is parsed back unchanged for any names of features and texts of violations', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    const violations = fc.array(
      fc
        .tuple(fc.constantFrom(...checkTypes), text, text)
        .map(([type, name, description]) => violation(type, name, description)),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(violations, fc.integer({ min: 10, max: 23 }), (generated, hour) => {
        const incident = openIncident(report(hour, generated));
        const document = formatIncidentDocument(incident);
        assert.deepEqual(parseIncidentDocument(document).incident, incident);
        assert.equal(formatIncidentDocument(parseIncidentDocument(document).incident), document);
        const table = document.split('## Violations\n\n')[1]?.split('\n\n')[0]?.split('\n') ?? [];
        assert.equal(table.length, incident.violations.length + 2);
      }),
    );
  });

  it('has each text of the front matter in one line', () => {
    const description = 'Data type match requirement is not met. '.repeat(5).trim();
    const document = formatIncidentDocument(openIncident(report(10, [violation('data_type_check', 'a', description)])));
    assert.ok(document.includes(`\n    description: ${description}\n`));
  });

  it('shows no number of rows of a report that was written without one', () => {
    const incident = openIncident(report(10, [violation('data_type_check', 'a')]));
    const reports = incident.reports.map(({ rows, ...others }) => others);
    assert.match(formatIncidentDocument({ ...incident, reports }), /\n- 2026-11-23 10:00 UTC: \[/);
  });

  it('that is damaged is refused', () => {
    assert.throws(() => parseIncidentDocument('# churn'), {
      message: 'the incident document has no YAML front matter',
    });
    const damaged = formatIncidentDocument(openIncident(report(10, [violation('data_type_check', 'a')]))).replace(
      'status: open',
      'status: on',
    );
    assert.throws(() => parseIncidentDocument(damaged), {
      message: /^the incident document's front matter is invalid at status: Invalid option/,
    });
    assert.throws(
      () => parseIncidentDocument(damaged.replace('status: on', 'status: open').replace('windows: 1', '')),
      {
        message: /^the incident document's front matter is invalid at violations\.0\.windows: /,
      },
    );
  });

  it('lists likely causes with their evidence, in which every character stands for itself', () => {
    const causes = [
      { cause: 'unit-change' as const, features: ['a'], score: 0.876, evidence: 'The *median* <b>moved</b>.' },
    ];
    const open = openIncident(report(10, [violation('range_check', 'a')], { causes }));
    const document = formatIncidentDocument(addReport(open, report(11, [violation('range_check', 'a')])));
    const line =
      '\n1. **unit-change** (score 0.44, 1 of 2 windows): values arrive in another unit: their location moved by a constant factor. The \\*median\\* \\<b\\>moved\\</b\\>.\n';
    assert.ok(document.includes(line), document);
  });
});

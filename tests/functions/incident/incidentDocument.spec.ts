import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkTypes, type Violation } from '../../../contract/modelMonitorFiles';
import { openIncident, type Report, takeIn } from '../../../functions/incident/incident';
import { incidentDocument, readIncidentDocument } from '../../../functions/incident/incidentDocument';
import { violationHints } from '../../../functions/incident/violationHints';

const report = (hour: number, violations: readonly Violation[], changes: Partial<Report> = {}): Report => ({
  endpoint: 'churn',
  schema: 'v1',
  monitoringSchedule: 'churn-schedule',
  hour: new Date(Date.UTC(2026, 10, 23, hour)),
  key: `reports/churn/schema=v1/churn/churn-schedule/2026/11/23/${hour}/constraint_violations.json`,
  version: 'v1',
  violations,
  rejects: [],
  ...changes,
});
const violation = (type: Violation['constraint_check_type'], feature: string, description = 'Found.'): Violation => ({
  feature_name: feature,
  constraint_check_type: type,
  description,
});

describe("an incident's document", () => {
  it('begins with the facts, then one sentence, then a table', () => {
    const first = openIncident(
      report(10, [violation('completeness_check', 'age', 'Expected: 100.0%. Observed: Only 97.0%.')], { rows: 300 }),
    );
    const lines = incidentDocument(takeIn(first, report(11, [violation('completeness_check', 'age')]))).split('\n');
    assert.deepEqual(lines.slice(0, 3), ['---', 'id: churn-2026112310', 'endpoint: churn']);
    assert.ok(
      lines.includes(
        'Endpoint churn broke its data contract in 2 windows from 2026-11-23 10:00 UTC to 2026-11-23 11:00 UTC: completeness_check on age. It goes on until a window is clean.',
      ),
    );
    assert.ok(
      lines.includes('| age | completeness_check | 2 | 2026-11-23 10:00 UTC | 2026-11-23 11:00 UTC | Found. |'),
    );
    const key = 'reports/churn/schema=v1/churn/churn-schedule/2026/11/23/10/constraint_violations.json';
    assert.ok(lines.includes(`- 2026-11-23 10:00 UTC (300 rows): [${key}](../../../${key})`));
  });

  it('has causes and remedies for each check type that broke, and for no other', () => {
    for (const type of checkTypes) {
      const lines = incidentDocument(openIncident(report(10, [violation(type, 'age')]))).split('\n');
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

  it("says so when a check is another monitor's", () => {
    const bias = { ...violation('data_type_check', 'age'), constraint_check_type: 'bias_drift_check' };
    const text = incidentDocument(openIncident(report(10, [bias as unknown as Violation])));
    assert.match(text, /### bias_drift_check\n\nNo hints are known for this check \(known are data_type_check, /);
  });

  it('names rejects with file and line, and counts those beyond the first fifty', () => {
    const rejects = Array.from({ length: 53 }, (_, i) => ({ file: 'a.jsonl', line: i + 1, reason: 'no\nJSON' }));
    const lines = incidentDocument(openIncident(report(10, [violation('data_type_check', 'a')], { rejects }))).split(
      '\n',
    );
    assert.ok(lines.includes('- a.jsonl:1: no JSON'));
    assert.ok(lines.includes('- a.jsonl:50: no JSON'));
    assert.ok(!lines.includes('- a.jsonl:51: no JSON'));
    assert.ok(lines.includes('- and 3 more, in the reports'));
  });

  it('keeps its table whole and is read back as it was, whatever the features and findings are called', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    const violations = fc.array(
      fc.tuple(fc.constantFrom(...checkTypes), text, text).map(([type, name, found]) => violation(type, name, found)),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(violations, fc.integer({ min: 10, max: 23 }), (found, hour) => {
        const incident = openIncident(report(hour, found));
        const document = incidentDocument(incident);
        assert.deepEqual(readIncidentDocument(document).incident, incident);
        assert.equal(incidentDocument(readIncidentDocument(document).incident), document);
        const table = document.split('## Violations\n\n')[1]?.split('\n\n')[0]?.split('\n') ?? [];
        assert.equal(table.length, incident.violations.length + 2);
      }),
    );
  });

  it('that was damaged is refused with what is wrong', () => {
    assert.throws(() => readIncidentDocument('# churn'), { message: 'the incident document has no YAML front matter' });
    const damaged = incidentDocument(openIncident(report(10, [violation('data_type_check', 'a')]))).replace(
      'status: open',
      'status: on',
    );
    assert.throws(() => readIncidentDocument(damaged), {
      message: /^the incident document's front matter is wrong at status: Invalid option/,
    });
  });
});

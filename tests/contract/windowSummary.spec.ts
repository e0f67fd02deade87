import assert from 'node:assert/strict';
import { distributionChecks, referenceKinds } from '../../contract/calibration';
import { type WindowSummary, windowSummaryFile, windowSummarySchema } from '../../contract/windowSummary';
import { schemaFaults } from '../support/jsonSchema';

const summary: WindowSummary = {
  version: 1,
  endpoint: 'churn',
  schema: 'v1',
  monitoringSchedule: 'churn-1a2b3c4',
  baseline: '2026-11-01-3f9a2c',
  window: { from: '2026-11-23T10:00:00.000Z', to: '2026-11-23T11:00:00.000Z' },
  rows: 100,
  rejected: 3,
  features: [
    {
      name: 'age',
      type: 'Integral',
      present: 75,
      missing: 25,
      completeness: 0.75,
      drift: { distance: 0.2, limit: 0.1 },
    },
    { name: 'score', type: 'Fractional', present: 100, missing: 0, completeness: 1 },
    { name: 'plan', type: 'String', present: 100, missing: 0, completeness: 1 },
    { name: 'note', type: 'Unknown', present: 0, missing: 100, completeness: 0 },
  ],
  brokenPromises: [{ feature: 'age', check: 'completeness_check', severity: 'critical', description: 'Too few.' }],
  reportVersions: { 'statistics.json': 'v1' },
};
const [age] = summary.features;

describe('summary.json', () => {
  /** Whether its zod schema and its JSON Schema accept a document; both must agree. */
  function isAccepted(document: object): boolean {
    const faults = schemaFaults('contract/schemas/summary.schema.json', document);
    assert.equal(windowSummarySchema.safeParse(document).success, faults.length === 0, faults.join('; '));
    return faults.length === 0;
  }

  it('is accepted with and without what an engine may not report', () => {
    assert.equal(windowSummaryFile, 'summary.json');
    assert.ok(isAccepted(summary));
    const { baseline, rejected, ...required } = summary;
    assert.ok(isAccepted({ ...required, features: [], brokenPromises: [] }));
    assert.ok(isAccepted({ ...summary, rows: 0, rejected: 0 }));
  });

  it('says how distributions were judged, by every check and reference', () => {
    const features = distributionChecks.flatMap((check) =>
      referenceKinds.map((reference) => ({
        name: 'age',
        check,
        reference,
        score: 9,
        onceInWeeks: 12,
        part: 'zeros: 50 % instead of 1 %',
        isAlarm: true,
        exact: { distance: 0.2, limit: 0.1, isAlarm: true },
      })),
    );
    const limits = { unusual: 6, extreme: 9 };
    for (const shown of features) {
      const judged = { score: 9, limits, isUnusual: true, isAlarm: true, added: 2 };
      assert.ok(isAccepted({ ...summary, alarms: { mode: 'calibrated', reason: 'x', judged, features: [shown] } }));
    }
  });

  const invalid: Record<string, object> = {
    'another version': { version: 2 },
    'a key that does not exist': { windows: 1 },
    'no rows': { rows: undefined },
    'fewer than no rows': { rows: -1 },
    'fewer than no rejects': { rejected: -1 },
    'a window without an end': { window: { from: summary.window.from } },
    'a window with another key': { window: { ...summary.window, hours: 1 } },
    'a time without a zone': { window: { ...summary.window, to: '2026-11-23T11:00:00' } },
    'a type that Model Monitor does not have': { features: [{ ...age, type: 'Number' }] },
    'fewer than no values': { features: [{ ...age, present: -1 }] },
    'fewer than no missing values': { features: [{ ...age, missing: -1 }] },
    'a completeness above 1': { features: [{ ...age, completeness: 1.1 }] },
    'a completeness below 0': { features: [{ ...age, completeness: -0.1 }] },
    'a distance without a limit': { features: [{ ...age, drift: { distance: 0.2 } }] },
    'a feature with another key': { features: [{ ...age, mean: 1 }] },
    'a severity that does not exist': { brokenPromises: [{ ...summary.brokenPromises[0], severity: 'high' }] },
    'a broken promise with another key': { brokenPromises: [{ ...summary.brokenPromises[0], limit: 1 }] },
  };
  for (const [what, changes] of Object.entries(invalid)) {
    it(`is refused with ${what}`, () => {
      assert.equal(isAccepted(JSON.parse(JSON.stringify({ ...summary, ...changes }))), false);
    });
  }
});

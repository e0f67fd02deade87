import assert from 'node:assert/strict';
import { parseCaptureSchema } from '../../contract/captureSchema';
import { formatProblem } from '../../contract/problem';
import { parseSla, slaProblems } from '../../contract/sla';

const head = { endpoint: 'churn', owner: 'ml', runbook: 'https://runbooks.example.com' };
const { schema } = parseCaptureSchema({
  version: 'v1',
  output: [{ name: 'score', type: 'Fractional' }],
  input: [
    { name: 'age', type: 'Integral' },
    { name: 'plan', type: 'String' },
  ],
});

/** Everything that is wrong with a contract of these features. */
function problems(features: object, more: object = {}): string[] {
  const { sla, problems } = parseSla({ ...head, ...more, features });
  assert.ok(schema);
  return [...problems, ...(sla ? slaProblems(sla, schema) : [])].map(formatProblem);
}

describe('the SLA', () => {
  const accepted: Record<string, object> = {
    'a range open above': { age: { range: { min: 0 } } },
    'a range open below': { age: { range: { max: 0 } } },
    'a range of one value': { score: { range: { min: 1, max: 1 } } },
    'thresholds of a numeric feature': { score: { thresholds: { type: 0.9, drift: 0.3, method: 'Simple' } } },
    'thresholds of a text feature': {
      plan: { thresholds: { domain: 0.95, categoricalDrift: 0.2, categoricalMethod: 'ChiSquared', method: 'Simple' } },
    },
    'a check that is off, with its reason': { plan: { off: { drift: 'a new plan every week' }, categories: ['a'] } },
  };
  for (const [what, features] of Object.entries(accepted)) {
    it(`takes ${what}`, () => assert.deepEqual(problems(features), []));
  }

  const refused: Record<string, [object, string]> = {
    'a range without a bound': [{ age: { range: {} } }, 'features.age.range: requires min, max or both'],
    'a range upside down': [
      { age: { range: { min: 2, max: 1 } } },
      'features.age.range: min is greater than max; swap them',
    ],
    'a feature that the schema does not have': [
      { agee: {} },
      'features.agee: unknown feature in schema v1; known features: score, age, plan',
    ],
    'categories of numbers': [
      { age: { categories: ['1'] } },
      'features.age.categories: not allowed for type Integral; only String and Category features have categories',
    ],
    'a sign of texts': [
      { plan: { nonNegative: false } },
      'features.plan.nonNegative: not allowed for type String; only numeric features have a sign',
    ],
    'a range of texts': [
      { plan: { range: { min: 2 } } },
      'features.plan.range: not allowed for type String; only numeric features have a range',
    ],
    'thresholds of categories for a number': [
      { age: { thresholds: { domain: 0.9 } } },
      'features.age.thresholds.domain: not allowed for type Integral; only String and Category features have categories',
    ],
    'the wrong kind of drift threshold': [
      { plan: { thresholds: { drift: 0.2 } } },
      'features.plan.thresholds.drift: not allowed for type String; use categoricalDrift',
    ],
    'two limits of one distance': [
      { age: { driftLimit: 0.1, thresholds: { drift: 0.2 } } },
      'features.age.thresholds.drift: conflicts with driftLimit, which limits the same distance; remove one',
    ],
    'a threshold of a check that is off': [
      { age: { off: { type: 'mixed' }, thresholds: { type: 0.9 } } },
      'features.age.off.type: conflicts with thresholds.type, which requires this check; remove one',
    ],
    'a threshold that does not exist': [
      { age: { thresholds: { typ: 0.9 } } },
      "features.age.thresholds.typ: unknown key; did you mean 'type'? known keys: type, domain, drift, categoricalDrift, method, categoricalMethod",
    ],
    'a method that does not exist': [
      { age: { thresholds: { method: 'robust' } } },
      'features.age.thresholds.method: must be one of Robust, Simple',
    ],
    'a check that is off for no reason': [
      { plan: { off: { drift: '' } } },
      'features.plan.off.drift: requires the reason why the check is off',
    ],
    'a check that does not exist': [
      { plan: { off: { typ: 'x' } } },
      "features.plan.off.typ: unknown key; did you mean 'type'? known keys: all, type, completeness, categories, drift",
    ],
    'a drift limit without a drift check': [
      { plan: { off: { drift: 'x' }, driftLimit: 0.1 } },
      'features.plan.off.drift: conflicts with driftLimit (or severity alone), which requires this check; remove one',
    ],
    'a promise without any check': [
      { age: { off: { all: 'x' }, range: { min: 0 } } },
      'features.age.off.all: conflicts with range, which requires this check; remove one',
    ],
  };
  for (const [what, [features, expected]] of Object.entries(refused)) {
    it(`refuses ${what}`, () => assert.deepEqual(problems(features), [expected]));
  }

  it('requires a runbook at an https:// address', () => {
    assert.deepEqual(problems({}, { runbook: 'http://runbooks.example.com' }), [
      'runbook: must be an https:// address',
    ]);
    assert.deepEqual(problems({}, { runbook: undefined }), ['runbook: missing; expected text']);
  });

  it('waits for ground truth between an hour and a year', () => {
    assert.deepEqual(problems({}, { groundTruthHours: 72 }), []);
    assert.deepEqual(problems({}, { groundTruthHours: 0 }), ['groundTruthHours: must be at least 1']);
    assert.deepEqual(problems({}, { groundTruthHours: 8761 }), ['groundTruthHours: must be at most 8760']);
  });
});

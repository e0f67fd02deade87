import assert from 'node:assert/strict';
import { churn, files, problemLines, slaHead, stackFile, withSla } from './stackFile';

describe("parseSettings refuses in an endpoint's files", () => {
  const cases: readonly [what: string, changed: Readonly<Record<string, string>>, lines: readonly string[]][] = [
    [
      'a threshold outside 0..1, with file and line',
      withSla(`${slaHead}features:\n  age:\n    driftLimit: 1.2\n`).files,
      ['slas/churn.yaml:7: features.age.driftLimit: must be between 0 and 1'],
    ],
    [
      'a feature that is not in the schema',
      withSla(`${slaHead}features:\n  tenure: { driftLimit: 0.2 }\n`).files,
      ['slas/churn.yaml:6: features.tenure: unknown feature in schema v1; known features: score, age, country'],
    ],
    [
      'a promise that does not apply to the type',
      withSla(`${slaHead}features:\n  country: { nonNegative: true }\n  age: { categories: [a] }\n`).files,
      [
        'slas/churn.yaml:6: features.country.nonNegative: not allowed for type String; only numeric features have a sign',
        'slas/churn.yaml:7: features.age.categories: not allowed for type Integral; only String and Category features have categories',
      ],
    ],
    [
      "another endpoint's SLA",
      withSla(slaHead.replace('churn', 'fraud').concat('features: {}\n')).files,
      ['slas/churn.yaml:1: endpoint: must be churn, not fraud: an SLA file belongs to one endpoint'],
    ],
    [
      'a runbook without https, and an unknown key',
      withSla(slaHead.replace('https', 'http').concat('features: {}\nfresh: 2\n')).files,
      [
        'slas/churn.yaml:3: runbook: must be an https:// address',
        'slas/churn.yaml:6: fresh: unknown key; known keys: endpoint, owner, runbook, freshnessHours, groundTruthHours, rejectedShare, minimumRows, thresholds, alarms, features',
      ],
    ],
    [
      'a duplicate key',
      withSla(`${slaHead}owner: me\nfeatures: {}\n`).files,
      ['slas/churn.yaml:5: invalid YAML: Map keys must be unique'],
    ],
    [
      'missing files',
      {},
      [
        'endpoints.churn.schema: file schemas/churn/v1.yaml not found; add it with the columns of the captures',
        "endpoints.churn.sla: file slas/churn.yaml not found; add it or fix the path, which is relative to the program's folder",
      ],
    ],
    [
      'a schema of another version',
      {
        ...files,
        'schemas/churn/v1.yaml':
          'version: v2\noutput: [{ name: a, type: String }]\ninput: [{ name: age, type: Integral }]\n',
      },
      ['schemas/churn/v1.yaml:1: version: must be v1, the schema version in the settings of endpoint churn'],
    ],
    [
      'an unknown column type',
      {
        ...files,
        'schemas/churn/v1.yaml':
          'version: v1\noutput:\n  - { name: a, type: Float }\ninput:\n  - { name: age, type: Integral }\n',
      },
      ['schemas/churn/v1.yaml:3: output.0.type: must be one of Integral, Fractional, String, Category'],
    ],
  ];
  for (const [what, changed, lines] of cases) {
    it(what, () => assert.deepEqual(problemLines(stackFile, { files: changed }), lines));
  }

  const shapes: readonly [what: string, text: string, lines: readonly string[]][] = [
    ['an SLA that is text', 'churn', ['slas/churn.yaml:1: must be a map of keys to values']],
    ['an SLA that is a list', '- churn', ['slas/churn.yaml:1: must be a map of keys to values']],
    [
      'features that are text',
      `${slaHead}features: churn\n`,
      ['slas/churn.yaml:5: features: must be a map of keys to values'],
    ],
    [
      'a feature that is a number',
      `${slaHead}features:\n  age: 5\n`,
      ['slas/churn.yaml:6: features.age: must be a map of keys to values'],
    ],
    [
      'an SLA without owner, and its unknown feature',
      slaHead.replace('owner: payments-ml\n', '').concat('features:\n  tenure: { completeness: 1 }\n'),
      [
        'slas/churn.yaml:1: owner: missing; expected text',
        'slas/churn.yaml:5: features.tenure: unknown feature in schema v1; known features: score, age, country',
      ],
    ],
    [
      'an SLA without runbook, and its unknown feature',
      slaHead.replace(/runbook: .*\n/, '').concat('features:\n  tenure: { completeness: 1 }\n'),
      [
        'slas/churn.yaml:1: runbook: missing; expected text',
        'slas/churn.yaml:5: features.tenure: unknown feature in schema v1; known features: score, age, country',
      ],
    ],
    [
      'categories with a number, with its line',
      `${slaHead}features:\n  country:\n    categories:\n      - DE\n      - 7\n`,
      ['slas/churn.yaml:9: features.country.categories.1: must be text; put it in quotes'],
    ],
    [
      'invalid YAML',
      `${slaHead}features: [\n`,
      [
        'slas/churn.yaml:6: invalid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
      ],
    ],
  ];
  for (const [what, text, lines] of shapes) {
    it(what, () => assert.deepEqual(problemLines(stackFile, withSla(text)), lines));
  }

  it('every problem at once, also when the stack file has mistakes', () => {
    const raw = {
      ...stackFile,
      ownr: 'me',
      endpoints: { churn: { ...churn, baseline: 'latest', schedule: 'hourly' } },
      evidence: { retentionYears: 'seven' },
      retention: { reportsGlacierDays: 10 },
    };
    assert.deepEqual(problemLines(raw, withSla(`${slaHead}features:\n  tenure: { completeness: 99 }\n`)), [
      "endpoints.churn.baseline: invalid baseline id 'latest': expected yyyy-mm-dd-<six hex digits>, such as 2026-11-01-3f9a2c, as printed by 'baseline derive'",
      'evidence.retentionYears: must be a number',
      "ownr: unknown key; did you mean 'owner'? known keys: owner, environment, endpoints, endpointsFolder, analyzer, alerts, digest, pagerUrl, routeSecrets, incidents, retention, evidence, queries, thresholds, quotas, tags, allowRemoval",
      'slas/churn.yaml:6: features.tenure.completeness: must be between 0 and 1',
      'slas/churn.yaml:6: features.tenure: unknown feature in schema v1; known features: score, age, country',
      "endpoints.churn.schedule: invalid schedule 'hourly': use cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *) with H from 0 to 23 (UTC) and N from 1 to 24",
      'retention.reportsGlacierDays: must be at least 60: objects stay in infrequent access (from day 30) for at least 30 days',
    ]);
  });
});

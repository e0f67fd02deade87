import assert from 'node:assert/strict';
import { churn, endpoint, files, problemLines, sla, slaHead, stackFile } from './stackFile';

describe('settings of a stack: what is refused', () => {
  const cases: readonly [what: string, raw: Record<string, unknown>, lines: readonly string[]][] = [
    [
      'an unknown key, with the one that was probably meant',
      { ...stackFile, retenton: { capturesDays: 3 } },
      [
        "retenton: unknown key; did you mean 'retention'? known are owner, environment, endpoints, alerts, pagerUrl, retention, evidence, thresholds, tags",
      ],
    ],
    [
      'an unknown key of an endpoint',
      endpoint({ basline: '2026-11-01-3f9a2c' }),
      [
        "endpoints.churn.basline: unknown key; did you mean 'baseline'? known are engine, schema, baseline, schemaFile, sla, owner, variant, schedule, instanceType, instanceCount, networkIsolation, analyzerImage, maxRuntimeMinutes",
      ],
    ],
    [
      'a cron expression that Model Monitor does not take',
      endpoint({ schedule: 'cron(*/5 * ? * * *)' }),
      [
        'endpoints.churn.schedule: Model Monitor takes only cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *), with H from 0 to 23 (UTC) and N from 1 to 24',
      ],
    ],
    [
      'a schedule that is slower than the SLA',
      endpoint({ schedule: 'cron(0 9 ? * * *)' }),
      [
        'endpoints.churn.schedule: runs up to 24 hours apart, but the SLA wants a report every 3; run more often or raise freshnessHours (at most 24)',
      ],
    ],
    [
      'a job that may outlast the time to the next run',
      endpoint({ maxRuntimeMinutes: 61 }),
      ['endpoints.churn.maxRuntimeMinutes: must be at most 60, the time from one run to the next'],
    ],
    [
      'a baseline id that does not parse',
      endpoint({ baseline: '2026-13-01-3F9A2C' }),
      [
        "endpoints.churn.baseline: is no baseline id; the form is yyyy-mm-dd-<six hex digits>, such as 2026-11-01-3f9a2c, as 'baseline derive' prints it",
      ],
    ],
    [
      'the engine that is still to come',
      endpoint({ engine: 'analyzer' }),
      ["endpoints.churn.engine: engine 'analyzer' is not available yet; use modelMonitor"],
    ],
    [
      'an engine that nobody knows',
      endpoint({ engine: 'evidently' }),
      ['endpoints.churn.engine: must be modelMonitor, the only engine so far'],
    ],
    [
      'an endpoint without its required keys',
      { ...stackFile, endpoints: { churn: {} } },
      [
        'endpoints.churn.engine: is missing; give modelMonitor, the only engine so far',
        'endpoints.churn.schema: is missing; give text',
        'endpoints.churn.sla: is missing; give text',
      ],
    ],
    ['no endpoints', { ...stackFile, endpoints: {} }, ['endpoints: must name at least one endpoint']],
    ['text where a map belongs', { ...stackFile, endpoints: 'churn' }, ['endpoints: must be a map of keys to values']],
    [
      'a bad e-mail address',
      { ...stackFile, alerts: { digest: ['oncall.example.com'] } },
      ['alerts.digest.0: must be an e-mail address, such as ml-oncall@example.com'],
    ],
    [
      'an address that is named twice',
      { ...stackFile, alerts: { digest: ['oncall@example.com', 'OnCall@example.com'] } },
      ['alerts.digest.1: oncall@example.com is named twice; remove one'],
    ],
    [
      'alarms that would reach nobody',
      { ...stackFile, alerts: {} },
      ['alerts: no alarm would reach anybody; name an address in alerts.digest, set alerts.tickets or set pagerUrl'],
    ],
    [
      'a pager reached in the clear, without repeating its address',
      { ...stackFile, pagerUrl: 'http://events.example.com/secret-token' },
      ['pagerUrl: must be an https:// address (http:// only for a loopback host, in a rehearsal)'],
    ],
    [
      'reports that leave infrequent access too early',
      { ...stackFile, retention: { reportsInfrequentAccessDays: 80 } },
      [
        'retention.reportsGlacierDays: is 90, but S3 keeps an object 30 days in infrequent access first (from day 80); make it 110 or more',
      ],
    ],
    [
      'a period that CloudWatch Logs does not know',
      { ...stackFile, retention: { logDays: 31 } },
      [
        'retention.logDays: CloudWatch Logs keeps events for one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days',
      ],
    ],
    [
      'a lock in dev that nobody could undo',
      { ...stackFile, evidence: { retentionYears: 2, objectLock: 'compliance' } },
      [
        'evidence.objectLock: nobody can delete under compliance for 2 years, so it is for prod only; use governance or none',
      ],
    ],
    [
      'evidence that is kept for no time',
      { ...stackFile, evidence: { retentionYears: 0, objectLock: 'governance' } },
      ['evidence.retentionYears: must be at least 1'],
    ],
    [
      'thresholds outside 0..1',
      { ...stackFile, thresholds: { driftLimit: 1.5 } },
      ['thresholds.driftLimit: must be between 0 and 1'],
    ],
    [
      'a tag that the program sets, and a value that is no text',
      { ...stackFile, tags: { Owner: 'me', 'cost-centre': 4711 } },
      ['tags.cost-centre: must be text; put it in quotes', 'tags.Owner: the program sets this tag itself; remove it'],
    ],
    [
      'an instance type of another service',
      endpoint({ instanceType: 'm5.large' }),
      ['endpoints.churn.instanceType: must be a SageMaker instance type, such as ml.m5.large'],
    ],
    [
      'an image outside ECR',
      endpoint({ analyzerImage: 'docker.io/library/analyzer:1' }),
      [
        'endpoints.churn.analyzerImage: must be an image in ECR, <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>',
      ],
    ],
  ];
  for (const [what, raw, lines] of cases) {
    it(what, () => assert.deepEqual(problemLines(raw), lines));
  }

  it('a capture schema that is not where the endpoint says, or is another version', () => {
    const other = endpoint({ schema: 'v2', schemaFile: 'shared/churn.yaml' });
    assert.deepEqual(problemLines(other), [
      "endpoints.churn.schemaFile: no file shared/churn.yaml; add it, or correct the path, which starts at the program's folder",
    ]);
    const elsewhere = { ...files, 'shared/churn.yaml': files['schemas/churn/v1.yaml'] ?? '' };
    assert.deepEqual(problemLines(other, { files: elsewhere }), [
      'shared/churn.yaml:1: version: must be v2, the schema that endpoint churn names',
    ]);
    assert.deepEqual(problemLines(endpoint({ schemaFile: '' })), ['endpoints.churn.schemaFile: must not be empty']);
  });

  it('nothing about where a capture schema lies, in the folder of the program or outside', () => {
    for (const schemaFile of ['shared/churn.yaml', '../common/churn.yaml', '/srv/schemas/churn.yaml']) {
      const elsewhere = {
        'slas/churn.yaml': files['slas/churn.yaml'] ?? '',
        [schemaFile]: files['schemas/churn/v1.yaml'] ?? '',
      };
      assert.deepEqual(problemLines(endpoint({ schemaFile }), { files: elsewhere }), []);
    }
  });

  it('a stack that does not say what it is', () => {
    assert.deepEqual(problemLines(stackFile, { stack: 'staging' }), [
      'environment: stack staging does not say what it is; set environment to one of dev, prod, local',
      "pagerUrl: is missing, so nobody would be paged; run 'pulumi config set --secret --stack staging pagerUrl https://...', or set alerts.pager to optional",
    ]);
    assert.deepEqual(problemLines({ ...stackFile, environment: 'stage' }), [
      'environment: must be one of dev, prod, local',
      "pagerUrl: is missing, so nobody would be paged; run 'pulumi config set --secret --stack dev pagerUrl https://...', or set alerts.pager to optional",
    ]);
  });

  it('a stack name that alarm names could not hold', () => {
    assert.deepEqual(problemLines({ ...stackFile, environment: 'dev' }, { stack: 'dev.eu' }), [
      "the stack's name dev.eu must not contain a dot; run 'pulumi stack rename'",
    ]);
  });

  it('endpoint names that SageMaker refuses or takes for one', () => {
    const long = 'a'.repeat(45);
    const names = ['Churn', 'my.endpoint', 'my_endpoint', long];
    const endpoints = Object.fromEntries(['churn', ...names].map((name) => [name, { engine: 'modelMonitor' }]));
    const lines = problemLines({ ...stackFile, endpoints }).filter((line) => !line.includes('is missing'));
    assert.deepEqual(lines, [
      'endpoints.Churn: two endpoints of one name (churn); SageMaker ignores case, rename one',
      "endpoints.my.endpoint: an endpoint's name has only letters and digits, and hyphens between them (no dots, no underscores); rename it",
      "endpoints.my_endpoint: an endpoint's name has only letters and digits, and hyphens between them (no dots, no underscores); rename it",
      `endpoints.${long}: an endpoint's name has at most 44 characters, as AWS allows 63 and the monitor's names add to it`,
    ]);
  });
});

describe("an endpoint's files: what is refused", () => {
  const cases: readonly [what: string, changed: Readonly<Record<string, string>>, lines: readonly string[]][] = [
    [
      'a threshold outside 0..1, with file and line',
      sla(`${slaHead}features:\n  age:\n    driftLimit: 1.2\n`).files,
      ['slas/churn.yaml:7: features.age.driftLimit: must be between 0 and 1'],
    ],
    [
      'a feature that the schema lacks',
      sla(`${slaHead}features:\n  tenure: { driftLimit: 0.2 }\n`).files,
      ['slas/churn.yaml:6: features.tenure: schema v1 has no such feature; it has score, age, country'],
    ],
    [
      'a promise that does not fit the type',
      sla(`${slaHead}features:\n  country: { nonNegative: true }\n  age: { categories: [a] }\n`).files,
      [
        'slas/churn.yaml:6: features.country.nonNegative: only a numeric feature has a sign; this one is String',
        'slas/churn.yaml:7: features.age.categories: only a String feature has categories; this one is Integral',
      ],
    ],
    [
      "another endpoint's SLA",
      sla(slaHead.replace('churn', 'fraud').concat('features: {}\n')).files,
      ['slas/churn.yaml:1: endpoint: is fraud, but endpoint churn names this file; give each its own SLA'],
    ],
    [
      'a runbook that is no https page, and an unknown key',
      sla(slaHead.replace('https', 'http').concat('features: {}\nfresh: 2\n')).files,
      [
        'slas/churn.yaml:3: runbook: must be an https:// address',
        'slas/churn.yaml:6: fresh: unknown key; known are endpoint, owner, runbook, freshnessHours, groundTruthHours, features',
      ],
    ],
    [
      'a key that stands twice',
      sla(`${slaHead}owner: me\nfeatures: {}\n`).files,
      ['slas/churn.yaml:5: is no valid YAML: Map keys must be unique; correct it'],
    ],
    [
      'missing files',
      {},
      [
        "endpoints.churn.schema: no file schemas/churn/v1.yaml; add it, with the captures' columns",
        "endpoints.churn.sla: no file slas/churn.yaml; add it, or correct the path, which starts at the program's folder",
      ],
    ],
    [
      'a schema of another version, and of a type that no monitor knows',
      {
        ...files,
        'schemas/churn/v1.yaml':
          'version: v2\noutput: [{ name: a, type: String }]\ninput: [{ name: age, type: Integral }]\n',
      },
      ['schemas/churn/v1.yaml:1: version: must be v1, the schema that endpoint churn names'],
    ],
    [
      'a type that no monitor knows',
      {
        ...files,
        'schemas/churn/v1.yaml':
          'version: v1\noutput:\n  - { name: a, type: Float }\ninput:\n  - { name: age, type: Integral }\n',
      },
      ['schemas/churn/v1.yaml:3: output.0.type: must be one of Integral, Fractional, String'],
    ],
  ];
  for (const [what, changed, lines] of cases) {
    it(what, () => assert.deepEqual(problemLines(stackFile, { files: changed }), lines));
  }

  it('are checked even where the stack file has mistakes: everything at once', () => {
    const raw = {
      ...stackFile,
      ownr: 'me',
      endpoints: { churn: { ...churn, baseline: 'latest', schedule: 'hourly' } },
      evidence: { retentionYears: 'seven' },
      retention: { reportsGlacierDays: 10 },
    };
    assert.deepEqual(problemLines(raw, sla(`${slaHead}features:\n  tenure: { completeness: 99 }\n`)), [
      "endpoints.churn.baseline: is no baseline id; the form is yyyy-mm-dd-<six hex digits>, such as 2026-11-01-3f9a2c, as 'baseline derive' prints it",
      'endpoints.churn.schedule: Model Monitor takes only cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *), with H from 0 to 23 (UTC) and N from 1 to 24',
      'evidence.retentionYears: must be a number',
      "ownr: unknown key; did you mean 'owner'? known are owner, environment, endpoints, alerts, pagerUrl, retention, evidence, thresholds, tags",
      'slas/churn.yaml:6: features.tenure.completeness: must be between 0 and 1',
      'slas/churn.yaml:6: features.tenure: schema v1 has no such feature; it has score, age, country',
      'retention.reportsGlacierDays: is 10, but S3 keeps an object 30 days in infrequent access first (from day 30); make it 60 or more',
    ]);
  });
});

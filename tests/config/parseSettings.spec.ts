import assert from 'node:assert/strict';
import { churn, endpoint, files, problemLines, stackFile } from './stackFile';

describe('parseSettings refuses', () => {
  const cases: readonly [what: string, raw: Record<string, unknown>, lines: readonly string[]][] = [
    [
      'an unknown key, and suggests a known one',
      { ...stackFile, retenton: { capturesDays: 3 } },
      [
        "retenton: unknown key; did you mean 'retention'? known keys: owner, environment, endpoints, endpointsFolder, analyzer, alerts, digest, pagerUrl, routeSecrets, incidents, retention, evidence, queries, thresholds, quotas, tags, allowRemoval",
      ],
    ],
    [
      'an unknown key of an endpoint',
      endpoint({ basline: '2026-11-01-3f9a2c' }),
      [
        "endpoints.churn.basline: unknown key; did you mean 'baseline'? known keys: engine, schema, baseline, schemaFile, sla, owner, variant, schedule, instanceType, instanceCount, networkIsolation, analyzerImage, maxRuntimeMinutes, featureMetrics",
      ],
    ],
    [
      'a cron expression that Model Monitor does not run',
      endpoint({ schedule: 'cron(*/5 * ? * * *)' }),
      [
        "endpoints.churn.schedule: invalid schedule 'cron(*/5 * ? * * *)': use cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *) with H from 0 to 23 (UTC) and N from 1 to 24",
      ],
    ],
    [
      'a schedule that runs less often than the SLA requires',
      endpoint({ schedule: 'cron(0 9 ? * * *)' }),
      [
        'endpoints.churn.schedule: runs up to 24 hours apart, but the SLA requires a report every 3 hours; run more often or raise freshnessHours (maximum 24)',
      ],
    ],
    [
      'a job that may still run when the next one is due',
      endpoint({ maxRuntimeMinutes: 61 }),
      ['endpoints.churn.maxRuntimeMinutes: must be at most 60, the shortest time between two runs'],
    ],
    [
      'an invalid baseline id',
      endpoint({ baseline: '2026-13-01-3F9A2C' }),
      [
        "endpoints.churn.baseline: invalid baseline id '2026-13-01-3F9A2C': expected yyyy-mm-dd-<six hex digits>, such as 2026-11-01-3f9a2c, as printed by 'baseline derive'",
      ],
    ],
    [
      "settings of Model Monitor's job for the analyzer",
      endpoint({ engine: undefined, instanceType: 'ml.m5.large', maxRuntimeMinutes: 20 }),
      [
        'endpoints.churn.instanceType: not used by engine analyzer; remove it, or set engine to modelMonitor',
        'endpoints.churn.maxRuntimeMinutes: not used by engine analyzer; remove it, or set engine to modelMonitor',
      ],
    ],
    [
      'windows of minutes for Model Monitor',
      endpoint({ schedule: 'rate(5 minutes)' }),
      [
        "endpoints.churn.schedule: invalid schedule 'rate(5 minutes)': use cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *) with H from 0 to 23 (UTC) and N from 1 to 24",
      ],
    ],
    [
      'windows that do not begin on the clock for the analyzer',
      endpoint({ engine: 'analyzer', schedule: 'rate(7 minutes)' }),
      [
        "endpoints.churn.schedule: invalid schedule 'rate(7 minutes)': use rate(N minutes) with N 5, 6, 10, 12, 15, 20, 30, rate(N hours) with N 1, 2, 3, 4, 6, 8, 12, 24, cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *)",
      ],
    ],
    [
      'an analyzer beyond the limits of Lambda',
      { ...stackFile, analyzer: { memoryMb: 128, timeoutSeconds: 901 } },
      ['analyzer.memoryMb: must be at least 256', 'analyzer.timeoutSeconds: must be at most 900'],
    ],
    [
      'an unknown engine',
      endpoint({ engine: 'evidently' }),
      ['endpoints.churn.engine: unknown engine "evidently"; use analyzer or modelMonitor'],
    ],
    [
      'an endpoint without its required keys',
      { ...stackFile, endpoints: { churn: {} } },
      ['endpoints.churn.schema: missing; expected text', 'endpoints.churn.sla: missing; expected text'],
    ],
    ['no endpoints', { ...stackFile, endpoints: {} }, ['endpoints: must name at least one endpoint']],
    ['text instead of a map', { ...stackFile, endpoints: 'churn' }, ['endpoints: must be a map of keys to values']],
    [
      'an invalid e-mail address',
      { ...stackFile, alerts: { digest: ['oncall.example.com'] } },
      ["alerts.digest.0: invalid e-mail address 'oncall.example.com': expected one such as ml-oncall@example.com"],
    ],
    [
      'a duplicate address',
      { ...stackFile, alerts: { digest: ['oncall@example.com', 'OnCall@example.com'] } },
      ["alerts.digest.1: duplicate address 'oncall@example.com'; remove one"],
    ],
    [
      'alarms without a target',
      { ...stackFile, alerts: {} },
      [
        'alerts: alarms would reach nobody; add an address to alerts.digest, set alerts.tickets to true or set pagerUrl',
      ],
    ],
    [
      'a pager without TLS, and does not print its address',
      { ...stackFile, pagerUrl: 'http://events.example.com/secret-token' },
      ['pagerUrl: must be an https:// address (http:// only on a loopback host, for a rehearsal)'],
    ],
    [
      'reports that leave infrequent access too early',
      { ...stackFile, retention: { reportsInfrequentAccessDays: 80 } },
      [
        'retention.reportsGlacierDays: must be at least 110: objects stay in infrequent access (from day 80) for at least 30 days',
      ],
    ],
    [
      'a retention period that CloudWatch Logs does not accept',
      { ...stackFile, retention: { logDays: 31 } },
      [
        'retention.logDays: must be a retention period of CloudWatch Logs: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days',
      ],
    ],
    [
      'a permanent lock in dev',
      { ...stackFile, evidence: { retentionYears: 2, objectLock: 'compliance' } },
      [
        'evidence.objectLock: compliance mode is for prod only: nobody can delete the evidence for 2 years; use governance or none',
      ],
    ],
    [
      'a retention of zero years',
      { ...stackFile, evidence: { retentionYears: 0, objectLock: 'governance' } },
      ['evidence.retentionYears: must be at least 1'],
    ],
    [
      'settings of an evidence bucket that an existing trail replaces',
      {
        ...stackFile,
        evidence: { trailArn: 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/org', retentionYears: 2 },
      },
      [
        "evidence.retentionYears: not used with evidence.trailArn, whose records are in that trail's own bucket; remove it",
      ],
    ],
    [
      'a trail by its name',
      { ...stackFile, evidence: { trailArn: 'org' } },
      ["evidence.trailArn: invalid trail ARN 'org': expected arn:aws:cloudtrail:<region>:<account>:trail/<name>"],
    ],
    [
      'what cannot explain a recorded call',
      {
        ...stackFile,
        evidence: {
          trailArn: 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/org',
          deploymentRoles: ['deploy'],
          mutes: [
            { alarms: [], reason: '', until: 'tomorrow' },
            { alarms: ['a'], reason: 'r', from: '2026-11-03T00:00:00Z', until: '2026-11-02T00:00:00Z' },
          ],
        },
      },
      [
        "evidence.deploymentRoles.0: invalid ARN of a role or user 'deploy': expected arn:aws:iam::<account>:role/<name> or :user/<name>",
        'evidence.mutes.0.alarms: must have at least one entry',
        'evidence.mutes.0.reason: must not be empty',
        "evidence.mutes.0.until: invalid time 'tomorrow': expected one such as 2026-11-02T08:00:00Z",
        'evidence.mutes.1: from must be before until',
      ],
    ],
    [
      'a budget of alarms that cannot be calibrated',
      { ...stackFile, thresholds: { alarmBudget: 0 } },
      ['thresholds.alarmBudget: must be between 0.01 and 100'],
    ],
    [
      'thresholds outside 0..1',
      { ...stackFile, thresholds: { driftLimit: 1.5 } },
      ['thresholds.driftLimit: must be between 0 and 1'],
    ],
    [
      'a reserved tag, and a tag value that is not text',
      { ...stackFile, tags: { Owner: 'me', 'cost-centre': 4711 } },
      ['tags.cost-centre: must be text; put it in quotes', 'tags.Owner: reserved tag, set by the program; remove it'],
    ],
    [
      'an instance type of another service',
      endpoint({ instanceType: 'm5.large' }),
      [
        "endpoints.churn.instanceType: invalid instance type 'm5.large': expected a SageMaker type, such as ml.m5.large",
      ],
    ],
    [
      'an image outside ECR',
      endpoint({ analyzerImage: 'docker.io/library/analyzer:1' }),
      [
        "endpoints.churn.analyzerImage: invalid image 'docker.io/library/analyzer:1': expected an image in ECR, <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>",
      ],
    ],
  ];
  for (const [what, raw, lines] of cases) {
    it(what, () => assert.deepEqual(problemLines(raw), lines));
  }

  it('a missing capture schema, and one of another version', () => {
    const other = endpoint({ schema: 'v2', schemaFile: 'shared/churn.yaml' });
    assert.deepEqual(problemLines(other), [
      "endpoints.churn.schemaFile: file shared/churn.yaml not found; add it or fix the path, which is relative to the program's folder",
    ]);
    const elsewhere = { ...files, 'shared/churn.yaml': files['schemas/churn/v1.yaml'] ?? '' };
    assert.deepEqual(problemLines(other, { files: elsewhere }), [
      'shared/churn.yaml:1: version: must be v2, the schema version in the settings of endpoint churn',
    ]);
    assert.deepEqual(problemLines(endpoint({ schemaFile: '' })), ['endpoints.churn.schemaFile: must not be empty']);
  });

  it("no capture schema for its place, inside or outside the program's folder", () => {
    for (const schemaFile of ['shared/churn.yaml', '../common/churn.yaml', '/srv/schemas/churn.yaml']) {
      const elsewhere = {
        'slas/churn.yaml': files['slas/churn.yaml'] ?? '',
        [schemaFile]: files['schemas/churn/v1.yaml'] ?? '',
      };
      assert.deepEqual(problemLines(endpoint({ schemaFile }), { files: elsewhere }), []);
    }
  });

  it('a stack without a known environment', () => {
    assert.deepEqual(problemLines(stackFile, { stack: 'staging' }), [
      'environment: required, because stack staging is named after no environment; use one of dev, prod, local',
      "pagerUrl: missing, so critical alarms would page nobody; run 'pulumi config set --secret --stack staging pagerUrl https://...', or set alerts.pager to optional",
    ]);
    assert.deepEqual(problemLines({ ...stackFile, environment: 'stage' }), [
      'environment: must be one of dev, prod, local',
      "pagerUrl: missing, so critical alarms would page nobody; run 'pulumi config set --secret --stack dev pagerUrl https://...', or set alerts.pager to optional",
    ]);
  });

  it('settings at their limits, without a problem', () => {
    const name = 'a'.repeat(44);
    const folder = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path.replace('schemas/churn', `schemas/${name}`),
        text.replace('endpoint: churn', `endpoint: ${name}`),
      ]),
    );
    const limits = { ...churn, schedule: 'cron(0 0/3 ? * * *)', maxRuntimeMinutes: 180 };
    assert.deepEqual(problemLines({ ...stackFile, endpoints: { [name]: limits } }, { files: folder }), []);
    assert.deepEqual(problemLines(endpoint({ schedule: 'cron(0 0/3 ? * * *)', maxRuntimeMinutes: 181 })), [
      'endpoints.churn.maxRuntimeMinutes: must be at most 180, the shortest time between two runs',
    ]);
    const early = { reportsInfrequentAccessDays: 60, reportsGlacierDays: 90 };
    assert.deepEqual(problemLines({ ...stackFile, retention: early }), []);
  });

  it('a gap of the schedule that is longer than its step', () => {
    assert.deepEqual(problemLines(endpoint({ schedule: 'cron(0 23/1 ? * * *)' })), [
      'endpoints.churn.schedule: runs up to 24 hours apart, but the SLA requires a report every 3 hours; run more often or raise freshnessHours (maximum 24)',
    ]);
  });

  it('nothing in compliance mode in prod', () => {
    const prod = { ...stackFile, pagerUrl: 'https://pager.example.com', evidence: { objectLock: 'compliance' } };
    assert.deepEqual(problemLines(prod, { stack: 'prod' }), []);
  });

  it('pager addresses with another protocol, or none', () => {
    for (const pagerUrl of ['pager', 'ftp://127.0.0.1/x', 'http://pager.example.com']) {
      assert.deepEqual(problemLines({ ...stackFile, pagerUrl }, { stack: 'prod' }), [
        'pagerUrl: must be an https:// address (http:// only on a loopback host, for a rehearsal)',
      ]);
    }
  });

  it('a group with an invalid value once, without further checks of the group', () => {
    assert.deepEqual(problemLines({ ...stackFile, alerts: { tickets: 'yes' } }, { stack: 'prod' }), [
      'alerts.tickets: must be true or false',
    ]);
    const retention = { reportsInfrequentAccessDays: 80, noncurrentDays: 0 };
    assert.deepEqual(problemLines({ ...stackFile, retention }), ['retention.noncurrentDays: must be at least 1']);
    const evidence = { objectLock: 'compliance', retentionYears: 31 };
    assert.deepEqual(problemLines({ ...stackFile, evidence }), ['evidence.retentionYears: must be at most 30']);
    assert.deepEqual(problemLines(endpoint({ schedule: 'NOW', maxRuntimeMinutes: 90 })), [
      "endpoints.churn.schedule: invalid schedule 'NOW': use cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *) with H from 0 to 23 (UTC) and N from 1 to 24",
    ]);
  });

  it('one endpoint beside another', () => {
    const endpoints = {
      churn: { ...churn, schedule: 'NOW' },
      fraud: { ...churn, sla: 'slas/fraud.yaml', schedule: 'cron(0 9 ? * * *)' },
    };
    const folder = {
      ...files,
      'schemas/fraud/v1.yaml': files['schemas/churn/v1.yaml'] ?? '',
      'slas/fraud.yaml': files['slas/churn.yaml']?.replace('endpoint: churn', 'endpoint: fraud') ?? '',
    };
    assert.deepEqual(
      problemLines({ ...stackFile, endpoints }, { files: folder }).map((line) => line.split(': ')[0]),
      ['endpoints.churn.schedule', 'endpoints.fraud.schedule'],
    );
  });
});

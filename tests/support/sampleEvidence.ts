import type { RehearsalReport } from '../../rehearsal/model/rehearsalReport';

type Evidence = Omit<RehearsalReport, 'hours' | 'distributions' | 'alarms' | 'messages'>;

const links: Evidence['links'] = [
  [
    'stack-deploys',
    'The stack deploys under the policy pack',
    '0 mandatory findings',
    '41 resources created, 0 mandatory findings',
  ],
  [
    'second-up-is-quiet',
    'A second deployment changes nothing',
    '0 changes',
    '0 created, 0 updated, 0 replaced, 0 deleted',
  ],
  [
    'baseline-derived',
    'A baseline is derived and stored',
    '3 files under baselines/churn/schema=v1/',
    'statistics.json, constraints.json, manifest.json; 2333 rows',
  ],
  ['clean-is-quiet', 'Clean captures raise nothing', '0 violations, 0 alarms', '0 violations in 3 hours, 0 alarms'],
  [
    'drift-found',
    'Drift is found',
    'baseline_drift_check on account_length',
    '3 violations: account_length, day_minutes, international_plan',
  ],
  [
    'drift-alarms',
    'Drift raises the alarm of its feature',
    'critical.local.churn.drift.account_length in ALARM',
    'in ALARM at 2026-11-02 10:05',
  ],
  [
    'people-told',
    'Pager, digest and tickets get the message',
    'one message on each route',
    'pager 1, digest 4, tickets 3',
  ],
  [
    'broken-found',
    'A broken pipeline is told from drift',
    'missing_column_check, data_type_check',
    'missing_column_check, data_type_check, completeness_check',
  ],
  [
    'silence-alarms',
    'Silence raises the dead-man alarms',
    'no-run and no-data in ALARM after 2 h',
    'both in ALARM at 2026-11-02 16:05',
  ],
  ['incident-written', 'Each incident gets its document', '3 documents under incidents/churn/2026/', '3 documents'],
  [
    'mute-on-record',
    'A muted alarm is on the record',
    'DisableAlarmActions by intern',
    'DisableAlarmActions by arn:aws:iam::123456789012:user/intern at 2026-11-02 13:20',
  ],
  [
    'schedule-on-record',
    'A changed schedule is on the record',
    'UpdateMonitoringSchedule by intern',
    'UpdateMonitoringSchedule by arn:aws:iam::123456789012:user/intern at 2026-11-02 13:40',
  ],
  [
    'policy-refuses',
    'The policy pack refuses a store without versioning',
    'a mandatory finding',
    'store-is-versioned: 1 mandatory finding; nothing deployed',
  ],
  ['all-gone', 'Destroying leaves nothing behind', '0 resources in the local AWS', '0 resources'],
].map(([id = '', title = '', expected = '', observed = '']) => ({ id, title, held: true, expected, observed }));

const audit = (at: (hour: number, minute?: number) => string): Evidence['audit'] => [
  {
    when: at(6, 2),
    who: 'arn:aws:sts::123456789012:assumed-role/deployment/pulumi',
    kind: 'schedule changed',
    action: 'CreateMonitoringSchedule',
    target:
      '{"monitoringScheduleName":"churn-hourly","monitoringScheduleConfig":{"scheduleConfig":{"scheduleExpression":"cron(0 * ? * * *)"}}}',
    eventId: '5f1c1c5e-5d0e-4f5e-9b8e-0f6f3f1d2a01',
    verdict: 'routine',
    sentence:
      'session pulumi of role deployment changed schedule churn-hourly (runs) with CreateMonitoringSchedule from 192.0.2.1 through Pulumi; routine (call of the deployment role)',
  },
  {
    when: at(13, 20),
    who: 'arn:aws:iam::123456789012:user/intern',
    kind: 'alarm muted',
    action: 'DisableAlarmActions',
    target: '{"alarmNames":["warning.local.churn.violations"]}',
    eventId: '5f1c1c5e-5d0e-4f5e-9b8e-0f6f3f1d2a02',
    verdict: 'unexplained',
    sentence:
      'user intern muted alarm warning.local.churn.violations of endpoint churn with DisableAlarmActions from 192.0.2.1 through the AWS CLI; actions enabled to false; unexplained',
  },
  {
    when: at(13, 40),
    who: 'arn:aws:iam::123456789012:user/intern',
    kind: 'schedule changed',
    action: 'UpdateMonitoringSchedule',
    target:
      '{"monitoringScheduleName":"churn-hourly","monitoringScheduleConfig":{"scheduleConfig":{"scheduleExpression":"cron(0 0 ? * * *)"}}}',
    eventId: '5f1c1c5e-5d0e-4f5e-9b8e-0f6f3f1d2a03',
    verdict: 'unexplained',
    sentence:
      'user intern changed schedule churn-hourly (runs) with UpdateMonitoringSchedule from 192.0.2.1 through the AWS CLI; schedule to cron(0 0 ? * * *); unexplained',
  },
  {
    when: at(14, 10),
    who: 'arn:aws:iam::123456789012:user/intern',
    kind: 'baseline modified',
    action: 'PutObject',
    target: '{"bucketName":"local-store-3f9a2c1","key":"baselines/churn/schema=v1/2026-11-02-3f9a2c/constraints.json"}',
    eventId: '5f1c1c5e-5d0e-4f5e-9b8e-0f6f3f1d2a04',
    verdict: 'unexplained',
    sentence:
      'user intern tried to modify baseline baselines/churn/schema=v1/2026-11-02-3f9a2c/constraints.json of endpoint churn and was refused (AccessDenied) with PutObject from 192.0.2.1 through the AWS CLI; unexplained',
    refused: 'AccessDenied',
  },
];

const driftIncident = `# churn: drift in 3 features since 2026-11-02 09:00

| feature | check | observed |
|---|---|---|
| account_length | baseline_drift_check | distance 0.4871, limit 0.1 |
| day_minutes | baseline_drift_check | distance 0.2213, limit 0.1 |
| international_plan | baseline_drift_check | distance 0.3105, limit 0.15 |

## What to look at first
- Several features moved at once and none lost values: look for a change in who is scored, not in the pipeline.
- Nobody touched the schedule or the baseline in the 24 hours before.
`;

const steps: Evidence['steps'] = [
  { title: 'Start the local AWS', seconds: 1.3, detail: 'moto 5.2.5 behind the gateway on 127.0.0.1:40213' },
  { title: 'Deploy the stack', seconds: 19.4, detail: '41 resources' },
  { title: 'Derive the baseline', seconds: 1.1, detail: '2333 rows of assets/datasets/monitoring/training.csv' },
  { title: 'Deploy the schedules on it', seconds: 9.8, detail: '11 resources' },
  { title: 'Replay 12 hours', seconds: 6.2, detail: '1,969 rows in 10 capture files' },
  { title: 'Ask the policy pack to refuse', seconds: 5.1, detail: 'a store without versioning' },
  { title: 'Destroy', seconds: 9.3, detail: '52 resources' },
];

const rejects: Evidence['rejects'] = [
  {
    file: 'captures/churn/schema=v1/churn/AllTraffic/2026/11/02/08/08-00-00.jsonl',
    line: 41,
    reason: 'The line is not JSON: it ends within a string.',
  },
  {
    file: 'captures/churn/schema=v1/churn/AllTraffic/2026/11/02/08/08-00-00.jsonl',
    line: 97,
    reason: "The body's encoding is 'GZIP'; CSV, JSON and BASE64 can be read.",
  },
  {
    file: 'assets/datasets/monitoring/training.csv',
    line: 1204,
    reason: 'The row has 18 columns; the schema has 17.',
  },
];

const deployments: Evidence['deployments'] = [
  { title: 'First deployment', created: 41, updated: 0, replaced: 0, deleted: 0, unchanged: 0, seconds: 19.4 },
  {
    title: 'Second deployment, nothing changed',
    created: 0,
    updated: 0,
    replaced: 0,
    deleted: 0,
    unchanged: 41,
    seconds: 4.2,
  },
  { title: 'With the baseline', created: 11, updated: 1, replaced: 0, deleted: 0, unchanged: 40, seconds: 9.8 },
  { title: 'Destroy', created: 0, updated: 0, replaced: 0, deleted: 52, unchanged: 0, seconds: 9.3 },
];

const policyFindings: Evidence['policyFindings'] = [
  {
    policy: 'store-is-versioned',
    resource: 'urn:pulumi:local::model-observability::aws:s3/bucket:Bucket::store',
    message: 'The store has no versioning: an overwritten baseline would be lost. Set versioning to Enabled.',
    level: 'mandatory',
  },
  {
    policy: 'capture-lifecycle-is-short',
    resource:
      'urn:pulumi:local::model-observability::aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration::store-lifecycle',
    message: 'Captures are kept for 90 days; 30 are enough for this environment.',
    level: 'advisory',
  },
];

const imitated: Evidence['imitated'] = [
  {
    part: "SageMaker's monitoring container",
    how: "The project's own analyzer in quality/ read the hour's captures and wrote the three files; AWS would run its Spark container.",
  },
  {
    part: 'The hourly schedule',
    how: 'A simulated clock moved on by hours and fired the schedule; AWS would start it 0 to 20 minutes past the hour.',
  },
  {
    part: 'CloudWatch alarms',
    how: "The gateway evaluated the alarms (M of N, missing data, metric math) on the rehearsal's clock.",
  },
  {
    part: 'CloudTrail',
    how: 'The gateway recorded each management call with its caller; digest files were not written.',
  },
  {
    part: 'Pager and e-mail',
    how: 'The HTTPS endpoint was a listener on this machine, and the digest a mailbox in memory.',
  },
  { part: 'The AWS provider', how: "The rehearsal's own provider, for the resource types in use." },
];

/** What a sample rehearsal shows besides its hours. */
export function sampleEvidence(at: (hour: number, minute?: number) => string): Evidence {
  return {
    startedAt: '2026-11-20T09:14:03.120Z',
    finishedAt: '2026-11-20T09:14:55.480Z',
    elapsedSeconds: 52.36,
    stack: 'local',
    endpoint: 'churn',
    region: 'eu-west-1',
    digests: ['Monitoring of local: 1 new incident (2026-11-19 22:00 to 2026-11-20 22:00 UTC)\n'],
    environment: [
      { name: 'Pulumi engine', value: 'v3.259.0' },
      { name: 'AWS provider', value: "the rehearsal's own, 0.1.0" },
      { name: 'Emulator', value: 'moto 5.2.5' },
      { name: 'Node', value: 'v20.20.2' },
      { name: 'Commit', value: '8e9586e' },
    ],
    baseline: {
      endpoint: 'churn',
      schema: 'v1',
      id: '2026-11-02-3f9a2c',
      derivedAt: at(5, 58),
      derivedBy: 'arn:aws:iam::123456789012:user/model-owner',
      source: 'assets/datasets/monitoring/training.csv',
      rows: 2333,
      rejectedRows: 1,
      slaChanges: [
        'account_length: drift limit 0.1, severity critical.',
        "international_plan: only the categories 'no' and 'yes' are allowed.",
      ],
      sha256: {
        'statistics.json': '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        'constraints.json': '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
      },
    },
    links,
    steps,
    audit: audit(at),
    incidents: [
      {
        key: 'incidents/churn/2026/churn-2026110209.md',
        title: 'churn: drift in 3 features since 2026-11-02 09:00',
        markdown: driftIncident,
      },
      {
        key: 'incidents/churn/2026/churn-2026110212.md',
        title: 'churn: broken pipeline since 2026-11-02 12:00',
        markdown:
          '# churn: broken pipeline since 2026-11-02 12:00\n\nColumn `evening_minutes` is missing; `day_minutes` holds text and nulls.\n',
      },
    ],
    rejects,
    deployments,
    policyFindings,
    calls: { calls: 1482, requests: 1482, responses: 1482, findings: [] },
    roles: {
      granted: [
        { role: 'incidents-role-1a2b3c4', action: 's3:GetObject', resource: 'arn:aws:s3:::store/reports/*', calls: 24 },
        {
          role: 'incidents-role-1a2b3c4',
          action: 'logs:PutLogEvents',
          resource: 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/incidents-1a2b3c4:log-stream:*',
          calls: 0,
          reason: 'Lambda writes the log of the function',
        },
      ],
      denied: [],
    },
    imitated,
  };
}

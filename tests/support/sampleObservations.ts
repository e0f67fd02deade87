import type { AlarmTransition } from '../../rehearsal/localAws/cloudwatch/alarmNotice';
import type { AuditRow, HourPayload, MessageRow } from '../../rehearsal/model/rehearsalReport';
import type { Observations, ObservedHour } from '../../rehearsal/play/observations';
import { incidentFix } from '../../rehearsal/standIns/people';

const critical = 'critical.local.arrival-delay.promises';
const warning = 'warning.local.arrival-delay.promises';
const silence = 'critical.local.arrival-delay.silence';

type Row = Partial<ObservedHour> & { readonly raise?: string[]; readonly clear?: string[]; readonly muted?: string[] };

/** Alarms of the managed monitor's endpoint, with those on promises of the analyzer's endpoint. */
const ofBoth = (alarms: readonly string[] = []) => [
  ...alarms,
  ...alarms
    .filter((alarm) => alarm !== silence)
    .map((alarm) => alarm.replace('arrival-delay', 'arrival-delay-analyzer')),
];

function hour(index: number, payload: HourPayload, row: Row = {}): ObservedHour {
  const { muted = [], ...rest } = row;
  const [raise, clear] = [ofBoth(row.raise), ofBoth(row.clear)];
  const at = new Date(Date.UTC(2026, 10, 2, 9 + index));
  const change = (alarm: string, to: 'ALARM' | 'OK'): AlarmTransition => ({
    alarm,
    arn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${alarm}`,
    from: to === 'OK' ? 'ALARM' : 'OK',
    to,
    reason: 'a threshold was crossed',
    at,
    notified: [],
    muted: muted.includes(alarm),
  });
  return {
    hour: new Date(at.getTime() - 3_600_000).toISOString(),
    payload,
    rows: payload === 'none' ? 0 : 100,
    rejects: 0,
    rejectedRecords: [],
    status: 'Completed',
    violations: [],
    reportUri: 's3://store/reports',
    alarmsRaised: raise,
    alarmsCleared: clear,
    summary: summaryOf(rest),
    faults: [],
    analyzer: {
      problems: [],
      status: 'Completed',
      differences: rest.status === 'NotScheduled' ? undefined : [],
    },
    transitions: [...raise.map((alarm) => change(alarm, 'ALARM')), ...clear.map((alarm) => change(alarm, 'OK'))],
    ...rest,
  };
}

/** The summary that the incident function writes: `dep_delay` is critical in drift, a warning otherwise. */
function summaryOf({ violations = [], status }: Row): ObservedHour['summary'] {
  if (status === 'NotScheduled') return undefined;
  const brokenPromises = violations.flatMap(({ feature_name: feature, constraint_check_type: check, description }) => {
    const severities = check === 'baseline_drift_check' ? (['critical', 'warning'] as const) : (['warning'] as const);
    return severities.map((severity) => ({ feature, check, severity, description }));
  });
  return { brokenPromises } as unknown as ObservedHour['summary'];
}

const violation = (constraint_check_type: ObservedHour['violations'][number]['constraint_check_type']) => ({
  feature_name: 'dep_delay',
  constraint_check_type,
  description: 'too far',
});
const violating = { status: 'CompletedWithViolations' } as const;
const silent = { status: 'NotScheduled', reportUri: undefined } as const;

/** A day with a drift, its end, broken captures, a muted alarm and an hour without captures. */
function sampleHours(): ObservedHour[] {
  const drift = { ...violating, violations: [violation('baseline_drift_check')] };
  const changed = ['data_type_check', 'completeness_check', 'categorical_values_check'] as const;
  const rejects = [{ file: 'captures/x.jsonl', line: 3, reason: 'the line is not JSON.' }];
  return [
    hour(0, 'clean'),
    hour(1, 'drifted', { ...drift, raise: [critical, warning] }),
    hour(2, 'clean', { clear: [critical, warning] }),
    hour(3, 'broken: missing column', {
      ...violating,
      violations: [violation('missing_column_check')],
      raise: [warning],
    }),
    hour(4, 'broken: changed type', { ...violating, violations: changed.map(violation) }),
    hour(5, 'broken: garbage', {
      clear: [warning],
      rejectedRecords: rejects,
    }),
    hour(6, 'drifted', { ...drift, raise: [critical, warning], muted: [critical] }),
    hour(7, 'none', { ...silent, raise: [silence] }),
  ];
}

const silencedAt = new Date('2026-11-02T18:00:00Z');

/** The alarm of the metric filters on recorded calls. */
const callsAlarm: AlarmTransition = {
  alarm: 'warning.local.audit.calls',
  arn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:warning.local.audit.calls',
  from: 'OK',
  to: 'ALARM',
  reason: 'a call was counted',
  at: silencedAt,
  notified: [],
  muted: false,
};

/** The audit function's message on what the contractor did. */
const changeMessage: MessageRow = {
  route: 'tickets',
  at: silencedAt.toISOString(),
  alarmName: 'critical.local.audit.change',
  state: 'ALARM',
  summary: '2026-11-02T17:00:00Z user contractor changed trail x (evidence) with StopLogging from 1.2.3.4; unexplained',
};

const thread = 'arrival-delay-analyzer-2026110209';
/** The name under which the pager gets an incident, and the messages that its document lists. */
const incidentAlarm = `critical.local.arrival-delay-analyzer.${thread}`;
const incidentMessages = ['opened', 'closed']
  .map((kind) => `- id: ${thread}.${kind}\n  kind: ${kind}\n  severity: critical\n  state: sent\n`)
  .join('');

const rehearsalEvidence: Observations['evidence'] = {
  pack: {
    page: '2026Q4/report.html',
    files: 19,
    digests: 15,
    logs: 15,
    faults: 0,
    controls: [{ id: 'changes-explained', held: false, exceptions: 4 }],
    isSigned: true,
    verifier: 'the pack is complete and unaltered',
  },
  reach: [{ principal: 'incidents-role-1a2b3c4', allowed: 2, unrecorded: [] }],
};

const tamperedHour: Observations['tampered'] = {
  before: { expression: 'cron(0 * ? * * *)', muted: [] },
  after: { expression: 'cron(0 0 ? * * *)', muted: [critical] },
  repaired: { expression: 'cron(0 * ? * * *)', muted: [] },
};

/** Observations of a mock day for which every link holds, as far as the links use them. */
export function sampleObservations(): Observations {
  const hours = sampleHours();
  return {
    deployments: [deployment(54), deployment(13)],
    refusal: [{ policy: 's3-bucket-versioning', resource: 'store', message: 'keeps none', level: 'mandatory' }],
    baseline: {
      manifest: {
        id: '2026-11-02-7699f0',
        endpoint: 'arrival-delay',
        schema: 'v1',
        rows: 100,
        derivedBy: 'arn:aws:iam::123456789012:user/deployment',
        captureSchema: { fingerprint: '35432f766d9e' },
        approval: { by: person('reviewer') },
      },
      schema: { version: 'v1', fingerprint: '35432f766d9e' },
      stored: ['a', 'b', 'c'].map((name) => ({ name, versionId: 'v', hashMatches: true })),
    } as unknown as Observations['baseline'],
    hours,
    alarmNames: [critical, warning, silence],
    messages: [
      ...hours.flatMap(({ transitions }) => transitions.filter(({ alarm }) => alarm === silence).flatMap(messagesOf)),
      changeMessage,
      ...messagesOf(callsAlarm),
      ...messagesOf({ alarm: incidentAlarm, at: new Date('2026-11-02T10:00:00Z'), to: 'ALARM' }),
      ...messagesOf({ alarm: incidentAlarm, at: new Date('2026-11-02T11:00:00Z'), to: 'OK' }),
    ],
    silenced: {
      at: '2026-11-02T17:00:00.000Z',
      acts: [{ title: 'stops the trail', action: 'StopLogging', fault: 'is not logging' }],
      faults: ['trail model-observability-local is not logging'],
      transitions: [callsAlarm],
      failedMessages: 0,
    },
    audit: [
      write('reviewer', `${folder}/manifest.json`),
      entry('alarm muted', 'DisableAlarmActions'),
      entry('schedule changed', 'UpdateMonitoringSchedule'),
      write('contractor', `${folder}/constraints.json`),
    ],
    baselineTampering: {
      key: `${folder}/constraints.json`,
      versionId: 'v2',
      refusal: 'invalid baseline: constraints.json, version v2: hashes to something else',
      refusalAfter: undefined,
    },
    evidence: rehearsalEvidence,
    routineCalls: 3,
    digests: [
      `Monitoring of local: 1 new incident (2026-01-01 00:00 to 2100-01-01 00:00 UTC)\n\nNew incidents\n- arrival-delay-x (warning): open\n`,
    ],
    canaries: ['{}'],
    incidents: [
      {
        key: 'incidents/arrival-delay/x.md',
        title: 'x',
        markdown: `id: arrival-delay-x\ndetected: ${hours[1]?.hour ?? ''}\nopened: ${hours[1]?.hour ?? ''}\nclosed: ${hours[2]?.hour ?? ''}\n`,
      },
      {
        key: 'incidents/arrival-delay/y.md',
        title: 'y',
        markdown: `- [x](x.md) (similarity 0.90): ${incidentFix.cause} Fix: ${incidentFix.fix}\n`,
      },
      { key: 'incidents/arrival-delay-analyzer/x.md', title: 'x', markdown: '' },
      { key: 'incidents/arrival-delay-analyzer/y.md', title: 'y', markdown: incidentMessages },
    ],
    failedMessages: 0,
    tampered: tamperedHour,
    calls: { calls: 1200, requests: 1200, responses: 1200, findings: [] },
    roles: {
      granted: [
        { role: 'incidents-role-1a2b3c4', action: 's3:GetObject', resource: 'arn:aws:s3:::store/reports/*', calls: 24 },
      ],
      denied: [],
    },
    leftovers: [],
  };
}

function deployment(created: number) {
  return { title: 'up', created, updated: 0, replaced: 0, deleted: 0, unchanged: 0, seconds: 1, findings: [] };
}

function messagesOf({ alarm, at, to }: Pick<AlarmTransition, 'alarm' | 'at' | 'to'>): MessageRow[] {
  const routes = alarm.startsWith('critical') ? (['pager', 'tickets'] as const) : (['tickets'] as const);
  return routes.map((route) => ({ route, at: at.toISOString(), alarmName: alarm, state: to as 'ALARM', summary: '' }));
}

const folder = 'baselines/arrival-delay/schema=v1/2026-11-02-7699f0';
const person = (name: string) => `arn:aws:iam::123456789012:user/${name}`;

function entry(kind: AuditRow['kind'], action: string, target = '{}', name = 'contractor'): AuditRow {
  const sentence = `user ${name} ${kind}`;
  const judged = { verdict: 'unexplained', sentence } as const;
  return { when: '2026-11-02T17:00:00Z', who: person(name), kind, action, target, eventId: action, ...judged };
}

function write(name: string, key: string): AuditRow {
  return entry('baseline modified', 'PutObject', JSON.stringify({ bucketName: 'store', key }), name);
}

import type { Evidence } from '../../rehearsal/model/rehearsalReport';
import type { Observations, ObservedHour } from '../../rehearsal/play/observations';
import type { BaselineTampering } from '../../rehearsal/play/tamperWithBaseline';

export type Change = (observations: Observations) => Partial<Observations>;
const inHour = (index: number, change: Partial<ObservedHour>): Change => {
  return ({ hours }) => ({ hours: hours.map((hour, i) => (i === index ? { ...hour, ...change } : hour)) });
};
const inTampering = (change: Partial<BaselineTampering>): Change => {
  return ({ baselineTampering }) =>
    baselineTampering ? { baselineTampering: { ...baselineTampering, ...change } } : {};
};
const withoutMessage = (route: string, of: string): Change => {
  return ({ messages }) => ({ messages: messages.filter((m) => m.route !== route || !m.alarmName.includes(of)) });
};

const inEvidence = (change: Partial<Evidence>): Change => {
  return ({ evidence }) => (evidence ? { evidence: { ...evidence, ...change } } : {});
};
const inPack = (change: Partial<Evidence['pack']>): Change => {
  return ({ evidence }) => (evidence ? { evidence: { ...evidence, pack: { ...evidence.pack, ...change } } } : {});
};

/** Failures, and the links that must break by each. */
export const brokenObservations: readonly (readonly [failure: string, change: Change, ids: readonly string[]])[] = [
  ['nothing is deployed', () => ({ deployments: [] }), ['stack-deploys', 'schedule-deployed']],
  ['the pack accepts the store', () => ({ refusal: [] }), ['policy-refuses']],
  [
    'a baseline file does not match its manifest',
    ({ baseline }) => ({
      baseline: { ...baseline, stored: baseline.stored.map((file) => ({ ...file, hashMatches: false })) },
    }),
    ['baseline-stored'],
  ],
  [
    'a baseline file has no version',
    ({ baseline }) => ({
      baseline: { ...baseline, stored: baseline.stored.map((file) => ({ ...file, versionId: 'null' })) },
    }),
    ['baseline-stored'],
  ],
  [
    'the registered schema has other columns',
    ({ baseline }) => ({ baseline: { ...baseline, schema: { ...baseline.schema, fingerprint: 'other' } } }),
    ['baseline-stored'],
  ],
  [
    'the author approves the baseline',
    ({ baseline: { manifest, ...rest } }) => ({
      baseline: { ...rest, manifest: { ...manifest, derivedBy: manifest.approval?.by ?? '' } },
    }),
    ['approval-on-record'],
  ],
  [
    'the approval was refused by AWS',
    ({ audit }) => ({ audit: audit.map((entry) => ({ ...entry, refused: 'AccessDenied' })) }),
    ['approval-on-record', 'changed-baseline-refused'],
  ],
  ['the trail has a gap', inPack({ faults: 1 }), ['evidence-pack-verifies']],
  ['the trail has no digest', inPack({ digests: 0 }), ['evidence-pack-verifies']],
  ['the pack leaves out what is unexplained', inPack({ controls: [] }), ['evidence-pack-verifies']],
  ['the verifier finds a fault', inPack({ verifier: '1 faults' }), ['evidence-pack-verifies']],
  [
    'a role may act without a record',
    inEvidence({ reach: [{ principal: 'role', allowed: 1, unrecorded: ['kms.amazonaws.com DisableKey *'] }] }),
    ['no-silence-without-record'],
  ],
  ['nobody was asked', inEvidence({ reach: [] }), ['no-silence-without-record']],
  ['a changed baseline is accepted', inTampering({ refusal: undefined }), ['changed-baseline-refused']],
  ['a changed baseline is refused for another version', inTampering({ versionId: 'v3' }), ['changed-baseline-refused']],
  [
    'a baseline stays refused when the change is undone',
    inTampering({ refusalAfter: 'still' }),
    ['changed-baseline-refused'],
  ],
  [
    'a way to silence the monitoring is not named',
    ({ silenced }) => ({
      silenced: silenced && {
        ...silenced,
        acts: [...silenced.acts, { title: 'x', action: 'DeleteTrail', fault: undefined }],
      },
    }),
    ['silencing-is-named'],
  ],
  [
    'the self-check misses a way to silence the monitoring',
    ({ silenced }) => ({ silenced: silenced && { ...silenced, faults: [] } }),
    ['silencing-is-found'],
  ],
  ['the self-check finds a fault on the untouched stack', inHour(0, { faults: ['x'] }), ['untouched-stack-is-clean']],
  [
    'the metric filters raise no alarm',
    ({ silenced, messages }) => ({
      silenced: silenced && { ...silenced, transitions: [] },
      messages: messages.filter(({ alarmName }) => !alarmName.endsWith('.calls')),
    }),
    ['filters-count-calls'],
  ],
  [
    'a message names the deployment',
    ({ messages }) => ({
      messages: messages.map((message) => ({
        ...message,
        summary: message.summary.replace('user contractor', 'user deployment'),
      })),
    }),
    ['silencing-is-named', 'routine-is-quiet'],
  ],
  ['a run fails', inHour(0, { status: 'Failed', reportUri: undefined }), ['runs-follow-schedule']],
  [
    'a clean hour has violations',
    inHour(0, { violations: [{ feature_name: 'x', constraint_check_type: 'data_type_check', description: '' }] }),
    ['clean-stays-quiet'],
  ],
  ['drift is not detected', inHour(1, { violations: [] }), ['drift-is-found']],
  [
    'broken promises are not published',
    inHour(4, { summary: { brokenPromises: [] } as never }),
    ['broken-promises-raise-alarm'],
  ],
  ['drift raises no alarm', inHour(1, { alarmsRaised: [] }), ['drift-raises-alarm', 'broken-promises-raise-alarm']],
  [
    'a drift alarm never clears',
    inHour(2, { alarmsCleared: [] }),
    ['drift-raises-alarm', 'broken-promises-raise-alarm'],
  ],
  ['a missing column is not detected', inHour(3, { violations: [] }), ['missing-column-is-found']],
  ['a changed type is not detected', inHour(4, { violations: [] }), ['changed-type-is-found']],
  ['unusable records are not listed', inHour(5, { rejectedRecords: [] }), ['unreadable-is-named']],
  [
    'no incident is written',
    () => ({ incidents: [] }),
    [
      'incidents-written',
      'incident-names-window',
      'incident-names-fix',
      'analyzer-raises-alarms',
      'one-message-an-incident',
    ],
  ],
  [
    'an incident is named by the hour of the run',
    ({ hours, incidents: [incident, ...others] }) => ({
      incidents: incident
        ? [{ ...incident, markdown: `opened: ${hours[2]?.hour}\nclosed: ${hours[2]?.hour}\n` }, ...others]
        : [],
    }),
    ['incident-names-window'],
  ],
  [
    'a clean run closes no incident',
    ({ hours, incidents: [incident, ...others] }) => ({
      incidents: incident ? [{ ...incident, markdown: `opened: ${hours[1]?.hour}\n` }, ...others] : [],
    }),
    ['incident-names-window'],
  ],
  [
    'a later incident does not name the fix',
    ({ incidents }) => ({ incidents: incidents.map((one, i) => (i === 1 ? { ...one, markdown: '' } : one)) }),
    ['incident-names-fix'],
  ],
  ['the incident function fails on a message', () => ({ failedMessages: 1 }), ['incidents-written']],
  ['the pager misses a message', withoutMessage('pager', '.silence'), ['pager-hears', 'silence-raises-alarm']],
  ['the ticket queue misses an incident', withoutMessage('tickets', '-analyzer-2'), ['one-message-an-incident']],
  [
    'the pager gets an incident twice',
    ({ messages }) => ({ messages: messages.flatMap((m) => (m.alarmName.includes('-analyzer-2') ? [m, m] : [m])) }),
    ['one-message-an-incident'],
  ],
  ['no canary arrives', () => ({ canaries: [] }), ['canary-arrives']],
  [
    'a canary is in the digest',
    ({ digests: [digest = ''] }) => ({ digests: [`${digest}- canary-2026110207 (critical)`] }),
    ['canary-arrives'],
  ],
  ['no digest is mailed', () => ({ digests: [] }), ['digest-names-incidents']],
  ['an alarm is mailed, too', ({ digests }) => ({ digests: [...digests, 'ALARM: churn'] }), ['digest-names-incidents']],
  [
    'the digest lacks an incident',
    ({ digests: [digest = ''] }) => ({ digests: [digest.replace(/^- .*$/m, '')] }),
    ['digest-names-incidents'],
  ],
  [
    'the pager gets a warning',
    ({ messages }) => ({
      messages: messages.map((m) => (m.alarmName.startsWith('warning') ? { ...m, route: 'pager' as const } : m)),
    }),
    ['pager-hears', 'tickets-hears'],
  ],
  [
    'the record is empty',
    () => ({ audit: [], routineCalls: 0 }),
    [
      'approval-on-record',
      'changed-baseline-refused',
      'mute-on-record',
      'schedule-change-on-record',
      'routine-on-record',
      'evidence-pack-verifies',
    ],
  ],
  [
    'the record names another caller',
    ({ audit }) => ({ audit: audit.map((entry) => ({ ...entry, who: 'arn:aws:iam::1:user/other' })) }),
    ['approval-on-record', 'changed-baseline-refused', 'mute-on-record', 'schedule-change-on-record'],
  ],
  [
    'a muted alarm sends a message',
    ({ hours, messages }) => ({
      messages: [
        ...messages,
        ...hours
          .flatMap(({ transitions }) => transitions.filter(({ muted }) => muted))
          .map(({ alarm, at }) => ({
            route: 'pager' as const,
            at: at.toISOString(),
            alarmName: alarm,
            state: 'ALARM' as const,
            summary: '',
          })),
      ],
    }),
    ['pager-hears', 'muted-is-silent'],
  ],
  ['silence raises no alarm', inHour(7, { alarmsRaised: [] }), ['silence-raises-alarm']],
  [
    'the deployment leaves the alarm muted',
    ({ tampered }) => (tampered ? { tampered: { ...tampered, repaired: tampered.after } } : {}),
    ['deployment-repairs'],
  ],
  [
    'a response breaks the service models',
    ({ calls }) => ({
      calls: { ...calls, findings: [{ kind: 'faulty response', operation: 'sqs:CreateQueue', problem: 'no URL' }] },
    }),
    ['calls-are-valid'],
  ],
  [
    'a call of a function is denied',
    ({ roles }) => ({ roles: { ...roles, denied: ['User: a is not authorized'] } }),
    ['roles-suffice'],
  ],
  [
    'a permission is not used',
    ({ roles: { granted, denied } }) => ({
      roles: { granted: [...granted, { role: 'r', action: 's3:*', resource: '*', calls: 0 }], denied },
    }),
    ['permissions-are-needed'],
  ],
  [
    'the functions make no call',
    ({ roles }) => ({ roles: { granted: [], denied: roles.denied } }),
    ['roles-suffice', 'permissions-are-needed'],
  ],
  ['a response is not checked', ({ calls }) => ({ calls: { ...calls, responses: 1199 } }), ['calls-are-valid']],
  ['the analyzer has no run in an hour', inHour(0, { analyzer: { problems: [] } }), ['analyzer-agrees']],
  [
    'an invocation of the analyzer fails',
    inHour(7, { analyzer: { problems: ['AccessDenied'], status: 'Failed' } }),
    ['analyzer-agrees'],
  ],
  [
    'a report of the analyzer differs',
    inHour(1, { analyzer: { problems: [], status: 'Completed', differences: ['statistics.json'] } }),
    ['analyzer-agrees'],
  ],
  [
    'the analyzer’s endpoint raises no alarm',
    ({ hours }) => ({
      hours: hours.map(({ transitions, ...hour }) => ({
        ...hour,
        transitions: transitions.filter(({ alarm }) => !alarm.includes('.arrival-delay-analyzer.')),
      })),
    }),
    ['analyzer-raises-alarms'],
  ],
  [
    'the analyzer’s reports open no incident',
    ({ incidents }) => ({ incidents: incidents.filter(({ key }) => !key.includes('analyzer')) }),
    ['analyzer-raises-alarms', 'one-message-an-incident'],
  ],
  ['a bucket is left', () => ({ leftovers: ['bucket store'] }), ['destroy-leaves-nothing']],
];

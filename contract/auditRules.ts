import { alarmNamePrefix, severities } from './alarmNames';
import { dependencies, recordedPrefixes, silencingCalls, withoutVersion } from './auditEvents';
import { composeDashboardName } from './resourceNames';

/** What the rules and filters of a stack narrow the calls to. */
export interface WatchedStack {
  readonly stack: string;
  /** Names of the store and of the evidence bucket, if the stack has one. */
  readonly buckets: readonly string[];
}

type Pattern = Readonly<Record<string, unknown>>;

/** Longest event pattern of a rule by default ("Amazon EventBridge quotas"). */
export const longestEventPattern = 2048;

const s3 = 's3.amazonaws.com';
const monitoring = 'monitoring.amazonaws.com';
const iam = 'iam.amazonaws.com';

/** Services whose records hold names or ARNs in many parameters: the audit function narrows their calls to the stack. */
const serviceRules = {
  schedules: ['sagemaker', 'scheduler', 'lambda', 'events', 'sqs', 'sns'],
  permissions: ['iam', 'kms', 'logs', 'cloudtrail', 'dynamodb'],
} as const;

/** Event names of a service, without the version of its API, ascending. */
export function eventNames(source: string): string[] {
  const names = silencingCalls.filter(({ dependency }) => dependency.source === source).map(({ name }) => name);
  return [...new Set(names.map(withoutVersion))].sort();
}

/** Objects that only the settings, an approval or a registration writes. */
export const objectWrites: readonly string[] = [
  ...new Set(
    Object.values(dependencies).flatMap(({ keyPrefix, disables }) =>
      keyPrefix === undefined || typeof disables === 'string' ? [] : Object.values(disables).flat(),
    ),
  ),
];

/**
 * Event patterns of the rules on calls that CloudTrail delivers to EventBridge, by name. Refused calls match too: AWS leaves
 * out the parameters of many of them.
 */
export function composeAuditPatterns({ stack, buckets }: WatchedStack): Readonly<Record<string, Pattern>> {
  const services = Object.entries(serviceRules).map(([name, sources]) => {
    const eventSource = sources.map((service) => `${service}.amazonaws.com`);
    const eventName = [...new Set(eventSource.flatMap(eventNames))].flatMap(matchVersions);
    return [name, composePattern({ eventSource, eventName })];
  });
  return {
    objects: composePattern({ eventSource: [s3], $or: storeCalls(buckets) }),
    alarms: composePattern({
      eventSource: [monitoring],
      eventName: eventNames(monitoring),
      $or: alarmCalls(stack),
    }),
    ...Object.fromEntries(services),
  };
}

/**
 * Region whose event bus has the calls of IAM ("Why does my EventBridge rule for IAM events only trigger in the us-east-1
 * Region?" of AWS's Knowledge Center).
 */
export const iamEventRegion = 'us-east-1';

/** Components whose roles the monitoring needs: names of roles begin with them. */
export const roleComponents = ['analyzer', 'audit', 'incidents', 'messages', 'monitoring'] as const;

/**
 * Whether the calls of IAM must be forwarded to a stack's region. EventBridge forwards events between all regions but those of
 * GovCloud and China ("Expanding cross-Region event routing with Amazon EventBridge" of the AWS Compute Blog).
 */
export function needsIamForwarding(region: string | undefined): boolean {
  return region !== undefined && region !== iamEventRegion && !/^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/.test(region);
}

/** Event pattern of the rule that forwards calls on roles with such names, and refused ones, which may name no role. */
export function composeIamPattern(): Pattern {
  const roleName = roleComponents.map((component) => ({ prefix: `${component}-` }));
  return composePattern({
    eventSource: [iam],
    eventName: eventNames(iam),
    $or: [{ requestParameters: { roleName } }, { errorCode: [{ exists: true }] }],
  });
}

function composePattern(detail: Pattern): Pattern {
  return { 'detail-type': ['AWS API Call via CloudTrail'], detail };
}

/** Lambda's events have the version of its API behind their names. */
function matchVersions(name: string): (string | Pattern)[] {
  return silencingCalls.some((call) => call.name !== name && withoutVersion(call.name) === name)
    ? [{ prefix: name }]
    : [name];
}

/** Writes of recorded objects, and all other calls on the buckets. Trails of others may record every object's writes. */
function storeCalls(bucketName: readonly string[]): Pattern[] {
  const names = eventNames(s3);
  const ofAccount = names.filter((name) => name.includes('Account'));
  const ofBuckets = names.filter((name) => !ofAccount.includes(name) && !objectWrites.includes(name));
  const key = recordedPrefixes.map((prefix) => ({ prefix }));
  return [
    { eventName: ofBuckets, requestParameters: { bucketName } },
    { eventName: [...objectWrites], requestParameters: { bucketName, key } },
    { eventName: ofAccount },
  ];
}

/** Calls on the stack's alarms and dashboards, on mute rules by their own names, and refused ones. */
function alarmCalls(stack: string): Pattern[] {
  const alarms = severities.map((severity) => ({ prefix: alarmNamePrefix({ severity, stack }) }));
  const dashboards = [{ prefix: composeDashboardName(stack) }];
  return [
    { requestParameters: { alarmName: alarms } },
    { requestParameters: { alarmNames: alarms } },
    { requestParameters: { muteTargets: { alarmNames: alarms } } },
    { requestParameters: { dashboardName: dashboards } },
    { requestParameters: { dashboardNames: dashboards } },
    { requestParameters: { alarmMuteRuleName: [{ exists: true }] } },
    { errorCode: [{ exists: true }] },
  ];
}

/** What AWS accepts as a name or a text. */
export interface TextRule {
  /** Least and greatest length, in characters. */
  readonly length: readonly [least: number, greatest: number];
  /** The whole text; undefined when only its length counts. */
  readonly pattern?: RegExp;
  /** What to use, for error texts. */
  readonly allowed: string;
  readonly source: string;
}

const iam = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';
const sageMaker = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';
const cloudWatch = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest';
const tagging = 'https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html';

/** Rules for names and texts that settings make, by what they are for. */
export const textRules = {
  trail: {
    length: [3, 128],
    pattern: /^[a-zA-Z0-9](?:[._-]?[a-zA-Z0-9])*$/,
    allowed: '3 to 128 letters, digits and the separators . _ - with no two separators in a row and none at an end',
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html',
  },
  dashboard: {
    length: [1, 255],
    pattern: /^[0-9A-Za-z_-]+$/,
    allowed: '1 to 255 letters, digits, - and _',
    source: `${cloudWatch}/APIReference/API_PutDashboard.html`,
  },
  'key alias': {
    length: [1, 256],
    pattern: /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/,
    allowed: '1 to 256 letters, digits, /, _ and -',
    source: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html',
  },
  alarm: {
    length: [1, 255],
    pattern: /^\P{Cc}+$/u,
    allowed: '1 to 255 characters without control characters',
    source: `${cloudWatch}/APIReference/API_PutMetricAlarm.html`,
  },
  'alarm description': {
    length: [0, 1024],
    allowed: 'at most 1,024 characters',
    source: `${cloudWatch}/APIReference/API_PutMetricAlarm.html`,
  },
  metric: {
    length: [1, 255],
    pattern: /^\P{Cc}+$/u,
    allowed: '1 to 255 characters without control characters',
    source: `${cloudWatch}/APIReference/API_MetricDatum.html`,
  },
  'dimension value': {
    length: [1, 1024],
    pattern: /^[ -9;-~][ -~]*$/,
    allowed: '1 to 1,024 ASCII characters, not beginning with a colon',
    source: `${cloudWatch}/APIReference/API_Dimension.html`,
  },
  role: { length: [1, 64], pattern: /^[\w+=,.@-]+$/, allowed: '1 to 64 letters, digits and _+=,.@-', source: iam },
  'role policy': {
    length: [1, 128],
    pattern: /^[\w+=,.@-]+$/,
    allowed: '1 to 128 letters, digits and _+=,.@-',
    source: iam,
  },
  'monitoring schedule': {
    length: [1, 63],
    pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
    allowed: '1 to 63 letters, digits and hyphens between them',
    source: `${sageMaker}/API_CreateMonitoringSchedule.html`,
  },
  'job definition': {
    length: [1, 63],
    pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
    allowed: '1 to 63 letters, digits and hyphens between them',
    source: `${sageMaker}/API_CreateDataQualityJobDefinition.html`,
  },
  image: {
    length: [1, 255],
    allowed: '1 to 255 characters',
    source: `${sageMaker}/API_DataQualityAppSpecification.html`,
  },
  'tag key': {
    length: [1, 128],
    pattern: /^(?!aws:)[\p{L}\p{N} _.:/=+@-]+$/iu,
    allowed: '1 to 128 letters, digits, spaces and _.:/=+-@, without the prefix aws:',
    source: tagging,
  },
  'tag value': {
    // EventBridge Scheduler is alone in refusing an empty value.
    length: [1, 256],
    pattern: /^[\p{L}\p{N} _.:/=+@-]+$/u,
    allowed: '1 to 256 letters, digits, spaces and _.:/=+-@',
    source: tagging,
  },
} as const satisfies Record<string, TextRule>;
export type RuledText = keyof typeof textRules;

/** Characters of an alarm's description that the SLA's owner and runbook may use; the others are the program's text. */
export const ownerAndRunbookLength = 600;

/** Whether AWS accepts a text. */
export function isAccepted(what: RuledText, text: string): boolean {
  const { length, pattern }: TextRule = textRules[what];
  return text.length >= length[0] && text.length <= length[1] && (pattern?.test(text) ?? true);
}

/** The greatest number of something in AWS. */
export interface Quota {
  readonly limit: number;
  /** What is counted. */
  readonly of: string;
  /** Whether AWS raises it on request, so that it is a default. */
  readonly isAdjustable: boolean;
  readonly source: string;
}

const cloudWatchQuotas = `${cloudWatch}/monitoring/cloudwatch_limits.html`;

/** Quotas that settings can exceed, or that an account's other resources count towards. */
export const awsQuotas = {
  tagsPerResource: { limit: 50, of: 'tags of a resource', isAdjustable: false, source: tagging },
  tagsPerObject: {
    limit: 10,
    of: 'tags of an object in S3',
    isAdjustable: false,
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html',
  },
  alarms: {
    limit: 5000,
    of: 'alarms of a region',
    isAdjustable: true,
    source: cloudWatchQuotas,
  },
  roles: { limit: 1000, of: 'roles of an account', isAdjustable: true, source: iam },
  filterPolicies: {
    limit: 200,
    of: 'subscriptions of a topic that filter',
    isAdjustable: true,
    source: 'https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html',
  },
  metricsPerWidget: {
    limit: 500,
    of: 'metrics of a widget',
    isAdjustable: false,
    source: cloudWatchQuotas,
  },
  widgetsPerDashboard: {
    limit: 500,
    of: 'widgets of a dashboard',
    isAdjustable: false,
    source: cloudWatchQuotas,
  },
  metricsPerDashboard: {
    limit: 2500,
    of: 'metrics of a dashboard',
    isAdjustable: false,
    source: cloudWatchQuotas,
  },
  rolePolicyCharacters: {
    limit: 10_240,
    of: "characters of a role's own policies",
    isAdjustable: false,
    source: iam,
  },
  trustPolicyCharacters: { limit: 2048, of: "characters of a role's trust policy", isAdjustable: true, source: iam },
  trails: {
    limit: 5,
    of: 'trails that record a region',
    isAdjustable: false,
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html',
  },
  eventRules: {
    limit: 300,
    of: 'rules of an event bus',
    isAdjustable: true,
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
  },
  /** 10,000,000 outside China. */
  schedules: {
    limit: 1_000_000,
    of: 'schedules of a region',
    isAdjustable: true,
    source: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html',
  },
  keys: {
    limit: 100_000,
    of: 'customer managed keys of a region',
    isAdjustable: true,
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html',
  },
  /** The least of all regions. */
  keyRequests: {
    limit: 5_500,
    of: 'cryptographic requests a second of a region',
    isAdjustable: true,
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html',
  },
} as const satisfies Record<string, Quota>;

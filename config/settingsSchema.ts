import { z } from 'zod';
import { severities } from '../contract/alarmNames';
import { monitorScheduleForms, runHours } from '../contract/monitorSchedule';
import { sageMakerName, sageMakerNameText } from '../contract/sageMakerName';
import { baselineIdPattern } from '../contract/storeLayout';
import { environments, objectLocks, pagerDemands } from './defaults';

const text = z.string().min(1);
const share = z.number().min(0, 'must be between 0 and 1').max(1, 'must be between 0 and 1');
const days = (least: number) => z.int().min(least).max(36_500);

/** Retention periods that CloudWatch Logs knows, days. */
const logRetentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** One entry of `endpoints`; the key is the endpoint's name in SageMaker. */
const endpointSchema = z.strictObject({
  engine: z.literal('modelMonitor', {
    error: ({ input }) =>
      input === 'analyzer'
        ? "engine 'analyzer' is not available yet; use modelMonitor"
        : `${input === undefined ? 'is missing; give' : 'must be'} modelMonitor, the only engine so far`,
  }),
  schema: z
    .string()
    .regex(/^v[1-9]\d*$/, "must be 'v' and a number, such as v1, the name of a file in schemas/<endpoint>"),
  baseline: z
    .string()
    .regex(
      baselineIdPattern,
      "is no baseline id; the form is yyyy-mm-dd-<six hex digits>, such as 2026-11-01-3f9a2c, as 'baseline derive' prints it",
    )
    .optional(),
  schemaFile: text.optional(),
  sla: text,
  owner: text.optional(),
  variant: z.string().max(63).regex(sageMakerName, `a variant's name ${sageMakerNameText}`).optional(),
  schedule: z
    .string()
    .refine((schedule) => runHours(schedule) !== undefined, {
      error: `Model Monitor takes only ${monitorScheduleForms}, with H from 0 to 23 (UTC) and N from 1 to 24`,
    })
    .optional(),
  instanceType: z
    .string()
    .regex(/^ml\.[a-z0-9-]+\.[a-z0-9]+$/, 'must be a SageMaker instance type, such as ml.m5.large')
    .optional(),
  instanceCount: z.int().min(1).max(100).optional(),
  networkIsolation: z.boolean().optional(),
  analyzerImage: z
    .string()
    .regex(
      /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/[^\s:@]+(:[\w.-]+|@sha256:[0-9a-f]{64})$/,
      'must be an image in ECR, <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>',
    )
    .optional(),
  maxRuntimeMinutes: z.int().min(1).max(1440).optional(),
});

const alertsSchema = z.strictObject({
  pager: z.enum(pagerDemands).optional(),
  digest: z.array(z.email('must be an e-mail address, such as ml-oncall@example.com')).optional(),
  tickets: z.boolean().optional(),
});

const tagKey = z
  .string()
  .regex(
    /^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/iu,
    "a tag's key has 1 to 128 letters, digits, spaces and _.:/=+-@, and does not begin with aws:",
  );
const tagValue = z
  .string()
  .regex(/^[\p{L}\p{N} _.:/=+@-]{0,256}$/u, "a tag's value has at most 256 letters, digits, spaces and _.:/=+-@");

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/** The text never repeats the address: it is a secret. */
const pagerUrl = z.string().refine(
  (value) => {
    if (!URL.canParse(value)) return false;
    const { protocol, hostname } = new URL(value);
    return protocol === 'https:' || (protocol === 'http:' && loopback.includes(hostname));
  },
  { error: 'must be an https:// address (http:// only for a loopback host, in a rehearsal)' },
);

/** The keys that a stack's file may have under the project's name. */
export const settingsSchema = z.strictObject({
  owner: tagValue.min(1),
  environment: z.enum(environments),
  endpoints: z
    .record(z.string(), endpointSchema)
    .refine((endpoints) => Object.keys(endpoints).length > 0, { error: 'must name at least one endpoint' }),
  alerts: alertsSchema.prefault({}),
  pagerUrl: pagerUrl.optional(),
  retention: z
    .strictObject({
      capturesDays: days(1).optional(),
      reportsInfrequentAccessDays: days(30).optional(),
      reportsGlacierDays: days(1).optional(),
      noncurrentDays: days(1).optional(),
      logDays: z
        .number()
        .refine((value) => logRetentions.includes(value), {
          error: `CloudWatch Logs keeps events for one of ${logRetentions.join(', ')} days`,
        })
        .optional(),
    })
    .prefault({}),
  evidence: z
    .strictObject({ retentionYears: z.int().min(1).max(30).optional(), objectLock: z.enum(objectLocks).optional() })
    .prefault({}),
  thresholds: z
    .strictObject({
      driftLimit: share.optional(),
      severity: z.enum(severities).optional(),
      freshnessHours: z.int().min(1).max(24).optional(),
    })
    .prefault({}),
  tags: z.record(tagKey, tagValue).prefault({}),
});

export type RawSettings = z.infer<typeof settingsSchema>;

/** The same, with everything optional: what can be read of a stack's file that has mistakes. */
export const lenientSettingsSchema = settingsSchema.partial().extend({
  endpoints: z.record(z.string(), endpointSchema.partial()).prefault({}),
});
export type LenientSettings = z.infer<typeof lenientSettingsSchema>;

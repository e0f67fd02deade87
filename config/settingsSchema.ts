import * as z from 'zod';
import { severities } from '../contract/alarmNames';
import { isAccepted, type RuledText, textRules } from '../contract/awsLimits';
import { schemaVersion } from '../contract/captureSchema';
import { quietDigests } from '../contract/digestSettings';
import { largeWindowSettingsSchema } from '../contract/largeWindows';
import { engines } from '../contract/monitorSettings';
import { timeOfDay } from '../contract/plannedMute';
import { invalidValue } from '../contract/readDocument';
import { sageMakerName, sageMakerNameHint } from '../contract/sageMakerName';
import { alarmBudget, alarmModes } from '../contract/sla';
import { baselineIdPattern } from '../contract/storeLayout';
import { timeZone } from '../contract/timeZone';
import { environments, pagerDemands } from './defaults';
import { evidenceSchema } from './evidenceSchema';
import { emailAddress, routeSecretsSchema, routesSchema } from './routesSchema';
import { invalidTagText } from './tagProblems';

const text = z.string().min(1);
const share = z.number().min(0, 'must be between 0 and 1').max(1, 'must be between 0 and 1');
const days = (least: number) => z.int().min(least).max(36_500);

/** Retention periods that CloudWatch Logs accepts, days ("PutRetentionPolicy" of its API reference). */
const logRetentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Text that AWS accepts in one place. */
const ruledText = (what: RuledText) =>
  z.string().refine((text) => isAccepted(what, text), { error: invalidTagText(what) });

/** One entry of `endpoints`. Its key is the endpoint's name in SageMaker. */
const endpointSchema = z.strictObject({
  engine: z
    .enum(engines, { error: ({ input }) => `unknown engine ${JSON.stringify(input)}; use ${engines.join(' or ')}` })
    .optional(),
  schema: schemaVersion,
  baseline: z
    .string()
    .regex(
      baselineIdPattern,
      invalidValue(
        'baseline id',
        "expected yyyy-mm-dd-<six hex digits>, such as 2026-11-01-3f9a2c, as printed by 'baseline derive'",
      ),
    )
    .optional(),
  schemaFile: text.optional(),
  sla: text,
  owner: ruledText('tag value').optional(),
  variant: z.string().max(63).regex(sageMakerName, invalidValue('variant name', sageMakerNameHint)).optional(),
  schedule: text.optional(),
  instanceType: z
    .string()
    .regex(
      /^ml\.[a-z0-9-]+\.[a-z0-9]+$/,
      invalidValue('instance type', 'expected a SageMaker type, such as ml.m5.large'),
    )
    .optional(),
  instanceCount: z.int().min(1).max(100).optional(),
  networkIsolation: z.boolean().optional(),
  analyzerImage: z
    .string()
    .max(textRules.image.length[1])
    .regex(
      /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/[^\s:@]+(:[\w.-]+|@sha256:[0-9a-f]{64})$/,
      invalidValue('image', 'expected an image in ECR, <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>'),
    )
    .optional(),
  maxRuntimeMinutes: z.int().min(1).max(1440).optional(),
  featureMetrics: z.boolean().optional(),
});

/** The analyzer's function. Limits: "Lambda quotas" of its guide. */
const analyzerSchema = z.strictObject({
  memoryMb: z.int().min(256).max(10_240).optional(),
  timeoutSeconds: z.int().min(30).max(900).optional(),
  reservedConcurrency: z.int().min(1).max(1_000).optional(),
  largeWindows: largeWindowSettingsSchema.optional(),
});

const alertsSchema = z.strictObject({
  pager: z.enum(pagerDemands).optional(),
  digest: z.array(emailAddress).optional(),
  tickets: z.boolean().optional(),
  routes: routesSchema.optional(),
});

/** The digest of each day. Its readers for the whole stack are `alerts.digest`. */
const digestSchema = z.strictObject({
  owners: z.record(ruledText('tag value'), z.array(emailAddress).min(1)).optional(),
  from: emailAddress.optional(),
  at: timeOfDay.optional(),
  timeZone: timeZone.optional(),
  whenQuiet: z.enum(quietDigests).optional(),
});

/** Whether an address is on this machine, as a rehearsal's pager is. */
export function isLoopback(address: string): boolean {
  return URL.canParse(address) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);
}

/** The error text does not repeat the address, which is a secret. */
const pagerUrl = z.string().refine(
  (value) => {
    if (!URL.canParse(value)) return false;
    const { protocol } = new URL(value);
    return protocol === 'https:' || (protocol === 'http:' && isLoopback(value));
  },
  { error: 'must be an https:// address (http:// only on a loopback host, for a rehearsal)' },
);

/** The keys of a stack file under the project's name. */
export const settingsSchema = z.strictObject({
  owner: ruledText('tag value'),
  environment: z.enum(environments),
  endpoints: z
    .record(z.string(), endpointSchema)
    .refine((endpoints) => Object.keys(endpoints).length > 0, { error: 'must name at least one endpoint' }),
  endpointsFolder: text.optional(),
  analyzer: analyzerSchema.prefault({}),
  alerts: alertsSchema.prefault({}),
  digest: digestSchema.prefault({}),
  pagerUrl: pagerUrl.optional(),
  routeSecrets: routeSecretsSchema.optional(),
  incidents: z.strictObject({ runbooks: text.optional(), maskValues: z.boolean().optional() }).prefault({}),
  retention: z
    .strictObject({
      capturesDays: days(1).optional(),
      reportsInfrequentAccessDays: days(30).optional(),
      reportsGlacierDays: days(1).optional(),
      noncurrentDays: days(1).optional(),
      logDays: z
        .number()
        .refine((value) => logRetentions.includes(value), {
          error: `must be a retention period of CloudWatch Logs: ${logRetentions.join(', ')} days`,
        })
        .optional(),
    })
    .prefault({}),
  evidence: evidenceSchema.prefault({}),
  queries: z
    .strictObject({
      enabled: z.boolean().optional(),
      // Athena allows no lower limit than 10 MB ("WorkGroupConfiguration" of its API reference).
      scanLimitMb: z.int().min(10).max(10_000_000).optional(),
      trailLocation: z
        .string()
        .regex(
          /^s3:\/\/[a-z0-9.-]{3,63}\/([^\s/]+\/)*AWSLogs\/(o-[a-z0-9]{10,32}\/)?$/,
          invalidValue(
            'address of log files',
            'expected s3://<bucket>/AWSLogs/, or with the id of an organization behind',
          ),
        )
        .optional(),
    })
    .prefault({}),
  thresholds: z
    .strictObject({
      driftLimit: share.optional(),
      severity: z.enum(severities).optional(),
      freshnessHours: z.int().min(1).max(24).optional(),
      alarmBudget: alarmBudget.optional(),
      alarmMode: z.enum(alarmModes).optional(),
    })
    .prefault({}),
  quotas: z.strictObject({ alarms: z.int().min(1).optional(), roles: z.int().min(1).optional() }).prefault({}),
  tags: z.record(ruledText('tag key'), ruledText('tag value')).prefault({}),
  allowRemoval: z.boolean().optional(),
});

export type RawSettings = z.infer<typeof settingsSchema>;

/** The same keys, all optional: reads what is valid in a stack file that has mistakes. */
export const lenientSettingsSchema = settingsSchema.partial().extend({
  // A route without one of its keys is not a route of its kind.
  alerts: alertsSchema.extend({ routes: routesSchema.optional().catch(undefined) }).prefault({}),
  endpoints: z.record(z.string(), endpointSchema.partial()).prefault({}),
});
export type LenientSettings = z.infer<typeof lenientSettingsSchema>;

import type { Severity } from '../contract/alarmNames';
import { awsQuotas } from '../contract/awsLimits';
import { monitorDefaults } from '../contract/monitorDefaults';
import { type AlarmMode, alarmDefaults } from '../contract/sla';

export const environments = ['dev', 'prod', 'local'] as const;
export type Environment = (typeof environments)[number];

export const objectLocks = ['none', 'governance', 'compliance'] as const;
type ObjectLock = (typeof objectLocks)[number];

/** `required`: an update without a `pagerUrl` is refused; a preview warns. */
export const pagerDemands = ['required', 'optional'] as const;

interface Retention {
  readonly capturesDays: number;
  readonly reportsInfrequentAccessDays: number;
  readonly reportsGlacierDays: number;
  readonly noncurrentDays: number;
  readonly logDays: number;
}

export interface EnvironmentDefaults {
  /** Folder with a file per endpoint; undefined for none. The rehearsal plays its own endpoint only. */
  readonly endpointsFolder: string | undefined;
  readonly alerts: {
    readonly pager: (typeof pagerDemands)[number];
    readonly tickets: boolean;
    readonly digest: readonly string[];
  };
  readonly retention: Retention;
  readonly evidence: { readonly retentionYears: number; readonly objectLock: ObjectLock };
  /** Queries of people over the numbers of all runs, with Athena. */
  readonly queries: { readonly enabled: boolean; readonly scanLimitMb: number };
  /** Quotas of the account that AWS raises on request. */
  readonly quotas: { readonly alarms: number; readonly roles: number };
  /** Whether `pulumi destroy` may delete store and evidence with their contents. */
  readonly allowRemoval: boolean;
  /** Defaults of an SLA file. */
  readonly thresholds: {
    readonly driftLimit: number;
    readonly severity: Severity;
    readonly freshnessHours: number;
    /** Alarm episodes a week that an endpoint may raise without a cause. */
    readonly alarmBudget: number;
    readonly alarmMode: AlarmMode;
  };
}

const defaultQueries = { enabled: false, scanLimitMb: 10_000 };
const defaultAlarms = { alarmBudget: alarmDefaults.budget, alarmMode: alarmDefaults.mode };
const defaultQuotas = { alarms: awsQuotas.alarms.limit, roles: awsQuotas.roles.limit };

/** Defaults of a stack file, by environment. */
export const environmentDefaults = {
  dev: {
    endpointsFolder: 'endpoints',
    alerts: { pager: 'optional', tickets: false, digest: [] },
    retention: {
      capturesDays: 7,
      reportsInfrequentAccessDays: 30,
      reportsGlacierDays: 90,
      noncurrentDays: 7,
      logDays: 30,
    },
    evidence: { retentionYears: 1, objectLock: 'none' },
    queries: defaultQueries,
    quotas: defaultQuotas,
    allowRemoval: false,
    thresholds: { driftLimit: 0.2, severity: 'info', freshnessHours: 4, alarmBudget: 1, alarmMode: 'calibrated' },
  },
  prod: {
    endpointsFolder: 'endpoints',
    alerts: { pager: 'required', tickets: true, digest: [] },
    retention: {
      capturesDays: 30,
      reportsInfrequentAccessDays: 90,
      reportsGlacierDays: 365,
      noncurrentDays: 90,
      logDays: 400,
    },
    evidence: { retentionYears: 7, objectLock: 'governance' },
    queries: defaultQueries,
    quotas: defaultQuotas,
    allowRemoval: false,
    thresholds: { driftLimit: 0.1, severity: 'warning', freshnessHours: 2, ...defaultAlarms },
  },
  local: {
    endpointsFolder: undefined,
    alerts: { pager: 'optional', tickets: true, digest: [] },
    retention: {
      capturesDays: 1,
      reportsInfrequentAccessDays: 30,
      reportsGlacierDays: 60,
      noncurrentDays: 1,
      logDays: 1,
    },
    evidence: { retentionYears: 1, objectLock: 'none' },
    queries: defaultQueries,
    quotas: defaultQuotas,
    allowRemoval: true,
    thresholds: { driftLimit: 0.1, severity: 'warning', freshnessHours: 2, ...defaultAlarms },
  },
} as const satisfies Record<Environment, EnvironmentDefaults>;

/** Defaults of an endpoint's settings. */
export const endpointDefaults = {
  engine: 'analyzer',
  featureMetrics: false,
  ...monitorDefaults,
} as const;

import { awsQuotas, isAccepted, ownerAndRunbookLength, type Quota, textRules } from '../contract/awsLimits';
import type { Problem } from '../contract/problem';
import { endpointsPerDashboard } from '../contract/resourceNames';
import type { Sla } from '../contract/sla';
import { type EnvironmentDefaults, endpointDefaults } from './defaults';
import type { LenientSettings } from './settingsSchema';
import { invalidTagText } from './tagProblems';

/** What was read of an endpoint's files. */
interface ReadFiles {
  readonly sla?: Sla;
}

/** An SLA's owner and runbook that AWS would refuse: the owner is a tag, and both are in every alarm's description. */
export function slaTextProblems({ owner, runbook }: Pick<Sla, 'owner' | 'runbook'>): Problem[] {
  const problems: Problem[] = [];
  if (!isAccepted('tag value', owner)) problems.push({ path: ['owner'], text: invalidTagText('tag value') });
  const length = owner.length + runbook.length;
  if (length > ownerAndRunbookLength) {
    const { length: limits, source } = textRules['alarm description'];
    const text = `owner and runbook have ${length} characters together; use at most ${ownerAndRunbookLength}, because an alarm's description holds both and AWS allows ${limits[1]} (${source})`;
    problems.push({ path: ['runbook'], text });
  }
  return problems;
}

/** More features with a drift limit than a widget shows, for an endpoint that publishes its features. */
export function featureMetricProblems(
  name: string,
  { featureMetrics }: LenientSettings['endpoints'][string],
  { sla }: ReadFiles,
): Problem[] {
  if (!featureMetrics || !sla) return [];
  const shown = Object.values(sla.features).filter(({ driftLimit }) => driftLimit !== undefined).length;
  if (shown <= awsQuotas.metricsPerWidget.limit) return [];
  const text = `${excess(shown, awsQuotas.metricsPerWidget)}; set featureMetrics to false`;
  return [{ path: ['endpoints', name, 'featureMetrics'], text }];
}

/** Resources of the stack that exceed a quota by themselves. What an account has besides is not known here. */
export function quotaProblems(
  settings: LenientSettings,
  defaults: EnvironmentDefaults,
  files: ReadonlyMap<string, ReadFiles>,
): Problem[] {
  const quotas = { ...defaults.quotas, ...settings.quotas };
  const monitored = Object.entries(settings.endpoints).filter(([, { baseline }]) => baseline !== undefined);
  const isAnalyzed = monitored.some(([, { engine = endpointDefaults.engine }]) => engine === 'analyzer');
  const alarms = monitored
    .map(([name]) => alarmCount(files.get(name)?.sla))
    .reduce((sum, count) => sum + count, sharedAlarmCount(isAnalyzed));
  return [
    ...adjustable('alarms', alarms, quotas.alarms),
    ...adjustable('roles', roleCount(monitored.length), quotas.roles),
    ...dashboardProblems(settings, files),
  ];
}

/** Metrics of an endpoint on the dashboard besides those of its features (`components/dashboardBody.ts`). */
const metricsPerEndpoint = 4;

/** A dashboard with more metrics than CloudWatch accepts, because its endpoints publish those of their features. */
function dashboardProblems({ endpoints }: LenientSettings, files: ReadonlyMap<string, ReadFiles>): Problem[] {
  const metrics = Object.entries(endpoints).map(([name, { featureMetrics }]) => {
    const features = Object.values(files.get(name)?.sla?.features ?? {});
    const limited = features.filter(({ driftLimit }) => driftLimit !== undefined);
    return metricsPerEndpoint + (featureMetrics ? limited.length : 0);
  });
  const pages = Array.from({ length: Math.ceil(metrics.length / endpointsPerDashboard) }, (_, page) =>
    metrics
      .slice(page * endpointsPerDashboard, (page + 1) * endpointsPerDashboard)
      .reduce((sum, count) => sum + count, 0),
  );
  const most = Math.max(0, ...pages);
  if (most <= awsQuotas.metricsPerDashboard.limit) return [];
  const text = `${excess(most, awsQuotas.metricsPerDashboard)}; set featureMetrics to false for some endpoints`;
  return [{ path: ['endpoints'], text }];
}

/**
 * The most alarms of a stack besides those of its endpoints: twelve on the ways to incident function, audit function and
 * people, and one on the analyzer's dead-letter queue if an endpoint uses it.
 */
export const sharedAlarmCount = (isAnalyzed: boolean) => (isAnalyzed ? 13 : 12);

/** The most roles of a stack: one per endpoint, and those of the functions, their schedules, the trail and event rules. */
export const roleCount = (endpoints: number) => endpoints + 8;

/** Rules of a stack on the default event bus: for the events of the store and for recorded calls. */
export const ruleCount = 5;

/** Customer managed keys of a stack: of the store, of the topic and of its own trail. */
export const keyCount = 3;

/** The most alarms of an endpoint. */
export const maxAlarmCount = 3;

/** Alarms of an endpoint: critical promises if there are any, other promises, and silence. */
export function alarmCount(sla: Sla | undefined): number {
  const isCritical = Object.values(sla?.features ?? {}).some(({ severity }) => severity === 'critical');
  return isCritical ? maxAlarmCount : maxAlarmCount - 1;
}

function adjustable(key: 'alarms' | 'roles', count: number, limit: number): Problem[] {
  if (count <= limit) return [];
  const text = `${excess(count, { ...awsQuotas[key], limit })}; split the stack over accounts, or have the quota raised and set quotas.${key}`;
  return [{ path: ['endpoints'], text }];
}

const excess = (count: number, { of, limit, source }: Quota) =>
  `the stack needs ${count} ${of}, and AWS allows ${limit} (${source})`;

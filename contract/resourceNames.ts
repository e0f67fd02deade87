import { type AlarmNameParts, alarmName } from './alarmNames';
import type { RuledText } from './awsLimits';

/** Name of the audit trail. */
export function composeTrailName(stack: string): string {
  return `model-observability-${stack}`;
}

/** Name of a stack's first dashboard. */
export function composeDashboardName(stack: string): string {
  return `model-observability-${stack}`;
}

/** Name of the bus of a stack's messages. */
export function composeBusName(stack: string): string {
  return `model-observability-${stack}`;
}

/** A dashboard has at most 500 widgets ("CloudWatch service quotas"), and an endpoint up to five. */
export const endpointsPerDashboard = 100;

/**
 * Name of a page of a dashboard, counted from 1. Trail names have no double hyphens, so no stack with a trail of its own
 * has a dashboard of that name.
 */
export function composePageName(dashboard: string, page: number): string {
  return page === 1 ? dashboard : `${dashboard}--${page}`;
}

/** Name of a stack's workgroup in Athena. */
export function composeWorkgroupName(stack: string): string {
  return `model-observability-${stack}`;
}

/** Name of a stack's database in Glue, which has lower case and underscores only ("Glue database names" of Athena's guide). */
export function composeDatabaseName(stack: string): string {
  return `model_observability_${stack.toLowerCase().replace(/[^a-z0-9]/g, '_')}`;
}

/** Name of the analyzer's workgroup in Athena. */
export function composeCaptureWorkgroupName(stack: string): string {
  return `${composeWorkgroupName(stack)}-captures`;
}

/** Name of the database of the analyzer's queries in Glue. */
export function composeCaptureDatabaseName(stack: string): string {
  return `${composeDatabaseName(stack)}_captures`;
}

/** Alias of a customer key, by the program's project and the name of the key's resource. */
export function composeKeyAlias(project: string, stack: string, key: string): string {
  return `alias/${project}/${stack}/${key}`;
}

/** Alias that claims a stack's name in its account and region, whatever the program's project. */
export function composeStackNameAlias(stack: string): string {
  return `alias/model-observability/stack-name/${stack}`;
}

/** A name in AWS, and the rule that it must follow. */
export interface ResourceName {
  readonly what: RuledText;
  readonly name: string;
}

const longestAlarm: Omit<AlarmNameParts, 'stack'> = {
  severity: 'critical',
  endpoint: 'e'.repeat(44),
  what: 'dead-letters',
};

/** The names that contain the stack's name, each in its longest form. */
export function stackResourceNames(stack: string): ResourceName[] {
  return [
    { what: 'trail', name: composeTrailName(stack) },
    { what: 'dashboard', name: composePageName(composeDashboardName(stack), 100) },
    { what: 'key alias', name: composeKeyAlias('model-observability', stack, 'alerts-key') },
    { what: 'key alias', name: composeStackNameAlias(stack) },
    { what: 'alarm', name: alarmName({ ...longestAlarm, stack }) },
  ];
}

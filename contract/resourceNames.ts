import { type AlarmNameParts, alarmName } from './alarmNames';
import type { RuledText } from './awsLimits';

/** Name of the audit trail. */
export function composeTrailName(stack: string): string {
  return `model-observability-${stack}`;
}

/** Name of a stack's dashboard; a stack of many endpoints has several, counted from 1. */
export function composeDashboardName(stack: string, page = 1): string {
  return `model-observability-${stack}${page === 1 ? '' : `-${page}`}`;
}

/** Alias of a customer key, by the program's project and the name of the key's resource. */
export function composeKeyAlias(project: string, stack: string, key: string): string {
  return `alias/${project}/${stack}/${key}`;
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
    { what: 'dashboard', name: composeDashboardName(stack, 100) },
    { what: 'key alias', name: composeKeyAlias('model-observability', stack, 'alerts-key') },
    { what: 'alarm', name: alarmName({ ...longestAlarm, stack }) },
  ];
}

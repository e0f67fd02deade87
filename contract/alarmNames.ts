import { observabilityMetrics } from './metrics';

/**
 * Alarm names are `<severity>.<stack>.<endpoint>.<what>`. CloudWatch sends alarms without message attributes, so the
 * topic's subscriptions for pager and tickets filter by the prefix of `AlarmName` in the message body: the severity comes
 * first.
 */
export const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** Severities that each route receives. */
export const routes = {
  pager: ['critical'],
  tickets: ['critical', 'warning'],
} as const satisfies Record<string, readonly Severity[]>;

export interface AlarmNameParts {
  readonly severity: Severity;
  readonly stack: string;
  readonly endpoint: string;
  /** `promises` or `silence`. */
  readonly what: string;
}

export function alarmName({ severity, stack, endpoint, what }: AlarmNameParts): string {
  return [severity, stack, endpoint, what].join('.');
}

/** How the names of a stack's alarms of one severity begin. */
export function alarmNamePrefix({ severity, stack }: Pick<AlarmNameParts, 'severity' | 'stack'>): string {
  return `${severity}.${stack}.`;
}

/** Parses an alarm name; undefined for a foreign alarm. Stack and endpoint names have no dots. */
export function parseAlarmName(name: string): AlarmNameParts | undefined {
  const [severity, stack, endpoint, ...what] = name.split('.');
  const knownSeverity = severities.find((candidate) => candidate === severity);
  if (!knownSeverity || !stack || !endpoint || what.length === 0) return undefined;
  return { severity: knownSeverity, stack, endpoint, what: what.join('.') };
}

export type Route = keyof typeof routes;

/**
 * SNS filter policy (scope `MessageBody`) for the alarms of a route. People hear of broken promises by the messages about the
 * incident, so alarms on their metric are left out; those have a metric's name, as alarms on an expression do not. The ticket
 * queue gets these messages from the bus, so it gets none in the form of an alarm, which have `Incident`.
 */
export function routeFilterPolicy(route: Route): Record<string, unknown> {
  return {
    AlarmName: routes[route].map((severity) => ({ prefix: `${severity}.` })),
    Trigger: { MetricName: [{ exists: false }, { 'anything-but': [observabilityMetrics.brokenPromises] }] },
    ...(route === 'tickets' && { Incident: [{ exists: false }] }),
  };
}

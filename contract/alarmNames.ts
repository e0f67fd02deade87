/**
 * Alarm names are `<severity>.<stack>.<endpoint>.<what>`. CloudWatch sends no message attributes with an alarm, so the
 * topic's subscriptions filter on the beginning of `AlarmName` in the message's body: the severity stands first.
 */
export const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** Who hears of an alarm of which severity. */
export const routes = {
  pager: ['critical'],
  tickets: ['critical', 'warning'],
  digest: ['critical', 'warning', 'info'],
} as const satisfies Record<string, readonly Severity[]>;
export type Route = keyof typeof routes;

export interface AlarmNameParts {
  readonly severity: Severity;
  readonly stack: string;
  readonly endpoint: string;
  /** `violations`, `drift.<feature>`, `no-run`, `no-data` or `rollup`. */
  readonly what: string;
}

export function alarmName({ severity, stack, endpoint, what }: AlarmNameParts): string {
  return [severity, stack, endpoint, what].join('.');
}

/** Reads an alarm's name back; undefined when it is not one of ours. Stack and endpoint names hold no dots. */
export function parseAlarmName(name: string): AlarmNameParts | undefined {
  const [severity, stack, endpoint, ...what] = name.split('.');
  const known = severities.find((s) => s === severity);
  if (!known || !stack || !endpoint || what.length === 0) return undefined;
  return { severity: known, stack, endpoint, what: what.join('.') };
}

/** SNS filter policy (scope `MessageBody`) that lets through the alarms of a route. */
export function routeFilterPolicy(route: Route): { AlarmName: { prefix: string }[] } {
  return { AlarmName: routes[route].map((severity) => ({ prefix: `${severity}.` })) };
}

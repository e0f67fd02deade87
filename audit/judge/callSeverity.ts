import type { Severity } from '../../contract/alarmNames';
import { callsWithoutEffect, dependencies } from '../../contract/auditEvents';
import type { AuditKind } from '../../contract/dependency';

/** How an unexplained call is routed, by its kind. */
const severityByKind: Readonly<Record<AuditKind, Severity>> = {
  'alarm muted': 'critical',
  'alarm changed': 'critical',
  'alarm unmuted': 'info',
  'alert path changed': 'critical',
  'schedule changed': 'critical',
  'capture changed': 'warning',
  'baseline modified': 'critical',
  'schema modified': 'warning',
  'settings modified': 'critical',
  'data deleted': 'critical',
  'event path changed': 'critical',
  'function changed': 'critical',
  'permissions changed': 'warning',
  'bucket weakened': 'critical',
  'key weakened': 'critical',
  'log weakened': 'critical',
  'dashboard changed': 'info',
  'index changed': 'warning',
  'evidence weakened': 'critical',
};

const restoringCalls: ReadonlySet<string> = new Set(
  Object.values(dependencies).flatMap(({ restores = {} }) => Object.values(restores).flat()),
);

/** Severity of an unexplained call. Attempts that AWS refused, and calls that switch something on again, do not page. */
export function severityOf(call: {
  readonly kind: AuditKind;
  readonly action: string;
  readonly refused?: string;
}): Severity {
  const severity = severityByKind[call.kind];
  if (callsWithoutEffect.has(call.action)) return 'info';
  const isHarmless = call.refused !== undefined || restoringCalls.has(call.action);
  return isHarmless && severity === 'critical' ? 'warning' : severity;
}

import type { Severity } from '../../contract/alarmNames';
import { UserError } from '../../contract/userError';

/** Parts of the self-check, in the order of its table. */
export const checkNames = [
  'rules',
  'filters',
  'alarms',
  'mutes',
  'metrics',
  'subscriptions',
  'functions',
  'schedules',
  'settings',
  'baselines',
  'trail',
  'log files',
  'object lock',
] as const;
export type CheckName = (typeof checkNames)[number];

/** Something that is not as deployed or approved, or that silences the monitoring. */
export interface CheckFault {
  readonly severity: Severity;
  /** Endpoint that it concerns; undefined for a part that endpoints share. */
  readonly endpoint?: string;
  /** What is wrong and what to do. The same text in every run, as long as nothing changes. */
  readonly text: string;
}

/** Result of one check. */
export interface CheckResult {
  readonly check: CheckName;
  /** Number of resources or files that were compared. */
  readonly checked: number;
  readonly faults: readonly CheckFault[];
  /** Why something was not checked, or is not a fault. */
  readonly notes: readonly string[];
}

/** Runs a check. A call that fails becomes a fault: a check that cannot be made must not pass. */
export async function runCheck(
  check: CheckName,
  run: () => Promise<Pick<CheckResult, 'checked' | 'faults'> & Partial<CheckResult>>,
): Promise<CheckResult> {
  try {
    return { check, notes: [], ...(await run()) };
  } catch (error) {
    return { check, checked: 0, notes: [], faults: [unreadableFault(check, error)] };
  }
}

/** The fault of something that cannot be read. */
export function unreadableFault(what: string, error: unknown): CheckFault {
  if (error instanceof UserError) return { severity: 'critical', text: error.message };
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { severity: 'warning', text: `${what}: cannot be read (${reason})` };
}

import { createHash } from 'node:crypto';
import type { AuditSettings } from '../../contract/auditSettings';
import { monitorSettingsKey } from '../../contract/monitorSettings';
import type { CheckFault } from './checkResult';

/** Checks that the settings of the endpoints, which name the baselines in effect, are those that the stack wrote. */
export function checkSettings({ monitorsHash }: Pick<AuditSettings, 'monitorsHash'>, monitorsText: string) {
  if (monitorsHash === undefined) {
    return {
      checked: 0,
      faults: [],
      notes: ['the stack was deployed by a release that wrote no hash of its settings'],
    };
  }
  const hash = createHash('sha256').update(monitorsText).digest('hex');
  const text = `${monitorSettingsKey} is not what the stack wrote, so the endpoints may use other baselines; run 'pulumi up --refresh'`;
  const faults: CheckFault[] = hash === monitorsHash ? [] : [{ severity: 'critical', text }];
  return { checked: 1, faults };
}

import type { LogRetention } from '../../audit/pack/logParts';
import { environmentDefaults, environments } from '../../config/defaults';
import { readStackSettings } from './readStackSettings';

/** Reads how long a stack keeps its log from `Pulumi.<stack>.yaml`; undefined without a stack. */
export function readRetention(stack: string | undefined): LogRetention | undefined {
  if (stack === undefined) return undefined;
  const { environment = stack, retention = {}, evidence } = readStackSettings(stack);
  // As in the program: a stack that is named after no environment must set one.
  const defaults = environmentDefaults[environments.find((name) => name === environment) ?? 'prod'];
  const { capturesDays, logDays } = { ...defaults.retention, ...retention };
  const { retentionYears, objectLock } = { ...defaults.evidence, ...evidence };
  return evidence.trailArn === undefined
    ? { capturesDays, logDays, retentionYears, objectLock }
    : { capturesDays, logDays };
}

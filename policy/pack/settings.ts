import type { PolicyConfigSchema } from '@pulumi/policy';
import type { Plain } from './plain';

/** Settings of a rule, complete: what config does not give has the default of the rule's `configSchema`. */
export type RuleSettings = Readonly<Record<string, Plain | undefined>>;

/** The schema's defaults with what config gives over them: the engine fills in defaults too, a unit test does not. */
export function settingsOf(schema: PolicyConfigSchema | undefined, given: RuleSettings): RuleSettings {
  const defaults = Object.entries(schema?.properties ?? {}).map(([key, { default: value }]) => [key, value]);
  return { ...(Object.fromEntries(defaults) as RuleSettings), ...given };
}

/** A setting that is a number; undefined where it has no default and config gives none. */
export function numberSetting(settings: RuleSettings, key: string): number | undefined {
  const value = settings[key];
  return typeof value === 'number' ? value : undefined;
}

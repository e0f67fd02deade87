import type { PolicyComplianceFramework, PolicyConfigSchema, Severity } from '@pulumi/policy';
import type { PlainObject, PropertyValue } from './propertyValue';
import type { Resource } from './resource';
import type { RuleExample } from './ruleExample';
import type { Verdict } from './verdict';

/** Default value of a setting. */
type SettingValue = PolicyConfigSchema['properties'][string]['default'];

interface RuleFacts {
  /** Name of the policy in the engine's output and in config. */
  readonly id: string;
  readonly displayName: string;
  /** What must hold, one sentence. */
  readonly description: string;
  /** Why it must hold. */
  readonly rationale: string;
  readonly severity: Severity;
  readonly framework: PolicyComplianceFramework;
  /** URL of the page that documents the requirement. */
  readonly source: string;
  readonly remediationSteps: string;
  readonly example: RuleExample;
  readonly configSchema?: PolicyConfigSchema;
  /** Other defaults for stacks whose name begins with a word such as `dev`. */
  readonly environmentDefaults?: Readonly<Record<string, Readonly<Record<string, SettingValue>>>>;
}

/** A rule on the inputs of one resource. The engine evaluates it before it creates or changes the resource. */
export interface ResourceRule extends RuleFacts {
  readonly appliesTo: (type: string) => boolean;
  readonly check: (resource: Resource, settings: RuleSettings) => readonly Verdict[];
  /**
   * The rule reads outputs of the provider, such as an ARN. It is evaluated again with the whole stack, where they are
   * known, and additional findings are reported too.
   */
  readonly readsOutputs?: true;
  /**
   * Returns the properties to change so that the resource complies; undefined for none. Called only if config sets the
   * rule's level to `remediate`, so it must be safe: it adds or restricts, and never guesses.
   */
  readonly remedy?: (resource: Resource, settings: RuleSettings) => PlainObject | undefined;
}

/** A rule on all resources of a stack. The engine evaluates it at the end of a preview or an update. */
export interface StackRule extends RuleFacts {
  readonly checkStack: (resources: readonly Resource[], settings: RuleSettings) => readonly Verdict[];
}

export type Rule = ResourceRule | StackRule;

/** All settings of a rule: those of config, and defaults of the rule's `configSchema`. */
export type RuleSettings = Readonly<Record<string, PropertyValue | undefined>>;

/** Returns the defaults of a schema, overridden by config. The engine fills in defaults too; a unit test does not. */
export function settingsOf(schema: PolicyConfigSchema | undefined, config: RuleSettings): RuleSettings {
  const defaults = Object.entries(schema?.properties ?? {}).map(([key, { default: value }]) => [key, value]);
  return { ...(Object.fromEntries(defaults) as RuleSettings), ...config };
}

/** Returns a numeric setting; undefined without a default or a value in config. */
export function numberSetting(settings: RuleSettings, key: string): number | undefined {
  const value = settings[key];
  return typeof value === 'number' ? value : undefined;
}

import type { PolicyComplianceFramework, PolicyConfigSchema, Severity } from '@pulumi/policy';
import type { PlainObject, PropertyValue } from './propertyValue';
import type { Resource } from './resource';
import type { RuleExample } from './ruleExample';
import type { Verdict } from './verdict';

/** A value that a schema may have as its default. */
type SettingValue = PolicyConfigSchema['properties'][string]['default'];

interface RuleFacts {
  /** The policy's name in the engine's output and in config. */
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
  /** Defaults of `configSchema` that are others in stacks whose name begins so, such as `dev`. */
  readonly environmentDefaults?: Readonly<Record<string, Readonly<Record<string, SettingValue>>>>;
}

/** A rule that one resource's inputs decide; the engine asks before it creates or changes the resource. */
export interface ResourceRule extends RuleFacts {
  readonly appliesTo: (type: string) => boolean;
  readonly check: (resource: Resource, settings: RuleSettings) => readonly Verdict[];
  /**
   * The rule reads what the provider answers, such as an ARN: it is asked again with the whole stack, where that is known,
   * and what it finds only then is reported too.
   */
  readonly readsOutputs?: true;
  /**
   * The properties to change so that the resource complies; undefined for none. Asked only where config gives the rule
   * the level `remediate`, so it must be safe: it adds or tightens, and never guesses.
   */
  readonly remedy?: (resource: Resource, settings: RuleSettings) => PlainObject | undefined;
}

/** A rule that needs several resources together; the engine asks at the end of a preview or an update. */
export interface StackRule extends RuleFacts {
  readonly checkStack: (resources: readonly Resource[], settings: RuleSettings) => readonly Verdict[];
}

export type Rule = ResourceRule | StackRule;

/** Settings of a rule, complete: what config does not give has the default of the rule's `configSchema`. */
export type RuleSettings = Readonly<Record<string, PropertyValue | undefined>>;

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

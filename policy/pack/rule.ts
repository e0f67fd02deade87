import type { PolicyComplianceFramework, PolicyConfigSchema, Severity } from '@pulumi/policy';
import type { Plain } from './plain';
import type { Resource } from './resource';
import type { Verdict } from './verdict';

interface RuleFacts {
  /** The policy's name in the engine's output and in config. */
  readonly id: string;
  readonly displayName: string;
  /** What must hold, one sentence. */
  readonly description: string;
  readonly severity: Severity;
  readonly framework: PolicyComplianceFramework;
  readonly remediationSteps: string;
  readonly configSchema?: PolicyConfigSchema;
}

/** A rule that one resource's inputs decide; the engine asks before it creates or changes the resource. */
export interface ResourceRule extends RuleFacts {
  readonly appliesTo: (type: string) => boolean;
  readonly check: (resource: Resource) => readonly Verdict[];
}

/** A rule that needs several resources together; the engine asks at the end of a preview or an update. */
export interface StackRule extends RuleFacts {
  readonly checkStack: (resources: readonly Resource[], settings: RuleSettings) => readonly Verdict[];
}

/** Config of a rule; a missing key has the default of the rule's `configSchema`. */
export type RuleSettings = Readonly<Record<string, Plain | undefined>>;

export type Rule = ResourceRule | StackRule;

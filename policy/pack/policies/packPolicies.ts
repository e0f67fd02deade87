import type {
  Policy,
  PolicyResource,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from '@pulumi/policy';
import { ExceptionBook, type ExceptionFile, findingFingerprint, noExceptions } from '../exceptions/exceptions';
import { Analysis } from '../memoize';
import { type Resource, singleResource, stackResources } from '../resource';
import { type ResourceRule, type Rule, type RuleSettings, settingsOf } from '../rule';
import { findingText, type Verdict } from '../verdict';
import { applyEnvironmentDefaults } from './environment';

/** The stack that the pack runs on. */
export interface PackContext {
  /** The stack's name. */
  readonly stack: string;
  /** UTC, `yyyy-mm-dd`. */
  readonly today: string;
  readonly exceptions: ExceptionFile;
}

type EnginePolicy = ResourceValidationPolicy | StackValidationPolicy;

/** Findings of one rule on one resource that are reported in full; the others are counted. */
const shownFindings = 10;

/**
 * Returns the engine's policies for a list of rules, and four more. `advice` reports what is better fixed but stops no update,
 * and is always advisory. `undetermined` reports rules that can't be evaluated yet. It is advisory, so that a first preview with many unknown values passes; set its level to `mandatory` to be
 * strict. `exceptions-in-force` reports covered findings with their owners, and `exceptions-valid` invalid exceptions.
 */
export function packPolicies(
  rules: readonly Rule[],
  { stack, today, exceptions }: PackContext = { stack: '', today: '', exceptions: noExceptions },
): EnginePolicy[] {
  const state = new PackState(new ExceptionBook(exceptions, stack, today));
  const ownRules = rules.map((rule) => applyEnvironmentDefaults(rule, stack));
  return [
    ...ownRules.map((rule) => enginePolicy(rule, state)),
    advicePolicy(ownRules, state),
    undeterminedPolicy(ownRules, state),
    ...exceptionPolicies(state),
  ];
}

/** One reading of a stack, for all policies of the pack. */
interface StackReading {
  readonly urns: readonly string[];
  readonly resources: readonly Resource[];
  /** The copy of the stack that each policy received. */
  readonly copies: Map<string, readonly PolicyResource[]>;
  readonly verdicts: Map<string, readonly Verdict[]>;
}

/** State that the pack's policies share. */
class PackState {
  private analysis = new Analysis();
  private reading: StackReading | undefined;
  /** Settings of the evaluated rules; a disabled rule has none. */
  readonly settings = new Map<string, RuleSettings>();
  /** Fingerprints of findings in single resources. */
  readonly reportedFingerprints = new Set<string>();

  constructor(readonly exceptions: ExceptionBook) {}

  /** Returns a rule's verdicts on a single resource. */
  verdictsOnResource(rule: ResourceRule, resource: Resource, settings: RuleSettings): readonly Verdict[] {
    return this.analysis.run(() => rule.check(resource, settings));
  }

  /** Returns a rule's verdicts on the whole stack, computed once for all policies. */
  verdictsOnStack(
    policy: string,
    rule: Rule,
    copy: readonly PolicyResource[],
    settings: RuleSettings,
  ): readonly Verdict[] {
    const { resources, verdicts } = this.read(policy, copy);
    const ruleVerdicts = verdicts.get(rule.id) ?? this.analysis.run(() => verdictsOn(rule, resources, settings));
    verdicts.set(rule.id, ruleVerdicts);
    return ruleVerdicts;
  }

  /**
   * The engine's server gives every stack policy its own copy of the stack, one policy after the other in one turn of the
   * event loop, and each policy once. The first copy serves all policies, until a policy receives a second one.
   */
  private read(policy: string, copy: readonly PolicyResource[]): StackReading {
    const previous = this.reading?.copies.get(policy) ?? copy;
    if (this.reading && previous === copy && isSameStack(this.reading.urns, copy)) {
      this.reading.copies.set(policy, copy);
      return this.reading;
    }
    if (this.reading) this.analysis = new Analysis();
    const reading: StackReading = {
      urns: copy.map(({ urn }) => urn),
      resources: stackResources(copy),
      copies: new Map([[policy, copy]]),
      verdicts: new Map(),
    };
    this.reading = reading;
    setImmediate(() => {
      if (this.reading !== reading) return;
      this.reading = undefined;
      this.analysis = new Analysis();
    });
    return reading;
  }
}

function isSameStack(urns: readonly string[], copy: readonly PolicyResource[]): boolean {
  return urns.length === copy.length && urns.every((urn, i) => urn === copy[i]?.urn);
}

function verdictsOn(rule: Rule, resources: readonly Resource[], settings: RuleSettings): readonly Verdict[] {
  if ('checkStack' in rule) return rule.checkStack(resources, settings);
  return resources.filter(({ type }) => rule.appliesTo(type)).flatMap((resource) => rule.check(resource, settings));
}

function enginePolicy(rule: Rule, state: PackState): EnginePolicy {
  const { id, displayName, description, severity, framework, remediationSteps, configSchema } = rule;
  const facts: Policy = { name: id, displayName, description, severity, framework, remediationSteps, configSchema };
  const readSettings = (args: ResourceValidationArgs | StackValidationArgs): RuleSettings => {
    const settings = settingsOf(configSchema, args.getConfig<RuleSettings>());
    state.settings.set(id, settings);
    return settings;
  };
  if ('checkStack' in rule) {
    return {
      ...facts,
      validateStack: (args: StackValidationArgs, report: ReportViolation) =>
        reportViolations(rule, state.verdictsOnStack(id, rule, args.resources, readSettings(args)), state, report),
    };
  }
  return {
    ...facts,
    validateResource: (args: ResourceValidationArgs, report: ReportViolation) => {
      const settings = readSettings(args);
      if (!rule.appliesTo(args.type)) return;
      const verdicts = state.verdictsOnResource(rule, singleResource(args), settings);
      for (const fingerprint of fingerprints(rule, verdicts)) state.reportedFingerprints.add(fingerprint);
      reportViolations(rule, verdicts, state, report);
    },
    ...(rule.readsOutputs && {
      validateStack: (args: StackValidationArgs, report: ReportViolation) => {
        const verdicts = state.verdictsOnStack(id, rule, args.resources, readSettings(args));
        const isNew = (verdict: Verdict) =>
          !fingerprints(rule, [verdict]).some((fingerprint) => state.reportedFingerprints.has(fingerprint));
        reportViolations(rule, verdicts.filter(isNew), state, report);
      },
    }),
    ...(rule.remedy && { remediateResource: remediation(rule, rule.remedy) }),
  };
}

function fingerprints({ id }: Rule, verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap((verdict) =>
    verdict.outcome === 'violates' ? [findingFingerprint(id, verdict.resource, verdict.message)] : [],
  );
}

function remediation(rule: ResourceRule, remedy: NonNullable<ResourceRule['remedy']>) {
  return (args: ResourceValidationArgs): Record<string, unknown> | undefined => {
    if (!rule.appliesTo(args.type)) return undefined;
    const changed = remedy(singleResource(args), settingsOf(rule.configSchema, args.getConfig<RuleSettings>()));
    return changed && { ...args.props, ...changed };
  };
}

function reportViolations(
  { id }: Rule,
  verdicts: readonly Verdict[],
  { exceptions }: PackState,
  report: ReportViolation,
  outcome: 'violates' | 'advises' = 'violates',
): void {
  // Advice of all rules is reported by one policy, so it names its rule.
  const prefix = outcome === 'advises' ? `${id}: ` : '';
  const shown = new Map<string, number>();
  for (const verdict of verdicts) {
    if (verdict.outcome !== outcome) continue;
    const { resource, message, suggestion } = verdict;
    if (exceptions.covers(id, resource, findingFingerprint(id, resource, message), message)) continue;
    const count = (shown.get(resource.urn) ?? 0) + 1;
    shown.set(resource.urn, count);
    if (count > shownFindings) continue;
    report(findingText(`${prefix}${message}`, suggestion), resource.urn);
  }
  for (const [urn, count] of shown) {
    if (count > shownFindings)
      report(`${prefix}${count - shownFindings} more findings of this rule on this resource.`, urn);
  }
}

function advicePolicy(rules: readonly Rule[], state: PackState): StackValidationPolicy {
  return {
    name: 'advice',
    displayName: 'Advice',
    description: 'No statement is wider than it has to be, where that is mostly harmless.',
    enforcementLevel: 'advisory',
    severity: 'low',
    remediationSteps: 'Name the resources, or leave the statement as it is.',
    validateStack: (args, report) => {
      for (const rule of rules) {
        const settings = state.settings.get(rule.id);
        if (!settings) continue;
        reportViolations(
          rule,
          state.verdictsOnStack('advice', rule, args.resources, settings),
          state,
          report,
          'advises',
        );
      }
    },
  };
}

function undeterminedPolicy(rules: readonly Rule[], state: PackState): StackValidationPolicy {
  return {
    name: 'undetermined',
    displayName: 'Undetermined rules',
    description: 'Every rule can be evaluated before the update.',
    enforcementLevel: 'advisory',
    severity: 'low',
    remediationSteps: 'Run the preview again after the first update, or use a value that is known before the update.',
    validateStack: (args, report) => {
      // An unknown value that affects several rules is reported once, with all of them.
      const byReason = new Map<string, { rules: Set<string>; reason: string; urn: string }>();
      for (const rule of rules) {
        const settings = state.settings.get(rule.id);
        for (const verdict of settings ? state.verdictsOnStack('undetermined', rule, args.resources, settings) : []) {
          if (verdict.outcome !== 'undetermined') continue;
          const { reason, resource } = verdict;
          const entry = byReason.get(`${resource.urn} ${reason}`) ?? { rules: new Set(), reason, urn: resource.urn };
          entry.rules.add(rule.id);
          byReason.set(`${resource.urn} ${reason}`, entry);
        }
      }
      for (const { rules: ids, reason, urn } of byReason.values()) report(`${[...ids].join(', ')}: ${reason}`, urn);
    },
  };
}

/** These policies run last, after all rules have applied the exceptions. */
function exceptionPolicies({ exceptions }: PackState): StackValidationPolicy[] {
  return [
    {
      name: 'exceptions-in-force',
      displayName: 'Excepted findings',
      description: 'No finding is covered by an exception.',
      enforcementLevel: 'advisory',
      severity: 'low',
      remediationSteps: 'Fix the finding and delete its exception.',
      validateStack: (_, report) => {
        for (const { text, resource } of exceptions.inForce()) report(text, resource.urn);
      },
    },
    {
      name: 'exceptions-valid',
      displayName: 'Exceptions are valid and needed',
      description: 'Every exception covers a finding and has not expired.',
      severity: 'medium',
      remediationSteps: 'Fix, renew or delete the exception.',
      validateStack: (_, report) => {
        for (const fault of exceptions.faults()) report(fault);
      },
    },
  ];
}

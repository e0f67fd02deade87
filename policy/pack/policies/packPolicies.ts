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

/** What the pack is told of the stack that it runs on. */
export interface PackContext {
  /** The stack's name. */
  readonly stack: string;
  /** UTC, `yyyy-mm-dd`. */
  readonly today: string;
  readonly exceptions: ExceptionFile;
}

type EnginePolicy = ResourceValidationPolicy | StackValidationPolicy;

/** Findings of one rule on one resource that are written out; the rest is counted. */
const shownFindings = 10;

/**
 * The engine's policies for a list of rules, and three more: `undetermined`, whatever a rule can't decide yet, as
 * advice, so that a first preview with its many unknowns isn't refused (set its level to `mandatory` to be strict);
 * `exceptions-in-force`, what was not reported and who answers for it; `exceptions-valid`, what is wrong with the
 * exceptions themselves.
 */
export function packPolicies(
  rules: readonly Rule[],
  { stack, today, exceptions }: PackContext = { stack: '', today: '', exceptions: noExceptions },
): EnginePolicy[] {
  const state = new PackState(new ExceptionBook(exceptions, stack, today));
  const ownRules = rules.map((rule) => applyEnvironmentDefaults(rule, stack));
  return [
    ...ownRules.map((rule) => enginePolicy(rule, state)),
    undeterminedPolicy(ownRules, state),
    ...exceptionPolicies(state),
  ];
}

/** One reading of a stack, for all policies of the pack. */
interface StackReading {
  readonly urns: readonly string[];
  readonly resources: readonly Resource[];
  /** The copy of the stack that each policy was given. */
  readonly copies: Map<string, readonly PolicyResource[]>;
  readonly verdicts: Map<string, readonly Verdict[]>;
}

/** What the pack's policies share. */
class PackState {
  private analysis = new Analysis();
  private reading: StackReading | undefined;
  /** Settings of the rules that the engine asked for; a disabled rule has none. */
  readonly settings = new Map<string, RuleSettings>();
  /** Fingerprints of what was found in resources by themselves. */
  readonly foundBefore = new Set<string>();

  constructor(readonly exceptions: ExceptionBook) {}

  /** A rule's verdicts on one resource by itself. */
  ofResource(rule: ResourceRule, resource: Resource, settings: RuleSettings): readonly Verdict[] {
    return this.analysis.run(() => rule.check(resource, settings));
  }

  /** A rule's verdicts on the whole stack, made once for all policies that ask. */
  ofStack(policy: string, rule: Rule, given: readonly PolicyResource[], settings: RuleSettings): readonly Verdict[] {
    const { resources, verdicts } = this.read(policy, given);
    const made = verdicts.get(rule.id) ?? this.analysis.run(() => verdictsOn(rule, resources, settings));
    verdicts.set(rule.id, made);
    return made;
  }

  /**
   * The engine's server gives every stack policy its own copy of the stack, one policy after the other in one turn of the
   * event loop, and each policy once. So the first copy serves all policies, until a policy is given a second one.
   */
  private read(policy: string, given: readonly PolicyResource[]): StackReading {
    const copy = this.reading?.copies.get(policy) ?? given;
    if (this.reading && copy === given && isSameStack(this.reading.urns, given)) {
      this.reading.copies.set(policy, given);
      return this.reading;
    }
    if (this.reading) this.analysis = new Analysis();
    const reading: StackReading = {
      urns: given.map(({ urn }) => urn),
      resources: stackResources(given),
      copies: new Map([[policy, given]]),
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

function isSameStack(urns: readonly string[], given: readonly PolicyResource[]): boolean {
  return urns.length === given.length && urns.every((urn, i) => urn === given[i]?.urn);
}

function verdictsOn(rule: Rule, resources: readonly Resource[], settings: RuleSettings): readonly Verdict[] {
  if ('checkStack' in rule) return rule.checkStack(resources, settings);
  return resources.filter(({ type }) => rule.appliesTo(type)).flatMap((resource) => rule.check(resource, settings));
}

function enginePolicy(rule: Rule, state: PackState): EnginePolicy {
  const { id, displayName, description, severity, framework, remediationSteps, configSchema } = rule;
  const facts: Policy = { name: id, displayName, description, severity, framework, remediationSteps, configSchema };
  const asked = (args: ResourceValidationArgs | StackValidationArgs): RuleSettings => {
    const settings = settingsOf(configSchema, args.getConfig<RuleSettings>());
    state.settings.set(id, settings);
    return settings;
  };
  if ('checkStack' in rule) {
    return {
      ...facts,
      validateStack: (args: StackValidationArgs, report: ReportViolation) =>
        reportViolations(rule, state.ofStack(id, rule, args.resources, asked(args)), state, report),
    };
  }
  return {
    ...facts,
    validateResource: (args: ResourceValidationArgs, report: ReportViolation) => {
      const settings = asked(args);
      if (!rule.appliesTo(args.type)) return;
      const verdicts = state.ofResource(rule, singleResource(args), settings);
      for (const found of fingerprints(rule, verdicts)) state.foundBefore.add(found);
      reportViolations(rule, verdicts, state, report);
    },
    ...(rule.readsOutputs && {
      validateStack: (args: StackValidationArgs, report: ReportViolation) => {
        const verdicts = state.ofStack(id, rule, args.resources, asked(args));
        const isNew = (verdict: Verdict) => !fingerprints(rule, [verdict]).some((each) => state.foundBefore.has(each));
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
): void {
  const shown = new Map<string, number>();
  for (const verdict of verdicts) {
    if (verdict.outcome !== 'violates') continue;
    const { resource, message, suggestion } = verdict;
    if (exceptions.covers(id, resource, findingFingerprint(id, resource, message), message)) continue;
    const count = (shown.get(resource.urn) ?? 0) + 1;
    shown.set(resource.urn, count);
    if (count > shownFindings) continue;
    report(findingText(message, suggestion), resource.urn);
  }
  for (const [urn, count] of shown) {
    if (count > shownFindings) report(`${count - shownFindings} more findings of this rule on this resource.`, urn);
  }
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
      // One unknown keeps several rules from deciding: it is said once, with all of them.
      const open = new Map<string, { rules: Set<string>; reason: string; urn: string }>();
      for (const rule of rules) {
        const settings = state.settings.get(rule.id);
        for (const verdict of settings ? state.ofStack('undetermined', rule, args.resources, settings) : []) {
          if (verdict.outcome !== 'undetermined') continue;
          const { reason, resource } = verdict;
          const said = open.get(`${resource.urn} ${reason}`) ?? { rules: new Set(), reason, urn: resource.urn };
          said.rules.add(rule.id);
          open.set(`${resource.urn} ${reason}`, said);
        }
      }
      for (const { rules: ids, reason, urn } of open.values()) report(`${[...ids].join(', ')}: ${reason}`, urn);
    },
  };
}

/** They stand last: by then every rule has met the exceptions. */
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

import type {
  Policy,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from '@pulumi/policy';
import { singleResource, stackResources } from './resource';
import type { Rule, RuleSettings } from './rule';
import type { Verdict } from './verdict';

/**
 * The engine's policies for a list of rules, and one more, `undetermined`: whatever a rule can't decide yet, as
 * advice, so that a first preview with its many unknowns isn't refused. Set its level to `mandatory` to be strict.
 */
export function packPolicies(rules: readonly Rule[]): (ResourceValidationPolicy | StackValidationPolicy)[] {
  return [...rules.map(enginePolicy), undeterminedPolicy(rules)];
}

function enginePolicy(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const { id, displayName, description, severity, framework, remediationSteps, configSchema } = rule;
  const facts: Policy = { name: id, displayName, description, severity, framework, remediationSteps, configSchema };
  if ('checkStack' in rule) {
    return {
      ...facts,
      validateStack: (args: StackValidationArgs, report: ReportViolation) =>
        reportViolations(rule.checkStack(stackResources(args.resources), args.getConfig<RuleSettings>()), report),
    };
  }
  return {
    ...facts,
    validateResource: (args: ResourceValidationArgs, report: ReportViolation) => {
      if (rule.appliesTo(args.type)) reportViolations(rule.check(singleResource(args)), report);
    },
  };
}

function undeterminedPolicy(rules: readonly Rule[]): StackValidationPolicy {
  return {
    name: 'undetermined',
    displayName: 'Not decided yet',
    description: 'Every rule can be decided.',
    enforcementLevel: 'advisory',
    severity: 'low',
    remediationSteps:
      'Run the preview again after the first update, or give the value in a form that is known before it.',
    validateStack: (args, report) => {
      const resources = stackResources(args.resources);
      for (const rule of rules) {
        const verdicts =
          'checkStack' in rule
            ? rule.checkStack(resources, {})
            : resources.filter(({ type }) => rule.appliesTo(type)).flatMap((resource) => rule.check(resource));
        for (const verdict of verdicts) {
          if (verdict.outcome === 'undetermined') report(`${rule.id}: ${verdict.reason}`, verdict.resource.urn);
        }
      }
    },
  };
}

function reportViolations(verdicts: readonly Verdict[], report: ReportViolation): void {
  for (const verdict of verdicts) {
    if (verdict.outcome === 'violates') report(verdict.message, verdict.resource.urn);
  }
}

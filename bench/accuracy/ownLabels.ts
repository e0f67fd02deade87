import { Analysis } from '../../policy/pack/memoize';
import type { PropertyValue } from '../../policy/pack/propertyValue';
import type { Resource } from '../../policy/pack/resource';
import type { Rule } from '../../policy/pack/rule';
import { settingsOf } from '../../policy/pack/rule';
import { type AccuracyKind, type Kind, kindFacts, kindNames } from './accuracyKinds';
import type { Label } from './labelTable';

/** This pack's label of an unattached policy document for each kind, and the findings. */
export function ownLabels(
  name: string,
  document: PropertyValue,
): Readonly<Record<Kind, { readonly label: Label; readonly sentences: readonly string[] }>> {
  const policy = policyOf(name, document);
  const findingsByRule = new Map<Rule, readonly string[]>();
  const entries = kindNames.map((kind) => {
    const facts = kindFacts(kind);
    const all = findingsByRule.get(facts.rule) ?? violations(facts.rule, policy);
    findingsByRule.set(facts.rule, all);
    const sentences = ofKind(all, facts);
    return [kind, { label: sentences.length > 0 ? 'y' : 'n', sentences }];
  });
  return Object.fromEntries(entries);
}

function policyOf(name: string, document: PropertyValue): Resource {
  return {
    type: 'aws:iam/policy:Policy',
    name,
    urn: `urn:pulumi:accuracy::accuracy::aws:iam/policy:Policy::${name}`,
    property: (key) => (key === 'policy' ? document : undefined),
    sources: () => undefined,
  };
}

function violations(rule: Rule, policy: Resource): string[] {
  const settings = settingsOf(rule.configSchema, {});
  const verdicts = new Analysis().run(() =>
    'checkStack' in rule ? rule.checkStack([policy], settings) : rule.check(policy, settings),
  );
  return verdicts.flatMap((verdict) => ('message' in verdict ? [verdict.message] : []));
}

function ofKind(sentences: readonly string[], { text }: AccuracyKind): readonly string[] {
  return text ? sentences.filter((sentence) => text.test(sentence)) : sentences;
}

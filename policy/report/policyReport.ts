import type { Policy, Severity } from '@pulumi/policy';
import { allPolicies } from '../allPolicies';
import { findingFingerprint } from '../pack/exceptions/exceptions';
import type { PlainObject } from '../pack/propertyValue';
import { parseFindingText } from '../pack/verdict';

/** A finding as the engine reports it. */
export interface EngineFinding {
  /** Name of the policy. */
  readonly policy: string;
  readonly level: 'advisory' | 'mandatory';
  /** URN of the resource; absent for a finding on the stack or the pack. */
  readonly urn?: string;
  readonly text: string;
}

/** A finding with the metadata of its policy and resource. */
export interface Finding {
  readonly rule: string;
  readonly level: 'advisory' | 'mandatory';
  readonly severity: Severity;
  readonly message: string;
  /** General fix for findings of the policy. */
  readonly remediation: string;
  /** Type token, name and URN; empty for a finding on the stack. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Fingerprint to name in an exception. */
  readonly fingerprint: string;
  /** Suggested replacement of the reported statement. */
  readonly suggestion?: PlainObject;
}

/** Findings of the pack on one stack. */
export interface PolicyReport {
  readonly stack: string;
  readonly source: 'preview' | 'state';
  /** Settings file of the stack, or file of its state, relative to the project. */
  readonly file: string;
  /** Number of evaluated resources. */
  readonly resources: number;
  /** Mandatory ones first, then by severity, rule and resource. */
  readonly findings: readonly Finding[];
}

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** Returns the metadata of each policy by its name: severity, description, framework, remediation. */
export function policyFacts(): ReadonlyMap<string, Policy> {
  return new Map(allPolicies().map((policy) => [policy.name, policy]));
}

/** Adds the metadata of policies and resources to the engine's findings, and sorts them by severity. */
export function policyReport(
  about: Omit<PolicyReport, 'findings'>,
  engineFindings: readonly EngineFinding[],
): PolicyReport {
  const facts = policyFacts();
  const findings = engineFindings.map(({ policy, level, urn = '', text }): Finding => {
    const [type = '', name = ''] = urn.split('::').slice(-2);
    // The types of the parents precede the type, separated by `$`.
    const resource = { type: type.split('$').at(-1) ?? '', name, urn };
    const { severity = 'medium', remediationSteps = '' } = facts.get(policy) ?? {};
    const parts = parseFindingText(text);
    const fingerprint = findingFingerprint(policy, resource, parts.message);
    return { rule: policy, level, severity, remediation: remediationSteps, ...resource, fingerprint, ...parts };
  });
  return { ...about, findings: findings.toSorted(bySeverity) };
}

/** Returns `2 mandatory and 3 advisory findings`. */
export function countText({ findings }: PolicyReport): string {
  const mandatory = findings.filter(({ level }) => level === 'mandatory').length;
  const advisory = findings.length - mandatory;
  const total = advisory === 1 ? 'finding' : 'findings';
  return findings.length === 0 ? 'no findings' : `${mandatory} mandatory and ${advisory} advisory ${total}`;
}

function bySeverity(a: Finding, b: Finding): number {
  const rank = ({ level, severity }: Finding) => (level === 'mandatory' ? 0 : 10) + severities.indexOf(severity);
  const key = ({ rule, name, message }: Finding) => `${rule}\0${name}\0${message}`;
  return rank(a) - rank(b) || (key(a) < key(b) ? -1 : 1);
}

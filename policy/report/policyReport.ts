import type { Policy, Severity } from '@pulumi/policy';
import { allPolicies } from '../allPolicies';
import { findingFingerprint } from '../pack/exceptions/exceptions';
import type { PlainObject } from '../pack/propertyValue';
import { parseFindingText } from '../pack/verdict';

/** A finding as the engine tells it. */
export interface EngineFinding {
  /** The policy's name. */
  readonly policy: string;
  readonly level: 'advisory' | 'mandatory';
  /** URN of the resource; absent where the finding is about the stack or the pack. */
  readonly urn?: string;
  readonly text: string;
}

/** A finding with what a reviewer needs to act on it. */
export interface Finding {
  readonly rule: string;
  readonly level: 'advisory' | 'mandatory';
  readonly severity: Severity;
  readonly message: string;
  /** What to do about such findings in general. */
  readonly remediation: string;
  /** Type token, name and URN; empty for a finding about the stack. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** What an exception for it has to name. */
  readonly fingerprint: string;
  /** A statement that could stand in the place of the one at fault. */
  readonly suggestion?: PlainObject;
}

/** What the pack says of one stack. */
export interface PolicyReport {
  readonly stack: string;
  readonly source: 'preview' | 'state';
  /** The stack's settings file, or the file of its state, relative to the project. */
  readonly file: string;
  /** Resources that were judged. */
  readonly resources: number;
  /** Mandatory ones first, then by severity, rule and resource. */
  readonly findings: readonly Finding[];
}

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** Facts of each policy by its name: severity, description, framework, what to do. */
export function policyFacts(): ReadonlyMap<string, Policy> {
  return new Map(allPolicies().map((policy) => [policy.name, policy]));
}

/** Adds the pack's metadata to the engine's findings, and sorts them by severity. */
export function policyReport(
  about: Omit<PolicyReport, 'findings'>,
  engineFindings: readonly EngineFinding[],
): PolicyReport {
  const facts = policyFacts();
  const findings = engineFindings.map(({ policy, level, urn = '', text }): Finding => {
    const [type = '', name = ''] = urn.split('::').slice(-2);
    // The types of a child's parents come first.
    const resource = { type: type.split('$').at(-1) ?? '', name, urn };
    const { severity = 'medium', remediationSteps = '' } = facts.get(policy) ?? {};
    const details = parseFindingText(text);
    const fingerprint = findingFingerprint(policy, resource, details.message);
    return { rule: policy, level, severity, remediation: remediationSteps, ...resource, fingerprint, ...details };
  });
  return { ...about, findings: findings.toSorted(byGravity) };
}

/** `2 mandatory and 3 advisory findings`. */
export function countText({ findings }: PolicyReport): string {
  const mandatory = findings.filter(({ level }) => level === 'mandatory').length;
  const advisory = findings.length - mandatory;
  const total = advisory === 1 ? 'finding' : 'findings';
  return findings.length === 0 ? 'no findings' : `${mandatory} mandatory and ${advisory} advisory ${total}`;
}

function byGravity(a: Finding, b: Finding): number {
  const rank = ({ level, severity }: Finding) => (level === 'mandatory' ? 0 : 10) + severities.indexOf(severity);
  const key = ({ rule, name, message }: Finding) => `${rule}\0${name}\0${message}`;
  return rank(a) - rank(b) || (key(a) < key(b) ? -1 : 1);
}

import type { Severity } from '@pulumi/policy';
import { type Finding, type PolicyReport, policyFacts } from './policyReport';

/** GitHub's numbers for a rule's gravity: over 9 critical, over 7 high, over 4 medium. */
const securitySeverity = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' } as const satisfies Record<
  Severity,
  string
>;

/** A report as SARIF 2.1.0 (OASIS), one run, whose rules are the pack's policies that found something. */
export function sarif(report: PolicyReport, version: string): object {
  const ids = [...new Set(report.findings.map(({ rule }) => rule))].toSorted();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'model-observability', semanticVersion: version, rules: ids.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        automationDetails: { id: `policy/${report.stack}/${report.source}` },
        results: report.findings.map((finding) => resultOf(finding, ids.indexOf(finding.rule), report.file)),
      },
    ],
  };
}

function ruleOf(id: string): object {
  const {
    displayName,
    description,
    remediationSteps = '',
    severity = 'medium',
    framework,
  } = policyFacts().get(id) ?? {};
  return {
    id,
    ...(displayName && { name: displayName }),
    shortDescription: { text: displayName ?? id },
    fullDescription: { text: description ?? id },
    help: { text: remediationSteps },
    properties: {
      'security-severity': securitySeverity[severity],
      tags: ['security', ...(framework?.name ? [`${framework.name} ${framework.reference ?? ''}`.trim()] : [])],
    },
  };
}

function resultOf(finding: Finding, ruleIndex: number, file: string): object {
  const { rule, level, severity, message, suggestion, name, urn, fingerprint } = finding;
  const advice = severity === 'low' ? 'note' : 'warning';
  return {
    ruleId: rule,
    ruleIndex,
    level: level === 'mandatory' ? 'error' : advice,
    message: {
      text: suggestion ? `${message}\n\nSuggested instead:\n${JSON.stringify(suggestion, null, 2)}` : message,
    },
    locations: [
      {
        // A resource has no line; the stack's file is where a reviewer begins.
        physicalLocation: { artifactLocation: { uri: encodeURI(file) }, region: { startLine: 1 } },
        ...(urn && { logicalLocations: [{ name, fullyQualifiedName: urn, kind: 'resource' }] }),
      },
    ],
    partialFingerprints: { 'policyFinding/v1': fingerprint },
  };
}

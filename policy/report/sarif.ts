import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Severity } from '@pulumi/policy';
import { ruleList } from '../ruleList';
import { type Finding, type PolicyReport, policyFacts } from './policyReport';

/**
 * GitHub's `security-severity`: over 9 is critical, over 7 high, over 4 medium. Source:
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
const securitySeverity = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' } as const satisfies Record<
  Severity,
  string
>;

/**
 * Returns a report as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), with one run. Its rules are the
 * policies that have findings; `pagesUrl` is the folder of their pages.
 */
export function sarif(report: PolicyReport, version: string, pagesUrl = rulePagesUrl(process.env)): object {
  const ids = [...new Set(report.findings.map(({ rule }) => rule))].toSorted();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'model-observability',
            semanticVersion: version,
            rules: ids.map((id) => ruleOf(id, pagesUrl)),
          },
        },
        columnKind: 'utf16CodeUnits',
        automationDetails: { id: `policy/${report.stack}/${report.source}` },
        results: report.findings.map((finding) => resultOf(finding, ids.indexOf(finding.rule), report.file)),
      },
    ],
  };
}

function ruleOf(id: string, pagesUrl: string): object {
  const {
    displayName,
    description,
    remediationSteps = '',
    severity = 'medium',
    framework,
  } = policyFacts().get(id) ?? {};
  return {
    id,
    name: displayName,
    shortDescription: { text: displayName ?? id },
    fullDescription: { text: description ?? id },
    help: { text: remediationSteps },
    helpUri: `${pagesUrl}/${ruleList.some((rule) => rule.id === id) ? `${id}.md` : 'README.md'}`,
    properties: {
      'security-severity': securitySeverity[severity],
      tags: ['security', ...(framework?.name ? [`${framework.name} ${framework.reference ?? ''}`.trim()] : [])],
    },
  };
}

/**
 * Returns the URL of the folder with the pages of the rules: `POLICY_RULES_URL`, in a GitHub workflow the folder in its
 * commit, otherwise the folder on this machine.
 */
export function rulePagesUrl(environment: Readonly<Record<string, string | undefined>>): string {
  const { POLICY_RULES_URL, GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA } = environment;
  if (POLICY_RULES_URL) return POLICY_RULES_URL.replace(/\/+$/, '');
  if (GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_SHA) {
    return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}/${pagesFolder}`;
  }
  return pathToFileURL(resolve(__dirname, '..', '..', pagesFolder)).href;
}

const pagesFolder = 'docs/policy/rules';

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
        // A resource has no line of its own: results point at the file of the stack.
        physicalLocation: { artifactLocation: { uri: encodeURI(file) }, region: { startLine: 1 } },
        logicalLocations: urn ? [{ name, fullyQualifiedName: urn, kind: 'resource' }] : undefined,
      },
    ],
    partialFingerprints: { 'policyFinding/v1': fingerprint },
  };
}

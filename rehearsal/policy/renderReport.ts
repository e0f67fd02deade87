import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { markdownSummary } from '../../policy/report/markdownSummary';
import { countText, type PolicyReport } from '../../policy/report/policyReport';
import { sarif } from '../../policy/report/sarif';

/** A policy report in all its formats. */
export interface RenderedReport {
  readonly headline: string;
  /** Cells of each finding: level, severity, rule, resource, finding, fingerprint. */
  readonly rows: readonly (readonly string[])[];
  /** Texts by file name. */
  readonly files: Readonly<Record<string, string>>;
}

export function renderReport(report: PolicyReport): RenderedReport {
  const manifest = readFileSync(join(resolve(__dirname, '..', '..'), 'policy', 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    headline: `stack ${report.stack}, ${report.resources} resources: ${countText(report)}`,
    rows: report.findings.map(({ level, severity, rule, name, message, fingerprint }) => [
      ...[level, severity, rule, name === '' ? 'the stack' : name, message, fingerprint],
    ]),
    files: {
      'policy.json': json(report),
      'policy.sarif': json(sarif(report, version)),
      'policy.md': markdownSummary(report),
    },
  };
}

import type { ControlId } from './controls';

/** A requirement of a framework that controls of the pack give evidence for. */
export interface Mapping {
  readonly framework: string;
  /** Versions of the framework in which the requirement has this number. */
  readonly versions: readonly string[];
  readonly requirement: string;
  readonly title: string;
  readonly controls: readonly ControlId[];
  readonly source: string;
  /**
   * `secondary` where the source is not the publisher's own text: CIS gives its benchmark to registered readers only.
   * @default the publisher's own text
   */
  readonly basis?: 'secondary';
  /** Day from which it applies; undefined if it applies now. */
  readonly appliesFrom?: string;
}

const cis = 'CIS AWS Foundations Benchmark';
/** Section on monitoring by version; the numbers in it are the same. Both are those of Prowler's mappings. */
const cisSections = { '3.0': 4, '4.0': 4, '5.0': 4, '6.0': 5, '7.0': 5 } as const;
const prowlerMappings = 'https://github.com/prowler-cloud/prowler/blob/master/prowler/compliance/aws';

const cisRows: readonly (readonly [number: number, title: string, controls: readonly ControlId[]])[] = [
  [4, 'IAM policy changes are monitored', ['changes-explained', 'alerts-delivered']],
  [5, 'CloudTrail configuration changes are monitored', ['record-protected']],
  [7, 'disabling or scheduled deletion of customer created keys is monitored', ['record-protected']],
  [8, 'S3 bucket policy changes are monitored', ['changes-explained', 'alerts-delivered']],
];

const fsbp = {
  framework: 'AWS Foundational Security Best Practices (Security Hub)',
  versions: ['1.0.0'],
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html',
} as const;
const soc2 = {
  framework: 'SOC 2 Trust Services Criteria',
  versions: ['2017, points of focus 2022'],
  source:
    'https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022',
} as const;
const iso = { framework: 'ISO/IEC 27001', versions: ['2022'], source: 'https://www.iso.org/standard/27001' } as const;
const nist = {
  framework: 'NIST SP 800-53',
  versions: ['Revision 5'],
  source: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
} as const;
/**
 * Regulation (EU) 2026/1744 postponed the duties of chapter III on high-risk systems, not the general date of article 113, which
 * holds for chapter IX. Both dates are from summaries of it.
 */
const aiAct = {
  framework: 'EU AI Act',
  versions: ['Regulation (EU) 2024/1689, as amended by (EU) 2026/1744'],
  source: 'https://eur-lex.europa.eu/eli/reg/2024/1689/oj',
  basis: 'secondary',
  appliesFrom: '2027-12-02',
} as const;

const aiActChapter9 = { ...aiAct, appliesFrom: '2026-08-02' } as const;

/** Requirements by framework, with version and source. They map evidence; they do not certify compliance. */
export const mappings: readonly Mapping[] = [
  ...Object.entries(cisSections).flatMap(([version, section]) =>
    cisRows.map(([number, title, controls]) => ({
      framework: cis,
      versions: [version],
      requirement: `${section}.${number}`,
      title,
      controls,
      source: `${prowlerMappings}/cis_${version}_aws.json`,
      basis: 'secondary' as const,
    })),
  ),
  {
    ...fsbp,
    requirement: 'CloudTrail.1',
    title: 'a multi-Region trail with management events',
    controls: ['record-complete'],
  },
  { ...fsbp, requirement: 'CloudTrail.2', title: 'encryption at rest', controls: ['record-protected'] },
  { ...fsbp, requirement: 'CloudTrail.4', title: 'log file validation is enabled', controls: ['record-complete'] },
  {
    ...soc2,
    requirement: 'CC7.1',
    title: 'changes of configurations are detected',
    controls: ['changes-explained', 'baselines-approved'],
  },
  {
    ...soc2,
    requirement: 'CC7.2',
    title: 'components are monitored for anomalies',
    controls: ['schedules-running', 'alerts-delivered'],
  },
  {
    ...soc2,
    requirement: 'CC7.3',
    title: 'security events are evaluated',
    controls: ['changes-explained', 'mutes-limited'],
  },
  { ...iso, requirement: 'A.8.15', title: 'logging', controls: ['record-complete', 'record-protected'] },
  {
    ...iso,
    requirement: 'A.8.16',
    title: 'monitoring activities',
    controls: ['schedules-running', 'alerts-delivered', 'mutes-limited'],
  },
  { ...nist, requirement: 'AU-3', title: 'content of audit records', controls: ['changes-explained'] },
  {
    ...nist,
    requirement: 'AU-5',
    title: 'response to audit logging process failures',
    controls: ['record-complete', 'record-protected'],
  },
  {
    ...nist,
    requirement: 'AU-6',
    title: 'audit record review, analysis and reporting',
    controls: ['changes-explained', 'mutes-limited'],
  },
  {
    ...nist,
    requirement: 'AU-9',
    title: 'protection of audit information',
    controls: ['record-protected', 'record-complete'],
  },
  { ...nist, requirement: 'AU-10', title: 'non-repudiation', controls: ['record-complete'] },
  { ...nist, requirement: 'AU-11', title: 'audit record retention', controls: ['record-protected'] },
  { ...nist, requirement: 'AU-12', title: 'audit record generation', controls: ['record-complete'] },
  { ...aiAct, requirement: 'Article 12', title: 'record-keeping', controls: ['record-complete', 'schedules-running'] },
  {
    ...aiAct,
    requirement: 'Article 19',
    title: 'automatically generated logs, kept for six months or more',
    controls: ['record-complete', 'record-protected'],
  },
  {
    ...aiAct,
    requirement: 'Article 26',
    title: 'monitoring by deployers, logs kept for six months or more',
    controls: ['schedules-running', 'alerts-delivered', 'record-protected'],
  },
  {
    ...aiActChapter9,
    requirement: 'Article 72',
    title: 'post-market monitoring',
    controls: ['schedules-running', 'baselines-approved'],
  },
  {
    ...aiActChapter9,
    requirement: 'Article 73',
    title: 'reporting of serious incidents',
    controls: ['alerts-delivered'],
  },
];

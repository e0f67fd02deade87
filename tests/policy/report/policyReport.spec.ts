import assert from 'node:assert/strict';
import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { findingFingerprint } from '../../../policy/pack/exceptions/exceptions';
import { findingText, parseFindingText } from '../../../policy/pack/verdict';
import { markdownSummary } from '../../../policy/report/markdownSummary';
import { countText, type EngineFinding, policyReport } from '../../../policy/report/policyReport';
import { rulePagesUrl, sarif } from '../../../policy/report/sarif';
import { schemaFaults } from '../../support/jsonSchema';

const urn = 'urn:pulumi:dev::app::monitoring:store:BaselineStore$aws:s3/bucket:Bucket::loose';
const message = "Bucket 'loose' keeps no old versions of its objects.";
const suggestion = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::loose/*' };
const engineFindings: readonly EngineFinding[] = [
  { policy: 'undetermined', level: 'advisory', urn, text: 'iam-no-wildcard: not known.' },
  { policy: 'exceptions-valid', level: 'mandatory', text: 'exceptions.yaml: invalid YAML.' },
  { policy: 's3-bucket-versioning', level: 'mandatory', urn, text: findingText(message, suggestion) },
];
const about = { stack: 'dev', source: 'preview', file: 'Pulumi.dev.yaml', resources: 7 } as const;
const report = policyReport(about, engineFindings);

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv as never);
const validate = ajv.compile(sarifSchema);

function sarifFaults(log: unknown): string[] {
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message: text }) => `${instancePath} ${text}`);
}

describe('the policy report', () => {
  it('sorts findings by severity, with metadata of policy and resource', () => {
    assert.deepEqual(
      report.findings.map(({ rule, severity }) => [rule, severity]),
      [
        ['s3-bucket-versioning', 'high'],
        ['exceptions-valid', 'medium'],
        ['undetermined', 'low'],
      ],
    );
    assert.deepEqual(report.findings[0], {
      rule: 's3-bucket-versioning',
      level: 'mandatory',
      severity: 'high',
      message,
      remediation: "Add an aws.s3.BucketVersioning for the bucket with versioningConfiguration.status 'Enabled'.",
      type: 'aws:s3/bucket:Bucket',
      name: 'loose',
      urn,
      fingerprint: findingFingerprint('s3-bucket-versioning', { type: 'aws:s3/bucket:Bucket', name: 'loose' }, message),
      suggestion,
    });
    assert.equal(countText(report), '2 mandatory and 1 advisory finding');
    assert.equal(countText(policyReport(about, [])), 'no findings');
  });

  it('conforms to its JSON Schema', () => {
    for (const value of [report, policyReport(about, [])]) {
      assert.deepEqual(schemaFaults('policy/schemas/policy.schema.json', JSON.parse(JSON.stringify(value))), []);
    }
  });

  it('separates any suggestion from its message', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.string()), (text, value) => {
        const sentence = text.replaceAll('Suggested', '');
        assert.deepEqual(parseFindingText(findingText(sentence, value)).message, sentence);
        assert.deepEqual(parseFindingText(findingText(sentence, undefined)), { message: sentence });
      }),
    );
  });
});

describe('SARIF', () => {
  it('conforms to the schema of SARIF 2.1.0, with and without findings', () => {
    assert.deepEqual(sarifFaults(sarif(report, '1.2.3')), []);
    assert.deepEqual(sarifFaults(sarif(policyReport(about, []), '1.2.3')), []);
    assert.notDeepEqual(sarifFaults({ version: '2.1.0', runs: [{ results: [] }] }), []);
  });

  it('links each rule to its page', () => {
    const { runs } = sarif(report, '1.2.3', 'https://docs.example.com/rules') as {
      runs: { tool: { driver: { rules: { helpUri: string }[] } } }[];
    };
    assert.deepEqual(
      runs[0]?.tool.driver.rules.map(({ helpUri }) => helpUri),
      ['README.md', 's3-bucket-versioning.md', 'README.md'].map((file) => `https://docs.example.com/rules/${file}`),
    );
  });

  it('takes the address of the pages from the environment', () => {
    const github = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'o/r', GITHUB_SHA: '1a2b' };
    assert.equal(rulePagesUrl(github), 'https://github.com/o/r/blob/1a2b/docs/policy/rules');
    assert.equal(rulePagesUrl({ ...github, POLICY_RULES_URL: 'https://x.example/rules/' }), 'https://x.example/rules');
    assert.match(rulePagesUrl({}), /^file:\/\/.+\/docs\/policy\/rules$/);
  });

  it('maps levels to error, warning and note, and distinguishes findings', () => {
    const [run] = (
      sarif(report, '1.2.3') as {
        runs: { results: Record<string, unknown>[]; tool: { driver: { rules: { id: string }[] } } }[];
      }
    ).runs;
    assert.deepEqual(
      run?.results.map(({ ruleId, level, ruleIndex }) => [ruleId, level, run.tool.driver.rules[Number(ruleIndex)]?.id]),
      [
        ['s3-bucket-versioning', 'error', 's3-bucket-versioning'],
        ['exceptions-valid', 'error', 'exceptions-valid'],
        ['undetermined', 'note', 'undetermined'],
      ],
    );
    assert.deepEqual(run?.results[0]?.['partialFingerprints'], {
      'policyFinding/v1': report.findings[0]?.fingerprint,
    });
    assert.deepEqual(run?.results[0]?.['locations'], [
      {
        physicalLocation: { artifactLocation: { uri: 'Pulumi.dev.yaml' }, region: { startLine: 1 } },
        logicalLocations: [{ name: 'loose', fullyQualifiedName: urn, kind: 'resource' }],
      },
    ]);
  });
});

describe('the summary for a pull request', () => {
  it('is a table, most severe first, with suggestions', () => {
    const [, head, , , , , first] = markdownSummary(report)
      .split('\n')
      .map((line, i) => (i === 0 ? '' : line));
    assert.ok(markdownSummary(report).startsWith('### Policies on stack `dev`: 2 mandatory and 1 advisory finding\n'));
    assert.equal(head, '');
    assert.match(first ?? '', /^\| \*\*mandatory\*\*<br>high \| s3-bucket-versioning \| loose<br>/);
    assert.match(first ?? '', /Suggested instead: <code>\{"Effect":"Allow"/);
  });

  it('reports an empty result', () => {
    assert.equal(
      markdownSummary(policyReport(about, [])),
      '### Policies on stack `dev`: no findings\n\n7 resources, evaluated in a preview.\n',
    );
  });

  it('escapes names, and stays below the size limit of a comment', () => {
    const text = 'a | b\n<script>[x](http://x) @everyone `c`';
    const hostile = markdownSummary(
      policyReport(about, [{ policy: 'p', level: 'advisory', urn: `a::b::${text}`, text }]),
    );
    const row = hostile.split('\n').at(-2) ?? '';
    assert.equal(row.split('|').length, 6);
    assert.ok(!/[`@]|<script|\]\(/.test(row), row);
    const many = Array.from(
      { length: 2_000 },
      (_, i) => ({ ...engineFindings[2], text: `Fault ${i}.` }) as EngineFinding,
    );
    const long = markdownSummary(policyReport(about, many));
    assert.ok(long.length < 65_000);
    assert.match(long, /\n\d+ more findings are not shown\.\n$/);
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import fc from 'fast-check';
import { maxEndpointNameLength, nameProblems, stackProblems } from '../../config/nameProblems';
import { awsQuotas } from '../../contract/awsLimits';
import { type Deployment, deploy } from '../support/pulumiMocks';

/** Length and pattern of names in the models of botocore, or in the pages that they cite where they have none. */
const namesByType: Readonly<Record<string, { key?: string; greatest: number; pattern: RegExp }>> = {
  'aws:cloudtrail/trail:Trail': { greatest: 128, pattern: /^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/ },
  'aws:cloudwatch/dashboard:Dashboard': { key: 'dashboardName', greatest: 255, pattern: /^[\w-]+$/ },
  'aws:cloudwatch/eventBus:EventBus': { greatest: 256, pattern: /^[.\-_A-Za-z0-9]+$/ },
  'aws:cloudwatch/eventRule:EventRule': { greatest: 64, pattern: /^[.\-_A-Za-z0-9]+$/ },
  'aws:cloudwatch/logGroup:LogGroup': { greatest: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/ },
  'aws:cloudwatch/metricAlarm:MetricAlarm': { greatest: 255, pattern: /^[ -~]+$/ },
  'aws:dynamodb/table:Table': { greatest: 255, pattern: /^[a-zA-Z0-9_.-]{3,}$/ },
  'aws:iam/role:Role': { greatest: 64, pattern: /^[\w+=,.@-]+$/ },
  'aws:iam/rolePolicy:RolePolicy': { greatest: 128, pattern: /^[\w+=,.@-]+$/ },
  'aws:kms/alias:Alias': { greatest: 256, pattern: /^alias\/[a-zA-Z0-9/_-]+$/ },
  'aws:lambda/function:Function': { greatest: 64, pattern: /^[a-zA-Z0-9-_]+$/ },
  'aws:s3/bucket:Bucket': { key: 'bucket', greatest: 63, pattern: /^[a-z0-9][a-z0-9-]+[a-z0-9]$/ },
  'aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition': {
    greatest: 63,
    pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/,
  },
  'aws:sagemaker/monitoringSchedule:MonitoringSchedule': {
    greatest: 63,
    pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/,
  },
  'aws:sns/topic:Topic': { greatest: 256, pattern: /^[A-Za-z0-9_-]+$/ },
  'aws:sqs/queue:Queue': { greatest: 80, pattern: /^[A-Za-z0-9_-]+$/ },
};

/** Pulumi's suffix of a resource that the program gives no name. */
const autoname = (name: string) => `${name}-1a2b3c4`;

const schema = 'version: v1\noutput: [{ name: score, type: Fractional }]\ninput: [{ name: age, type: Integral }]\n';
const sla = (endpoint: string) =>
  `endpoint: '${endpoint}'\nowner: ml\nrunbook: https://runbooks.example.com\n` +
  'features: { age: { driftLimit: 0.1, severity: critical } }\n';

/** Every resource of the whole program with some monitored endpoints. */
async function deployStack(folder: string, stack: string, endpoints: readonly string[]): Promise<Deployment<unknown>> {
  const schemaFile = join(folder, 'v1.yaml');
  writeFileSync(schemaFile, schema);
  const entries = endpoints.map((endpoint, i) => {
    const slaFile = join(folder, `sla-${i}.yaml`);
    writeFileSync(slaFile, sla(endpoint));
    const baseline = '2026-11-01-3f9a2c';
    return [endpoint, { engine: 'modelMonitor', schema: 'v1', schemaFile, sla: slaFile, baseline }];
  });
  pulumi.runtime.setAllConfig({
    'model-observability:owner': 'ml',
    'model-observability:environment': 'dev',
    'model-observability:endpoints': JSON.stringify(Object.fromEntries(entries)),
    'model-observability:alerts': JSON.stringify({ tickets: true }),
  });
  const program = require.resolve('../../index');
  delete require.cache[program];
  return deploy(() => require(program), stack);
}

function invalidNames({ resources }: Deployment<unknown>): string[] {
  return resources.flatMap(({ type, name, inputs }) => {
    const { key = 'name', greatest, pattern } = namesByType[type] ?? { greatest: 0, pattern: /^$/ };
    const chosen = inputs[key];
    if (!(type in namesByType) && chosen === undefined) return [];
    const actual = typeof chosen === 'string' ? chosen : autoname(name);
    return actual.length <= greatest && pattern.test(actual) ? [] : [`${type} ${actual}`];
  });
}

describe('names in AWS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'resource-names-'));
  after(() => {
    rmSync(folder, { recursive: true });
    pulumi.runtime.setAllConfig({});
  });

  // Pulumi's own rule for names of stacks.
  const stackNames = fc.stringMatching(/^[A-Za-z0-9_.-]{1,100}$/);
  const separated = fc
    .array(fc.stringMatching(/^[A-Za-z0-9]{1,30}$/), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('-').slice(0, 100));
  const endpointNames = fc.stringMatching(/^[A-Za-z0-9](-{0,2}[A-Za-z0-9]){0,43}$/);

  it('are accepted for every stack and endpoint name that the settings accept', async function () {
    this.timeout(60_000);
    const accepted = fc.record({
      stack: fc.oneof(separated, stackNames).filter((name) => stackProblems(name).length === 0),
      endpoints: fc
        .uniqueArray(endpointNames, { minLength: 1, maxLength: 6, selector: (name) => name.toLowerCase() })
        .filter((names) => nameProblems(names).length === 0),
    });
    const longest = { stack: 'x'.repeat(100), endpoints: ['e'.repeat(maxEndpointNameLength), '0'] };
    await fc.assert(
      fc.asyncProperty(accepted, async ({ stack, endpoints }) => {
        assert.deepEqual(invalidNames(await deployStack(folder, stack, endpoints)), []);
      }),
      { numRuns: 4, examples: [[longest]] },
    );
  });

  it("leave room in every role's policies, also when they are longest", async () => {
    const { resources } = await deployStack(folder, 'x'.repeat(100), ['e'.repeat(maxEndpointNameLength)]);
    const sizes = (type: string, key: string) =>
      resources.filter((resource) => resource.type === type).map(({ inputs }) => sizeOf(inputs[key]));
    const own = sizes('aws:iam/rolePolicy:RolePolicy', 'policy');
    const trust = sizes('aws:iam/role:Role', 'assumeRolePolicy');
    assert.ok(own.length > 0 && trust.length > 0);
    assert.ok(Math.max(...own) <= awsQuotas.rolePolicyCharacters.limit, own.join(' '));
    assert.ok(Math.max(...trust) <= awsQuotas.trustPolicyCharacters.limit, trust.join(' '));
  });
});

/** Characters of a policy as IAM counts them, without white space. */
function sizeOf(policy: unknown): number {
  return (typeof policy === 'string' ? policy : JSON.stringify(policy)).replace(/\s/g, '').length;
}

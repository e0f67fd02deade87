import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { monitoringRolePolicy } from '../../../components/monitoringRolePolicy';
import { hasDocuments } from '../../../policy/iam/documents/documentsOf';
import { Analysis } from '../../../policy/pack/memoize';
import type { Resource } from '../../../policy/pack/resource';
import { settingsOf } from '../../../policy/pack/rule';
import { ruleList } from '../../../policy/ruleList';
import type { Measurement } from '../../figure';

/**
 * The time that all rules on documents take for one document: the 95th percentile by processor time, and the same on the
 * clock. Documents are AWS's managed policies, or with the argument `own` the rights of this project's monitor for 1 to 40
 * endpoints. Each is met once, so that nothing of it is known before; the action table is loaded.
 */
const table = resolve(__dirname, '..', '..', '..', 'policy', 'iam', 'principals', 'managedPolicyTable.json');
const { policies } = JSON.parse(readFileSync(table, 'utf8')) as {
  readonly policies: Readonly<Record<string, readonly [path: string, version: string, statements: object[]]>>;
};
const type = 'aws:iam/policy:Policy';
const rules = ruleList.flatMap((rule) => ('check' in rule && hasDocuments(type) && rule.appliesTo(type) ? [rule] : []));

/** One for all documents, as of all resources of a stack. */
const analysis = new Analysis();

function judge(name: string, document: string): { clock: number; cpu: number } {
  const property = (key: string) => (key === 'policy' ? document : undefined);
  const resource: Resource = { type, name, urn: name, property, sources: () => [] };
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  analysis.run(() => {
    for (const rule of rules) rule.check(resource, settingsOf(rule.configSchema, {}));
  });
  const used = process.cpuUsage(cpu);
  return { clock: (performance.now() - start) / 1e3, cpu: (used.user + used.system) / 1e6 };
}

const managed = Object.entries(policies).map(([name, [, , Statement]]) => [name, documentOf(Statement)] as const);
const own = Array.from({ length: 40 }, (_, i) => [`for ${i + 1}`, ownDocument(i + 1)] as const);

function ownDocument(number: number): string {
  const here = { partition: 'aws', region: 'eu-west-1', accountId: '123456789012' };
  const statements = monitoringRolePolicy({
    ...here,
    bucketArn: 'arn:aws:s3:::monitoring-store',
    keyArn: `arn:aws:kms:${here.region}:${here.accountId}:key/store`,
    endpoint: `endpoint-${number}`,
    schema: 'v1',
    analyzerImage: '468650794304.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-model-monitor-analyzer',
  });
  return documentOf(statements);
}

function documentOf(Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

judge('first', managed[0]?.[1] ?? '{}');
// AWS's come first in both cases, so that the code is as warm.
const takenByManaged = managed.slice(1).map(([name, document]) => judge(name, document));
const taken = process.argv[2] === 'own' ? own.map(([name, document]) => judge(name, document)) : takenByManaged;
const percentile = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;
const measurement: Measurement = {
  seconds: percentile(taken.map(({ clock }) => clock)),
  cpuSeconds: percentile(taken.map(({ cpu }) => cpu)),
  megabytes: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(measurement));

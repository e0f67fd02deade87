import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasDocuments } from '../../../policy/iam/documentsOf';
import type { Resource } from '../../../policy/pack/resource';
import { settingsOf } from '../../../policy/pack/settings';
import { ruleList } from '../../../policy/ruleList';
import type { Measurement } from '../../figure';

/**
 * The time that all rules on documents take for one of AWS's managed policies: the 95th percentile by processor time, and
 * the same on the clock. Each is met once, so that nothing of it is known before; the action table is loaded.
 */
const table = resolve(__dirname, '..', '..', '..', 'policy', 'iam', 'managedPolicyTable.json');
const { policies } = JSON.parse(readFileSync(table, 'utf8')) as {
  readonly policies: Readonly<Record<string, readonly [path: string, version: string, statements: object[]]>>;
};
const type = 'aws:iam/policy:Policy';
const rules = ruleList.flatMap((rule) => ('check' in rule && hasDocuments(type) && rule.appliesTo(type) ? [rule] : []));

function judge(name: string, document: string): { clock: number; cpu: number } {
  const property = (key: string) => (key === 'policy' ? document : undefined);
  const resource: Resource = { type, name, urn: name, property, sources: () => [] };
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  for (const rule of rules) rule.check(resource, settingsOf(rule.configSchema, {}));
  const used = process.cpuUsage(cpu);
  return { clock: (performance.now() - start) / 1e3, cpu: (used.user + used.system) / 1e6 };
}

const documents = Object.entries(policies).map(
  ([name, [, , Statement]]) => [name, JSON.stringify({ Version: '2012-10-17', Statement })] as const,
);
judge('first', documents[0]?.[1] ?? '{}');
const taken = documents.slice(1).map(([name, document]) => judge(name, document));
const percentile = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;
const measured: Measurement = {
  seconds: percentile(taken.map(({ clock }) => clock)),
  cpuSeconds: percentile(taken.map(({ cpu }) => cpu)),
  megabytes: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(measured));

import { type AuditSettings, checkedProperties } from '../../contract/auditSettings';
import { mapParallel } from '../../contract/mapParallel';
import type { CheckClients } from './checkClients';
import { type CheckFault, type CheckName, type CheckResult, unreadableFault } from './checkResult';
import { describeDifferences } from './describeDifferences';
import { storedTypes } from './readResource';

/** Resources that are read at the same time. */
const parallelReads = 8;

/** Errors of AWS's services for a resource that does not exist. */
const missing = /NotFound|NonExistent|NoSuch|DoesNotExist/;

/** Compares what the stack deployed with what AWS stores, in results by check. */
export async function checkResources(
  clients: CheckClients,
  { resources }: Pick<AuditSettings, 'resources'>,
): Promise<Map<CheckName, Pick<CheckResult, 'checked' | 'faults'>>> {
  const rows = Object.keys(storedTypes).flatMap((type) =>
    Object.entries(resources[type] ?? {}).map(([id, deployed]) => ({ type, id, deployed })),
  );
  const compared = await mapParallel(rows, parallelReads, async (row) => {
    const fault = await compareResource(clients, row);
    return { check: storedTypes[row.type]?.check, faults: fault ? [fault] : [] };
  });
  const results = new Map<CheckName, { checked: number; faults: CheckFault[] }>();
  for (const { check, faults } of compared) {
    if (check === undefined) continue;
    const result = results.get(check) ?? { checked: 0, faults: [] };
    results.set(check, { checked: result.checked + 1, faults: [...result.faults, ...faults] });
  }
  return results;
}

interface DeployedResource {
  readonly type: string;
  readonly id: string;
  readonly deployed: Readonly<Record<string, unknown>>;
}

async function compareResource(clients: CheckClients, { type, id, deployed }: DeployedResource) {
  const { read, always, remedy } = storedTypes[type] ?? {};
  const what = `${describeType(type)} ${id.split(/[:/]/).at(-1)}`;
  try {
    const stored = await read?.(clients, id, deployed);
    if (stored === undefined) return missingFault(what);
    const differences = describeDifferences({ ...always, ...compared(type, deployed) }, stored);
    if (differences === undefined) return undefined;
    const text = `${what} is not as deployed: ${differences}; ${remedy?.(id) ?? "run 'pulumi up --refresh'"}`;
    return { severity: 'critical', text } satisfies CheckFault;
  } catch (error) {
    if (error instanceof Error && missing.test(error.name)) return missingFault(what);
    return unreadableFault(what, error);
  }
}

function compared(type: string, deployed: DeployedResource['deployed']): DeployedResource['deployed'] {
  const names = checkedProperties[type] ?? [];
  return Object.fromEntries(Object.entries(deployed).filter(([name]) => names.includes(name)));
}

const missingFault = (what: string): CheckFault => ({
  severity: 'critical',
  text: `${what} does not exist; run 'pulumi up --refresh'`,
});

/** `aws:sns/topicSubscription:TopicSubscription` as `topic subscription`. */
function describeType(type: string): string {
  const name = type.split(':').at(-1) ?? type;
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

import { paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { paginateListKeys } from '@aws-sdk/client-kms';
import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { keyCount, maxAlarmCount, roleCount, ruleCount, sharedAlarmCount } from '../../config/limitProblems';
import { awsQuotas, type Quota } from '../../contract/awsLimits';
import { type Check, runCheck } from './check';
import type { DoctorClients } from './doctorClients';

/** What the stack will add to the account. */
export interface StackSize {
  readonly endpoints: number;
  /** Runs of the analyzer's function that the settings reserve; 0 for none. */
  readonly reservedConcurrency: number;
}

/** The most alarms of a stack. */
const alarmsOf = ({ endpoints }: StackSize) => maxAlarmCount * endpoints + sharedAlarmCount(true);

/** A quota in Service Quotas, by the codes of its console. */
interface ServiceQuota {
  readonly service: string;
  readonly code: string;
  /** Part of its name there, so that another quota is not taken for it. */
  readonly name: RegExp;
}
const serviceQuotas = {
  alarms: { service: 'monitoring', code: 'L-2FF78D7B', name: /alarm/i },
  eventRules: { service: 'events', code: 'L-244521F2', name: /rules/i },
  keys: { service: 'kms', code: 'L-C2F1777E', name: /keys/i },
  keyRequests: { service: 'kms', code: 'L-6E3AF000', name: /symmetric/i },
} as const satisfies Record<string, ServiceQuota>;

/**
 * Requests to KMS for one window, by S3 with a bucket key, the queue and the log. All endpoints may have them in the minute
 * after the full hour.
 */
const keyRequestsOfWindow = 20;

/** Lambda keeps 100 of an account's concurrency for functions that reserve none ("Lambda quotas"). */
const keptConcurrency = 100;
/** Runs at the same time that one stack needs: several endpoints' windows, and the incident function. */
const neededConcurrency = 10;

/** Counts what the account has, and compares it with its quotas and the stack's need. */
export async function checkQuotas(clients: DoctorClients, size: StackSize): Promise<readonly Check[]> {
  const checks = await Promise.all([
    runCheck('alarms', 'cloudwatch:DescribeAlarms', () => checkAlarms(clients, size)),
    runCheck('event rules', 'events:ListRules', () => checkRules(clients)),
    runCheck('roles', 'iam:GetAccountSummary', () => checkRoles(clients, size)),
    runCheck('keys', 'kms:ListKeys', () => checkKeys(clients)),
    checkKeyRequests(clients, size),
    runCheck('concurrency', 'lambda:GetAccountSettings', () => checkConcurrency(clients, size)),
  ]);
  return [...checks.flat(), checkSchedules(size)];
}

async function checkAlarms(clients: DoctorClients, size: StackSize): Promise<Check> {
  let used = 0;
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client: clients.cloudWatch }, {})) {
    used += MetricAlarms.length;
  }
  const limit = await readLimit(clients, serviceQuotas.alarms, awsQuotas.alarms);
  return compare('alarms', { used, needed: alarmsOf(size), limit });
}

async function checkRules(clients: DoctorClients): Promise<Check> {
  let used = 0;
  let next: string | undefined;
  do {
    const { Rules = [], NextToken } = await clients.eventBridge.send(new ListRulesCommand({ NextToken: next }));
    used += Rules.length;
    next = NextToken;
  } while (next !== undefined);
  const limit = await readLimit(clients, serviceQuotas.eventRules, awsQuotas.eventRules);
  return compare('event rules', { used, needed: ruleCount, limit });
}

async function checkRoles({ iam }: DoctorClients, size: StackSize): Promise<Check> {
  const { SummaryMap = {} } = await iam.send(new GetAccountSummaryCommand({}));
  const limit = { value: SummaryMap['RolesQuota'] ?? awsQuotas.roles.limit, isDefault: !('RolesQuota' in SummaryMap) };
  return compare('roles', { used: SummaryMap['Roles'] ?? 0, needed: roleCount(size.endpoints), limit });
}

/** AWS managed keys are counted too, although they have no quota: the list does not tell them apart. */
async function checkKeys(clients: DoctorClients): Promise<Check> {
  let used = 0;
  for await (const { Keys = [] } of paginateListKeys({ client: clients.kms }, {})) used += Keys.length;
  const limit = await readLimit(clients, serviceQuotas.keys, awsQuotas.keys);
  return compare('keys', { used, needed: keyCount, limit });
}

/** How many requests other programs make is not counted. */
async function checkKeyRequests(clients: DoctorClients, { endpoints }: StackSize): Promise<Check> {
  const limit = await readLimit(clients, serviceQuotas.keyRequests, awsQuotas.keyRequests);
  return compareNeed('key requests', { needed: Math.ceil((endpoints * keyRequestsOfWindow) / 60), limit }, ' a second');
}

/** Counting the schedules of the account would take a call for each hundred. */
function checkSchedules({ endpoints }: StackSize): Check {
  const limit = { value: awsQuotas.schedules.limit, isDefault: true };
  return compareNeed('schedules', { needed: endpoints, limit });
}

async function checkConcurrency({ lambda }: DoctorClients, { reservedConcurrency }: StackSize): Promise<Check> {
  const check = 'concurrency';
  const { AccountLimit: { ConcurrentExecutions: total = 0, UnreservedConcurrentExecutions: free = total } = {} } =
    await lambda.send(new GetAccountSettingsCommand({}));
  const place = `${free} of the account's ${total} concurrent Lambda runs are not reserved`;
  if (reservedConcurrency > 0 && free - reservedConcurrency < keptConcurrency) {
    const text = `${place}, and Lambda keeps ${keptConcurrency} of them; analyzer.reservedConcurrency ${reservedConcurrency} would be refused: lower or remove it, or have the quota raised`;
    return { check, status: 'problem', text };
  }
  if (free < neededConcurrency) {
    return {
      check,
      status: 'problem',
      text: `${place}; the functions need about ${neededConcurrency}: have the quota raised`,
    };
  }
  return { check, status: 'ok', text: place };
}

interface Limit {
  readonly value: number;
  /** Whether it is AWS's default, because the account's own value cannot be read. */
  readonly isDefault: boolean;
}

/** The account's quota, or AWS's default where Service Quotas does not have it or must not be read. */
async function readLimit({ quotas }: DoctorClients, quota: ServiceQuota, { limit }: Quota): Promise<Limit> {
  try {
    const { Quota: found } = await quotas.send(
      new GetServiceQuotaCommand({ ServiceCode: quota.service, QuotaCode: quota.code }),
    );
    if (found?.Value !== undefined && quota.name.test(found.QuotaName ?? '')) {
      return { value: found.Value, isDefault: false };
    }
  } catch {
    // No permission, no such quota, or no Service Quotas in the region.
  }
  return { value: limit, isDefault: true };
}

interface Amounts {
  readonly used: number;
  readonly needed: number;
  readonly limit: Limit;
}

function compare(check: string, { used, needed, limit }: Amounts): Check {
  const text = `${used} of ${limitText(limit)} in use, the stack adds up to ${needed}`;
  if (used + needed <= limit.value) return { check, status: 'ok', text };
  return { check, status: 'problem', text: `${text}; have the quota raised, or remove unused ones` };
}

/** Compares what the stack needs of a quota whose use is not known. */
function compareNeed(check: string, { needed, limit }: Omit<Amounts, 'used'>, unit = ''): Check {
  const text = `the stack adds up to ${needed} of ${limitText(limit)}${unit}`;
  if (needed <= limit.value) return { check, status: 'ok', text };
  return { check, status: 'problem', text: `${text}; have the quota raised` };
}

const limitText = ({ value, isDefault }: Limit) => `${value}${isDefault ? ' (the default quota)' : ''}`;

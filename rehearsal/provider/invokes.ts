import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { InvokeResult } from '@pulumi/pulumi/provider';
import { clientConfig, lazily, partitionOf, partitions, region } from './table/clients';

const sts = lazily(() => new STSClient(clientConfig()));

/** Data sources by token; none of them supports an argument. */
const functions = {
  'aws:index/getCallerIdentity:getCallerIdentity': async () => {
    const known = process.env['REHEARSAL_ACCOUNT_ID'];
    if (known !== undefined) {
      return { id: known, accountId: known, arn: `arn:${partitionOf(region())}:iam::${known}:root`, userId: known };
    }
    const { Account, Arn, UserId } = await sts().send(new GetCallerIdentityCommand({}));
    return { id: Account, accountId: Account, arn: Arn, userId: UserId };
  },
  'aws:index/getRegion:getRegion': async () => {
    const name = region();
    return { id: name, name, region: name, description: name, endpoint: `ec2.${name}.amazonaws.com` };
  },
  'aws:index/getPartition:getPartition': async () => {
    const partition = partitionOf(region());
    return { id: partition, partition, ...partitions[partition] };
  },
} as const satisfies Record<string, () => Promise<Record<string, string | undefined>>>;

export async function invoke(token: string, args: Readonly<Record<string, unknown>>): Promise<InvokeResult> {
  if (!Object.hasOwn(functions, token)) {
    const supported = Object.keys(functions).join(', ');
    throw new Error(`the rehearsal's aws provider does not support function '${token}'; supported: ${supported}`);
  }
  const failures = Object.entries(args ?? {})
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([property]) => ({ property, reason: `the rehearsal's provider does not support '${property}' of ${token}` }));
  if (failures.length > 0) return { failures };
  return { outputs: await functions[token as keyof typeof functions]() };
}

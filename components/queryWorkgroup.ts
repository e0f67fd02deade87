import { Workgroup } from '@pulumi/aws/athena';
import * as pulumi from '@pulumi/pulumi';
import { storePrefixes } from '../contract/storeLayout';

export interface QueryWorkgroupArgs {
  readonly workgroupName: string;
  readonly description: string;
  /** The store. */
  readonly bucketName: pulumi.Input<string>;
  /** Account of the store. */
  readonly accountId: pulumi.Input<string>;
  /** Key of the results. */
  readonly keyArn: pulumi.Input<string>;
  /** Folder of the results below that of all results, with a slash at its end. @default none */
  readonly folder?: string;
  /** Megabytes that a query may scan; Athena ends it beyond. */
  readonly scanLimitMb: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A workgroup of Athena with enforced settings: a limit of a scan, and encrypted results in the store. */
export function createQueryWorkgroup(
  name: string,
  args: QueryWorkgroupArgs,
  opts: pulumi.CustomResourceOptions,
): Workgroup {
  const { bucketName, folder = '' } = args;
  return new Workgroup(
    name,
    {
      name: args.workgroupName,
      description: args.description,
      configuration: {
        enforceWorkgroupConfiguration: true,
        bytesScannedCutoffPerQuery: args.scanLimitMb * 1_000_000,
        publishCloudwatchMetricsEnabled: false,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: pulumi.interpolate`s3://${bucketName}/${storePrefixes.queryResults}${folder}`,
          expectedBucketOwner: args.accountId,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: args.keyArn },
        },
      },
      // The history of queries and the saved queries of people go with the stack.
      forceDestroy: true,
      tags: args.tags,
    },
    opts,
  );
}

import { CatalogDatabase } from '@pulumi/aws/glue';
import type { PolicyStatement } from '@pulumi/aws/iam';
import * as pulumi from '@pulumi/pulumi';
import { composeCaptureDatabaseName, composeCaptureWorkgroupName } from '../contract/resourceNames';
import { captureResultsFolder, storePrefixes } from '../contract/storeLayout';
import { captureHourFormat, captureHourTemplate, captureTable } from '../queries/captureTable';
import type { AwsScope } from './awsScope';
import { createTable, projection, textLines } from './projectedTable';
import { createQueryWorkgroup } from './queryWorkgroup';

export interface CaptureQueriesArgs extends AwsScope {
  readonly stack: string;
  /** The store. */
  readonly bucketName: pulumi.Input<string>;
  readonly bucketArn: pulumi.Input<string>;
  /** Key of the queries' results. */
  readonly keyArn: pulumi.Input<string>;
  /** Megabytes that a query may scan; Athena ends it beyond. */
  readonly scanLimitMb: number;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * What the analyzer's queries over captures need: a Glue database with the table `captures`, whose partitions follow from
 * the keys, and a workgroup of Athena with enforced settings. Nothing costs anything until a query runs.
 *
 *     new CaptureQueries('capture-queries', { ...scope, stack, ...store, scanLimitMb: 100_000, tags });
 */
export class CaptureQueries extends pulumi.ComponentResource {
  readonly workgroupName: pulumi.Output<string>;
  readonly databaseName: pulumi.Output<string>;
  /** Permissions of the function that queries. */
  readonly statements: pulumi.Output<PolicyStatement[]>;

  constructor(name: string, args: CaptureQueriesArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:CaptureQueries', name, {}, opts);
    const parent = { parent: this };
    const { stack, bucketName, tags } = args;
    const database = new CatalogDatabase(
      `${name}-database`,
      { name: composeCaptureDatabaseName(stack), description: 'Captures, for queries of the analyzer', tags },
      parent,
    );
    const location = pulumi.interpolate`s3://${bucketName}/${storePrefixes.captures}`;
    createTable(
      `${name}-captures`,
      {
        table: captureTable,
        database,
        location,
        format: textLines,
        parameters: projection(
          {
            endpoint: { type: 'injected' },
            capture_schema: { type: 'injected' },
            variant: { type: 'injected' },
            hour: {
              type: 'date',
              format: captureHourFormat,
              range: 'NOW-10YEARS,NOW+1DAY',
              interval: '1',
              'interval.unit': 'HOURS',
            },
          },
          pulumi.interpolate`${location}${captureHourTemplate}/`,
        ),
      },
      parent,
    );
    const workgroup = createQueryWorkgroup(
      `${name}-workgroup`,
      {
        ...args,
        workgroupName: composeCaptureWorkgroupName(stack),
        description: 'Queries of the analyzer over captures of large windows',
        folder: captureResultsFolder,
      },
      parent,
    );
    this.workgroupName = workgroup.name;
    this.databaseName = database.name;
    this.statements = pulumi
      .all([args.partition, args.region, args.accountId, args.bucketArn, workgroup.name, database.name])
      .apply(([partition, region, accountId, bucketArn, workgroupName, databaseName]) =>
        queryStatements({
          arn: (service, resource) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`,
          bucketArn,
          workgroupName,
          databaseName,
        }),
      );
    this.registerOutputs({ workgroupName: this.workgroupName, databaseName: this.databaseName });
  }
}

/**
 * Permissions to query the table: Athena reads the catalog, the captures and its results as the caller ("Fine-grained access
 * to databases and tables" and "Access to a workgroup" of its guide).
 */
function queryStatements(args: {
  readonly arn: (service: string, resource: string) => string;
  readonly bucketArn: string;
  readonly workgroupName: string;
  readonly databaseName: string;
}): PolicyStatement[] {
  const { arn, bucketArn, workgroupName, databaseName } = args;
  const results = `${storePrefixes.queryResults}${captureResultsFolder}`;
  return [
    {
      Sid: 'QueryCaptures',
      Effect: 'Allow',
      Action: ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults'],
      Resource: [arn('athena', `workgroup/${workgroupName}`)],
    },
    {
      Sid: 'ReadCaptureTable',
      Effect: 'Allow',
      Action: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'],
      Resource: [
        arn('glue', 'catalog'),
        arn('glue', `database/${databaseName}`),
        arn('glue', `table/${databaseName}/${captureTable.name}`),
      ],
    },
    { Sid: 'LocateStore', Effect: 'Allow', Action: ['s3:GetBucketLocation'], Resource: [bucketArn] },
    {
      Sid: 'ListQueryResults',
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: [bucketArn],
      Condition: { StringLike: { 's3:prefix': [`${results}*`] } },
    },
    {
      Sid: 'KeepQueryResults',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      Resource: [`${bucketArn}/${results}*`],
    },
  ];
}

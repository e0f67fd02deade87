import { NamedQuery, Workgroup } from '@pulumi/aws/athena';
import { CatalogDatabase, CatalogTable } from '@pulumi/aws/glue';
import * as pulumi from '@pulumi/pulumi';
import { composeDatabaseName, composeWorkgroupName } from '../contract/resourceNames';
import { storePrefixes, type TrendTable, trendTables } from '../contract/storeLayout';
import type { QueryTable } from '../queries/queryTable';
import { trendQueries } from '../queries/trendQueries';
import { trendTableOf } from '../queries/trendTables';
import type { AwsScope } from './awsScope';

export interface StackQueriesArgs extends AwsScope {
  readonly stack: string;
  /** The store. */
  readonly bucketName: pulumi.Input<string>;
  /** Key of the queries' results. */
  readonly keyArn: pulumi.Input<string>;
  /** Names of the endpoints whose rows the tables have. */
  readonly endpoints: readonly string[];
  /** Megabytes that a query may scan; Athena ends it beyond. */
  readonly scanLimitMb: number;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Queries of people over the numbers of all runs: a Glue database with the tables `features` and `runs`, a workgroup of
 * Athena with enforced settings, and its saved queries. It grants no access, and nothing runs or costs anything until
 * somebody queries. Results are in the store, encrypted with its key, and expire by its lifecycle.
 *
 *     new StackQueries('queries', { ...scope, stack, ...store, endpoints: ['churn'], scanLimitMb: 10_000, tags });
 */
export class StackQueries extends pulumi.ComponentResource {
  readonly workgroupName: pulumi.Output<string>;

  constructor(name: string, args: StackQueriesArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:StackQueries', name, {}, opts);
    const parent = { parent: this };
    const database = new CatalogDatabase(
      `${name}-database`,
      { name: composeDatabaseName(args.stack), description: 'Numbers of the monitoring, for queries', tags: args.tags },
      parent,
    );
    for (const table of trendTables) createTrendTable(`${name}-${table}`, table, database, args, parent);
    const workgroup = createWorkgroup(name, args, parent);
    for (const [key, query] of Object.entries(trendQueries)) {
      new NamedQuery(
        `${name}-${key}`,
        {
          name: query.name,
          description: query.description,
          workgroup: workgroup.name,
          database: database.name,
          query: query.sql,
        },
        parent,
      );
    }
    this.workgroupName = workgroup.name;
    this.registerOutputs({ workgroupName: this.workgroupName });
  }
}

function createWorkgroup(name: string, args: StackQueriesArgs, opts: pulumi.CustomResourceOptions): Workgroup {
  return new Workgroup(
    `${name}-workgroup`,
    {
      name: composeWorkgroupName(args.stack),
      description: 'Queries over the numbers of the monitoring',
      configuration: {
        enforceWorkgroupConfiguration: true,
        bytesScannedCutoffPerQuery: args.scanLimitMb * 1_000_000,
        publishCloudwatchMetricsEnabled: false,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: pulumi.interpolate`s3://${args.bucketName}/${storePrefixes.queryResults}`,
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

/** A table over lines of JSON, with partitions that follow from the keys ("Partition projection" of Athena's guide). */
function createTrendTable(
  name: string,
  key: TrendTable,
  database: CatalogDatabase,
  { bucketName, endpoints }: StackQueriesArgs,
  opts: pulumi.CustomResourceOptions,
): CatalogTable {
  const table: QueryTable = trendTableOf[key];
  const location = pulumi.interpolate`s3://${bucketName}/${storePrefixes.trends}${key}/`;
  return new CatalogTable(
    name,
    {
      name: table.name,
      description: table.description,
      databaseName: database.name,
      tableType: 'EXTERNAL_TABLE',
      parameters: {
        EXTERNAL: 'TRUE',
        classification: 'json',
        'projection.enabled': 'true',
        'projection.endpoint.type': 'enum',
        'projection.endpoint.values': [...endpoints].sort().join(','),
        'projection.day.type': 'date',
        'projection.day.format': 'yyyy-MM-dd',
        'projection.day.range': 'NOW-3YEARS,NOW',
        'storage.location.template': pulumi.interpolate`${location}endpoint=\${endpoint}/day=\${day}/`,
      },
      partitionKeys: table.partitions.map((column) => ({ name: column, type: 'string' })),
      storageDescriptor: {
        location,
        inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        serDeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
        columns: Object.entries(table.columns).map(([column, type]) => ({ name: column, type })),
      },
    },
    opts,
  );
}

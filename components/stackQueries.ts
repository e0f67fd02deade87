import { NamedQuery } from '@pulumi/aws/athena';
import { CatalogDatabase, type CatalogTable } from '@pulumi/aws/glue';
import { Region } from '@pulumi/aws/types/enums';
import * as pulumi from '@pulumi/pulumi';
import { composeDatabaseName, composeWorkgroupName } from '../contract/resourceNames';
import { storePrefixes, type TrendTable, trendTables } from '../contract/storeLayout';
import type { SavedQuery } from '../queries/queryTable';
import { trailQueries } from '../queries/trailQueries';
import { trailDayTemplate, trailTable } from '../queries/trailTable';
import { trendQueries } from '../queries/trendQueries';
import { trendTableOf } from '../queries/trendTables';
import type { AwsScope } from './awsScope';
import { createTable, jsonLines, projection, trailFiles } from './projectedTable';
import { createQueryWorkgroup } from './queryWorkgroup';

export interface StackQueriesArgs extends AwsScope {
  readonly stack: string;
  /** The store. */
  readonly bucketName: pulumi.Input<string>;
  /** Key of the queries' results. */
  readonly keyArn: pulumi.Input<string>;
  /** Names of the endpoints whose rows the tables have. */
  readonly endpoints: readonly string[];
  /**
   * `s3://` address of the trail's accounts, which ends in `AWSLogs/` or in an organization's folder, and the only account
   * that the table has; without it, each query must name accounts. @default no table over the trail
   */
  readonly trail?: { readonly location: pulumi.Input<string>; readonly account?: pulumi.Input<string> };
  /** Megabytes that a query may scan; Athena ends it beyond. */
  readonly scanLimitMb: number;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Queries of people: a Glue database with the tables `features` and `runs` over the numbers of all runs, and `trail` over
 * the trail's log files; a workgroup of Athena with enforced settings, and its saved queries. It grants no access, and nothing runs or costs anything until
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
    if (args.trail) createTrailTable(`${name}-trail`, args.trail, args.partition, database, parent);
    const workgroup = createQueryWorkgroup(
      `${name}-workgroup`,
      {
        ...args,
        workgroupName: composeWorkgroupName(args.stack),
        description: 'Queries over the numbers of the monitoring',
      },
      parent,
    );
    const queries: Readonly<Record<string, SavedQuery>> = { ...trendQueries, ...(args.trail && trailQueries) };
    for (const [key, query] of Object.entries(queries)) {
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

function createTrendTable(
  name: string,
  key: TrendTable,
  database: CatalogDatabase,
  { bucketName, endpoints }: StackQueriesArgs,
  opts: pulumi.CustomResourceOptions,
): CatalogTable {
  const location = pulumi.interpolate`s3://${bucketName}/${storePrefixes.trends}${key}/`;
  const parameters = projection(
    {
      endpoint: { type: 'enum', values: [...endpoints].sort().join(',') },
      day: { type: 'date', format: 'yyyy-MM-dd', range: 'NOW-3YEARS,NOW' },
    },
    pulumi.interpolate`${location}endpoint=\${endpoint}/day=\${day}/`,
  );
  return createTable(name, { table: trendTableOf[key], database, location, format: jsonLines, parameters }, opts);
}

function createTrailTable(
  name: string,
  { location, account }: NonNullable<StackQueriesArgs['trail']>,
  partition: pulumi.Input<string>,
  database: CatalogDatabase,
  opts: pulumi.CustomResourceOptions,
): CatalogTable {
  const parameters = projection(
    {
      account: account === undefined ? { type: 'injected' } : { type: 'enum', values: account },
      region: { type: 'enum', values: pulumi.output(partition).apply((name) => regionsOf(name).join(',')) },
      day: { type: 'date', format: 'yyyy/MM/dd', range: 'NOW-10YEARS,NOW' },
    },
    pulumi.interpolate`${location}${trailDayTemplate}/`,
  );
  return createTable(name, { table: trailTable, database, location, format: trailFiles, parameters }, opts);
}

/** The regions of a partition that the provider knows. */
function regionsOf(partition: string): string[] {
  const prefixes: Readonly<Record<string, RegExp>> = { 'aws-cn': /^cn-/, 'aws-us-gov': /^us-gov-/ };
  const others = /^(cn|us-gov|us-isob?|us-isof|eu-isoe|eusc)-/;
  const own = prefixes[partition];
  return Object.values(Region)
    .filter((region) => (own ? own.test(region) : !others.test(region)))
    .sort();
}

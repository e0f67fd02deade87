import { type CatalogDatabase, CatalogTable } from '@pulumi/aws/glue';
import type * as pulumi from '@pulumi/pulumi';
import type { QueryTable } from '../queries/queryTable';

/** Properties of a table whose partitions follow from the keys of its objects ("Partition projection" of Athena's guide). */
export function projection(
  partitions: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string>>>>>,
  template: pulumi.Input<string>,
): Record<string, pulumi.Input<string>> {
  const properties = Object.entries(partitions).flatMap(([column, values]) =>
    Object.entries(values).map(([property, value]) => [`projection.${column}.${property}`, value]),
  );
  return {
    EXTERNAL: 'TRUE',
    'projection.enabled': 'true',
    ...Object.fromEntries(properties),
    'storage.location.template': template,
  };
}

interface TableFormat {
  readonly inputFormat: string;
  readonly serializationLibrary: string;
}

/** Lines of JSON. */
export const jsonLines: TableFormat = {
  inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
};
/** Lines of text: the first column is the part up to a character that JSON has nowhere ("Choose a SerDe for your data" of Athena's guide). */
export const textLines: TableFormat = {
  inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  serializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
};
/** Log files of CloudTrail ("Query AWS CloudTrail logs" of Athena's guide). */
export const trailFiles: TableFormat = {
  inputFormat: 'com.amazon.emr.cloudtrail.CloudTrailInputFormat',
  serializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe',
};

export function createTable(
  name: string,
  args: {
    readonly table: QueryTable;
    readonly database: CatalogDatabase;
    readonly location: pulumi.Input<string>;
    readonly format: TableFormat;
    readonly parameters: Record<string, pulumi.Input<string>>;
  },
  opts: pulumi.CustomResourceOptions,
): CatalogTable {
  const { table, database, location, format, parameters } = args;
  return new CatalogTable(
    name,
    {
      name: table.name,
      description: table.description,
      databaseName: database.name,
      tableType: 'EXTERNAL_TABLE',
      parameters,
      partitionKeys: table.partitions.map((column) => ({ name: column, type: 'string' })),
      storageDescriptor: {
        location,
        inputFormat: format.inputFormat,
        outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        serDeInfo: { serializationLibrary: format.serializationLibrary },
        columns: Object.entries(table.columns).map(([column, type]) => ({ name: column, type })),
      },
    },
    opts,
  );
}

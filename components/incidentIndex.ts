import { Table } from '@pulumi/aws/dynamodb';
import * as pulumi from '@pulumi/pulumi';

export interface IncidentIndexArgs {
  /** Key that encrypts the table. */
  readonly keyArn: pulumi.Input<string>;
  /** Lets `destroy` delete the table; otherwise Pulumi and DynamoDB protect it. @default false */
  readonly forceDestroy?: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The index of incidents: one table for all endpoints, paid by request, with point-in-time recovery and the store's key.
 * It is rebuilt from the documents by `incident reindex`.
 *
 *     new IncidentIndex('incident-index', { keyArn: store.keyArn, tags });
 */
export class IncidentIndex extends pulumi.ComponentResource {
  readonly tableName: pulumi.Output<string>;
  readonly tableArn: pulumi.Output<string>;

  constructor(name: string, args: IncidentIndexArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:IncidentIndex', name, {}, opts);
    const { keyArn, forceDestroy = false, tags } = args;
    const table = new Table(
      name,
      {
        billingMode: 'PAY_PER_REQUEST',
        attributes: [
          { name: 'by', type: 'S' },
          { name: 'at', type: 'S' },
        ],
        hashKey: 'by',
        rangeKey: 'at',
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true, kmsKeyArn: keyArn },
        deletionProtectionEnabled: !forceDestroy,
        tags,
      },
      { parent: this, protect: !forceDestroy },
    );
    this.tableName = table.name;
    this.tableArn = table.arn;
    this.registerOutputs({ tableName: this.tableName, tableArn: this.tableArn });
  }
}

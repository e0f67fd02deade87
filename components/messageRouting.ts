import { EventBus } from '@pulumi/aws/cloudwatch';
import * as pulumi from '@pulumi/pulumi';
import { composeBusName } from '../contract/resourceNames';

export interface MessageRoutingArgs {
  readonly stack: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Routes of the messages about incidents: a bus on which the incident function puts them. It sends nothing by itself.
 *
 *     new MessageRouting('messages', { stack: 'prod', tags });
 */
export class MessageRouting extends pulumi.ComponentResource {
  readonly busName: pulumi.Output<string>;
  readonly busArn: pulumi.Output<string>;

  constructor(name: string, args: MessageRoutingArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:MessageRouting', name, {}, opts);
    const { stack, tags } = args;
    const bus = new EventBus(
      `${name}-bus`,
      { name: composeBusName(stack), description: 'Messages about incidents', tags },
      { parent: this },
    );
    this.busName = bus.name;
    this.busArn = bus.arn;
    this.registerOutputs({ busName: this.busName, busArn: this.busArn });
  }
}

import { GetFunctionConfigurationCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { DeleteMessageBatchCommand, GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { createIncidentHandler } from '../../functions/incident/incidentHandler';
import type { AwsClients } from '../aws/awsClients';

/** Stands in for Lambda: takes what waits in the function's queue and hands it to the function's code. */
export interface FunctionHost {
  /** Empties the queue; answers how many messages the function took, and which it could not. */
  drain(): Promise<{ handled: number; failed: number }>;
}

/**
 * Hosts a deployed function as its deployment describes it: queue and batch size from its event source mapping, settings
 * from its environment. Only the runtime is ours, and the clock.
 */
export async function hostFunction(clients: AwsClients, functionName: string, now: () => Date): Promise<FunctionHost> {
  const { lambda, sqs } = clients;
  const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  const variables = configuration.Environment?.Variables ?? {};
  const mappings = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: functionName }));
  const [mapping] = mappings.EventSourceMappings ?? [];
  const queueName = mapping?.EventSourceArn?.split(':').at(-1);
  const { STORE_BUCKET: bucket, METRIC_NAMESPACE: namespace } = variables;
  if (!queueName || !bucket || !namespace) {
    throw new Error(`function ${functionName} lacks an event source mapping, STORE_BUCKET or METRIC_NAMESPACE`);
  }
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
  const handle = createIncidentHandler({ s3: clients.s3, cloudwatch: clients.cloudWatch, now, bucket, namespace });
  return {
    async drain() {
      let handled = 0;
      let failed = 0;
      for (;;) {
        const { Messages: messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: mapping?.BatchSize ?? 10 }),
        );
        if (messages.length === 0) return { handled, failed };
        const Records = messages.map(({ MessageId = '', Body = '' }) => ({ messageId: MessageId, body: Body }));
        const { batchItemFailures } = await handle({ Records });
        const failures = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        const done = messages.filter(({ MessageId = '' }) => !failures.has(MessageId));
        handled += done.length;
        failed += failures.size;
        const Entries = done.map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle }));
        if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      }
    },
  };
}

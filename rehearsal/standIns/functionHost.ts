import { GetFunctionConfigurationCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import {
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { createIncidentHandler } from '../../functions/incident/incidentHandler';
import type { AwsClients } from '../aws/awsClients';

/** Stands in for Lambda: hands the messages in the function's queue to the function's code. */
export interface FunctionHost {
  /** Empties the queue, and returns how many messages the function handled and how many it failed on. */
  drain(): Promise<{ handled: number; failed: number }>;
}

/**
 * Hosts the incident function as it is deployed: queue and batch size from its event source mapping, settings from its
 * environment. Only the runtime and the clock are the rehearsal's.
 */
export async function hostFunction(clients: AwsClients, functionName: string, now: () => Date): Promise<FunctionHost> {
  const { sqs } = clients;
  const { queueName, batchSize, bucket, namespace } = await readDeployment(clients, functionName);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
  const handle = createIncidentHandler({ s3: clients.s3, cloudwatch: clients.cloudWatch, now, bucket, namespace });
  const handleBatch = async (messages: readonly Message[]): Promise<number> => {
    const Records = messages.map(({ MessageId = '', Body = '' }) => ({ messageId: MessageId, body: Body }));
    const { batchItemFailures } = await handle({ Records });
    const failures = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const Entries = messages
      .filter(({ MessageId = '' }) => !failures.has(MessageId))
      .map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle }));
    if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    return Entries.length;
  };
  return {
    async drain() {
      let handled = 0;
      let received = 0;
      for (;;) {
        const { Messages: messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: batchSize }),
        );
        if (messages.length === 0) return { handled, failed: received - handled };
        received += messages.length;
        handled += await handleBatch(messages);
      }
    },
  };
}

async function readDeployment({ lambda }: AwsClients, functionName: string) {
  const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  const mappings = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: functionName }));
  const [mapping] = mappings.EventSourceMappings ?? [];
  const queueName = mapping?.EventSourceArn?.split(':').at(-1);
  const { STORE_BUCKET: bucket, METRIC_NAMESPACE: namespace } = configuration.Environment?.Variables ?? {};
  if (!queueName || !bucket || !namespace) {
    throw new Error(`function ${functionName} has no event source mapping, STORE_BUCKET or METRIC_NAMESPACE`);
  }
  return { queueName, batchSize: mapping?.BatchSize ?? 10, bucket, namespace };
}

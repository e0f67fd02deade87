import { GetFunctionConfigurationCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import {
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { createIncidentHandler } from '../../functions/incident/incidentHandler';
import { type AccessKey, type AwsClients, awsClients } from '../aws/awsClients';

/** Stands in for Lambda: hands the messages in the function's queue to the function's code. */
export interface FunctionHost {
  /** Empties the queue, and returns how many messages the function handled and how many it failed on. */
  drain(): Promise<{ handled: number; failed: number }>;
  close(): void;
}

/** What a function's host needs of the local AWS. */
export interface HostingAws {
  readonly endpoint: string;
  readonly region: string;
  now(): Date;
  assumeRole(roleArn: string, service: string): Promise<AccessKey>;
}

/**
 * Hosts the incident function as it is deployed: queue and batch size from its event source mapping, settings from its
 * environment, and its role, which also reads the queue. Only the runtime and the clock are the rehearsal's.
 */
export async function hostFunction(
  deployment: AwsClients,
  functionName: string,
  aws: HostingAws,
): Promise<FunctionHost> {
  const { queueName, batchSize, bucket, namespace, role } = await readDeployment(deployment, functionName);
  const { QueueUrl } = await deployment.sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
  const clients = awsClients(aws, await aws.assumeRole(role, 'lambda.amazonaws.com'));
  const { s3, cloudWatch: cloudwatch, sqs } = clients;
  const handle = createIncidentHandler({ s3, cloudwatch, now: aws.now, bucket, namespace });
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
    close: () => clients.destroy(),
  };
}

async function readDeployment({ lambda }: AwsClients, functionName: string) {
  const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  const mappings = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: functionName }));
  const [mapping] = mappings.EventSourceMappings ?? [];
  const queueName = mapping?.EventSourceArn?.split(':').at(-1);
  const { STORE_BUCKET: bucket, METRIC_NAMESPACE: namespace } = configuration.Environment?.Variables ?? {};
  const role = configuration.Role;
  if (!queueName || !bucket || !namespace || !role) {
    throw new Error(`function ${functionName} has no event source mapping, role, STORE_BUCKET or METRIC_NAMESPACE`);
  }
  return { queueName, batchSize: mapping?.BatchSize ?? 10, bucket, namespace, role };
}

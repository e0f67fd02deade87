import { GetFunctionConfigurationCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import {
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { QueueBatchResult } from '../../functions/incident/incidentHandler';
import { type AwsClients, awsClients } from '../aws/awsClients';
import { type LambdaProcess, type LambdaProcessOptions, lambdaProcess } from './lambdaProcess';

/** Stands in for Lambda's poller: hands the messages in the function's queue to the function. */
export interface FunctionHost extends Pick<LambdaProcess, 'invoke'> {
  readonly functionName: string;
  /** Empties the queue, and returns how many messages the function handled and how many it failed on. */
  drain(): Promise<{ handled: number; failed: number }>;
  close(): void;
}

/**
 * Hosts a function as it is deployed: queue and batch size from its event source mapping, and its role, which
 * also reads the queue, at most ten messages at a time. The function runs in a process of its own.
 */
export async function hostFunction(
  bundle: 'incident' | 'audit',
  functionName: string,
  options: LambdaProcessOptions,
): Promise<FunctionHost> {
  const { deployment, aws } = options;
  const { queueName, batchSize, role } = await readDeployment(deployment, functionName);
  const { QueueUrl } = await deployment.sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
  const clients = awsClients(aws, await aws.assumeRole(role, 'lambda.amazonaws.com'));
  const { sqs } = clients;
  const lambda = lambdaProcess(bundle, options);
  const handleBatch = async (messages: readonly Message[]): Promise<number> => {
    const Records = messages.map(({ MessageId = '', Body = '' }) => ({ messageId: MessageId, body: Body }));
    const outcome = await lambda.invoke({ functionArn: functionName, payload: JSON.stringify({ Records }) });
    // Lambda delivers the whole batch of an invocation that failed again.
    if ('problem' in outcome) {
      console.error(`function ${functionName}: ${outcome.problem}`);
      return 0;
    }
    const { batchItemFailures } = outcome.result as QueueBatchResult;
    const failures = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const Entries = messages
      .filter(({ MessageId = '' }) => !failures.has(MessageId))
      .map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle }));
    if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    return Entries.length;
  };
  return {
    functionName,
    invoke: (invocation) => lambda.invoke(invocation),
    async drain() {
      let handled = 0;
      let received = 0;
      for (;;) {
        const { Messages: messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: Math.min(batchSize, 10) }),
        );
        if (messages.length === 0) return { handled, failed: received - handled };
        received += messages.length;
        handled += await handleBatch(messages);
      }
    },
    close: () => {
      lambda.close();
      clients.destroy();
    },
  };
}

async function readDeployment({ lambda }: AwsClients, functionName: string) {
  const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  const mappings = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: functionName }));
  const [mapping] = mappings.EventSourceMappings ?? [];
  const queueName = mapping?.EventSourceArn?.split(':').at(-1);
  const role = configuration.Role;
  if (!queueName || !role) throw new Error(`function ${functionName} has no event source mapping or role`);
  return { queueName, batchSize: mapping?.BatchSize ?? 10, role };
}

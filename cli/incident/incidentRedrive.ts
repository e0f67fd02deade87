import type * as eventBridge from '@aws-sdk/client-eventbridge';
import type * as sqs from '@aws-sdk/client-sqs';
import { UserError } from '../../contract/userError';
import { formatCount } from '../../report/text/formats';
import { openStore } from '../../store/openStore';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import { latestMessages } from './latestMessage';
import type * as queue from './redriveQueue';

interface RedriveOptions {
  readonly queue: string;
  readonly store?: string;
  readonly dryRun: boolean;
  readonly endpointUrl?: string;
  /** @default false */
  readonly json?: boolean;
}

/** Sends the messages of a dead-letter queue again, where they failed. */
export async function redriveMessages(options: RedriveOptions): Promise<void> {
  const { queue: url, store: address, dryRun, endpointUrl, json } = options;
  // Loaded on demand: the SDK takes a good part of a second.
  const { SQSClient } = require('@aws-sdk/client-sqs') as typeof sqs;
  const { EventBridgeClient } = require('@aws-sdk/client-eventbridge') as typeof eventBridge;
  const { redriveQueue } = require('./redriveQueue') as typeof queue;
  const clients = {
    sqs: new SQSClient({ endpoint: endpointUrl }),
    events: new EventBridgeClient({ endpoint: endpointUrl }),
  };
  const store = address === undefined ? undefined : openStore(address, endpointUrl);
  try {
    const messages = await redriveQueue(clients, url, {
      dryRun,
      ...(store && { latestMessage: latestMessages(store) }),
    });
    const kept = messages.filter(({ problem }) => problem !== undefined);
    if (messages.length === 0) {
      printEmpty('redrive', 'the queue has no visible message', json ? { queue: url, dryRun, messages } : undefined);
      process.exitCode = exitCodes.empty;
      return;
    }
    if (json) printJson({ queue: url, dryRun, messages });
    else
      printText(
        messages
          .map(describeMessage)
          .concat(summarize(messages.length - kept.length, kept.length, dryRun))
          .join('\n'),
      );
    if (kept.length > 0) process.exitCode = exitCodes.findings;
  } catch (error) {
    if (error instanceof Error && /NonExistentQueue|QueueDoesNotExist/.test(error.name)) {
      throw new UserError(
        `queue ${url} does not exist; use the stack's output messageDeadLetterQueueUrl or eventDeadLetterQueueUrl`,
      );
    }
    throw error;
  } finally {
    store?.close();
    clients.sqs.destroy();
    clients.events.destroy();
  }
}

function describeMessage({ id, to, error, problem, followedBy }: queue.RedrivenMessage): string {
  const reason = error === undefined ? '' : ` (failed: ${error})`;
  if (problem !== undefined) return `${id} stays: ${problem}${reason}`;
  const last = followedBy === undefined ? '' : `, then the incident's last message again (${followedBy})`;
  return `${id} -> ${to}${reason}${last}`;
}

function summarize(sent: number, kept: number, dryRun: boolean): string {
  const done = `${formatCount(sent, 'message')} ${dryRun ? 'to send' : 'sent'}`;
  return kept === 0 ? done : `${done}, ${formatCount(kept, 'message')} kept in the queue`;
}

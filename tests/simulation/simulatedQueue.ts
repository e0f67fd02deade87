import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ListDeadLetterSourceQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { minuteMs } from '../../contract/hours';
import type { SimulatedProcess } from './simulatedProcess';

/** A message of a queue. */
interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Times that it was received. */
  receives: number;
  /** The instant at which it was received first. */
  receivedAt: number | undefined;
  /** The instant from which on it is received. */
  visibleAt: number;
}

/** Receives after which a message goes to the dead-letter queue; that of the deployed queues. */
const maxReceives = 5;

/** Visibility timeout of the queue of events: after it, a message that failed is received again. */
const visibilityMs = 6 * minuteMs;

/** A standard queue: messages are received in any order, and again until they are deleted. */
export class SimulatedQueue {
  /** By id, in order of arrival. */
  private readonly messages = new Map<string, QueuedMessage>();
  /** Messages that were ever added. */
  added = 0;
  /** The instant of the latest fault. */
  private faultAt = Number.NEGATIVE_INFINITY;
  /** Messages that went to the dead-letter queue although nothing explains it, in sentences. */
  readonly unexplained: string[] = [];

  /** `now` is the instant of the queue's own clock. */
  constructor(
    readonly name: string,
    private readonly now: () => number,
    private readonly deadLetters?: SimulatedQueue,
  ) {}

  get size(): number {
    return this.messages.size;
  }

  /** The instant at which the next message can be received. */
  get nextVisible(): number {
    return Math.min(...this.visibleAts);
  }

  /** The instant from which on all messages can be received. */
  get lastVisible(): number {
    return Math.max(0, ...this.visibleAts);
  }

  get bodies(): readonly Pick<QueuedMessage, 'body' | 'attributes'>[] {
    return [...this.messages.values()];
  }

  private get visibleAts(): number[] {
    return [...this.messages.values()].map(({ visibleAt }) => visibleAt);
  }

  add(body: string, attributes: QueuedMessage['attributes'] = {}): void {
    this.added += 1;
    const id = `${this.name}-${this.added}`;
    this.messages.set(id, {
      id,
      body,
      attributes,
      receives: 0,
      receivedAt: undefined,
      visibleAt: this.now(),
    });
  }

  /** Hides up to some messages, each chosen by its index among the visible ones, and returns them. */
  receive(most: number, choose: (count: number) => number, hiddenMs = visibilityMs): readonly QueuedMessage[] {
    const visible = [...this.messages.values()].filter(({ visibleAt }) => visibleAt <= this.now());
    const received: QueuedMessage[] = [];
    while (received.length < most && visible.length > 0) received.push(...visible.splice(choose(visible.length), 1));
    for (const message of received) {
      message.receives += 1;
      message.receivedAt ??= this.now();
      message.visibleAt = this.now() + hiddenMs;
    }
    return received;
  }

  delete(messages: readonly QueuedMessage[]): void {
    for (const { id } of messages) this.messages.delete(id);
  }

  /**
   * Leaves messages that an invocation did not handle to a later receive, or to the dead-letter queue. A fault explains that
   * this and other invocations did not handle theirs: what one has begun to send, another one waits for.
   */
  giveBack(messages: readonly QueuedMessage[], hasFault: boolean): void {
    const { deadLetters } = this;
    if (hasFault) this.faultAt = this.now();
    for (const message of messages) {
      message.visibleAt = this.now() + visibilityMs;
      if (!deadLetters || message.receives < maxReceives) continue;
      if (this.faultAt < (message.receivedAt ?? 0))
        this.unexplained.push(`${message.body} failed ${maxReceives} times without a fault`);
      this.delete([message]);
      deadLetters.add(message.body, message.attributes);
    }
  }

  /** The queue as a redrive of it sees it; `source` is the queue whose messages fail into it. */
  client(process: () => SimulatedProcess, source?: SimulatedQueue): SQSClient {
    const send = (command: unknown) => process().call(() => this.runCommand(command, source));
    return { send } as unknown as SQSClient;
  }

  private runCommand(command: unknown, source: SimulatedQueue | undefined): unknown {
    if (command instanceof ListDeadLetterSourceQueuesCommand) return { queueUrls: source ? [source.name] : [] };
    if (command instanceof ReceiveMessageCommand) {
      const { MaxNumberOfMessages = 1, VisibilityTimeout = 0 } = command.input;
      const received = this.receive(MaxNumberOfMessages, () => 0, VisibilityTimeout * 1_000);
      return {
        Messages: received.map(({ id, body, attributes, receives }) => ({
          MessageId: id,
          Body: body,
          ReceiptHandle: `${id} ${receives}`,
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
          ),
        })),
      };
    }
    if (command instanceof DeleteMessageCommand) this.delete(this.ofReceipt(command.input.ReceiptHandle));
    else if (command instanceof ChangeMessageVisibilityCommand) {
      for (const message of this.ofReceipt(command.input.ReceiptHandle)) message.visibleAt = this.now();
    } else if (command instanceof SendMessageCommand && source) source.add(command.input.MessageBody ?? '');
    else throw new Error('unknown SQS command');
    return {};
  }

  /** Only the latest receipt of a message is valid. */
  private ofReceipt(receipt = ''): QueuedMessage[] {
    const message = this.messages.get(receipt.split(' ')[0] ?? '');
    return message && `${message.id} ${message.receives}` === receipt ? [message] : [];
  }
}

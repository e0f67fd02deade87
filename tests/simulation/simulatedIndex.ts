import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { SimulatedProcess } from './simulatedProcess';

type Item = Record<string, AttributeValue>;

/** The table of the index: items by partition key `by` and sort key `at`. */
export class SimulatedIndex {
  /** Items by partition key, then by sort key. */
  private readonly partitions = new Map<string, Map<string, Item>>();

  /** Entries by partition key and sort key, without the items that list the others. */
  get entries(): ReadonlyMap<string, string> {
    const items = [...this.partitions].flatMap(([by, partition]) =>
      [...partition].map(([at, { entry }]) => [`${by}\n${at}`, entry?.S] as const),
    );
    return new Map(items.flatMap(([key, entry]) => (entry === undefined ? [] : [[key, entry]])));
  }

  /** The table as an invocation sees it. The SDK repeats a transaction with the same token, so that it takes effect once. */
  client(process: () => SimulatedProcess): DynamoDBClient {
    const send = (command: unknown) => {
      let result: unknown;
      return process().call(() => (result ??= this.runCommand(command)), { refused: () => refuse(command) });
    };
    return { send } as unknown as DynamoDBClient;
  }

  private runCommand(command: unknown): unknown {
    if (command instanceof GetItemCommand) return { Item: this.itemOf(command.input.Key) };
    if (command instanceof QueryCommand) return this.query(command);
    if (!(command instanceof TransactWriteItemsCommand)) throw new Error('unknown DynamoDB command');
    const { TransactItems = [] } = command.input;
    if (!TransactItems.every((item) => this.meetsCondition(item))) throw canceled('ConditionalCheckFailed');
    for (const { Put, Delete } of TransactItems) {
      if (Put?.Item) this.partitionOf(Put.Item).set(sortKey(Put.Item), Put.Item);
      if (Delete) this.partitionOf(Delete.Key).delete(sortKey(Delete.Key));
    }
    return {};
  }

  /** The two conditions of the index: the item does not exist, or lists what was read. */
  private meetsCondition({ Put, Delete }: TransactWriteItem): boolean {
    const { ConditionExpression, ExpressionAttributeValues } = Put ?? Delete ?? {};
    if (ConditionExpression === undefined) return true;
    const stored = this.itemOf(Put?.Item ?? Delete?.Key);
    if (ConditionExpression === 'attribute_not_exists(#by)') return stored === undefined;
    return stored?.['items']?.S === ExpressionAttributeValues?.[':before']?.S;
  }

  private query({ input: { ExpressionAttributeValues: values = {}, Limit } }: QueryCommand): unknown {
    const textOf = (name: string) => values[name]?.S ?? '';
    const matching = [...this.partitionOf({ by: { S: textOf(':by') } })]
      .filter(([at]) => isBetween(at, textOf(':from'), textOf(':to')))
      .sort(([a], [b]) => (a < b ? 1 : -1));
    return { Items: matching.slice(0, Limit).map(([, item]) => item) };
  }

  private itemOf(key: Item | undefined): Item | undefined {
    return this.partitionOf(key).get(sortKey(key));
  }

  private partitionOf(key: Item | undefined): Map<string, Item> {
    const by = key?.['by']?.S ?? '';
    const partition = this.partitions.get(by) ?? new Map<string, Item>();
    this.partitions.set(by, partition);
    return partition;
  }
}

/** Refuses a call for its rate: a transaction is canceled with the reason. */
function refuse(command: unknown): never {
  if (command instanceof TransactWriteItemsCommand) throw canceled('ThrottlingError');
  throw Object.assign(new Error('Rate of requests exceeds the allowed throughput.'), { name: 'ThrottlingException' });
}

const canceled = (Code: string) =>
  new TransactionCanceledException({ message: `canceled: ${Code}`, $metadata: {}, CancellationReasons: [{ Code }] });

const sortKey = (item: Item | undefined) => item?.['at']?.S ?? '';
const isBetween = (text: string, from: string, to: string) => from <= text && text <= to;

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
  private readonly items = new Map<string, Item>();

  /** Entries by partition key and sort key, without the items that list the others. */
  get entries(): ReadonlyMap<string, string> {
    return new Map([...this.items].flatMap(([key, { entry }]) => (entry?.S === undefined ? [] : [[key, entry.S]])));
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
    if (command instanceof GetItemCommand) return { Item: this.items.get(keyOf(command.input.Key)) };
    if (command instanceof QueryCommand) return this.query(command);
    if (!(command instanceof TransactWriteItemsCommand)) throw new Error('unknown DynamoDB command');
    const { TransactItems = [] } = command.input;
    if (!TransactItems.every((item) => this.meetsCondition(item))) throw canceled('ConditionalCheckFailed');
    for (const { Put, Delete } of TransactItems) {
      if (Put?.Item) this.items.set(keyOf(Put.Item), Put.Item);
      if (Delete) this.items.delete(keyOf(Delete.Key));
    }
    return {};
  }

  /** The two conditions of the index: the item does not exist, or lists what was read. */
  private meetsCondition({ Put, Delete }: TransactWriteItem): boolean {
    const { ConditionExpression, ExpressionAttributeValues } = Put ?? Delete ?? {};
    if (ConditionExpression === undefined) return true;
    const stored = this.items.get(keyOf(Put?.Item ?? Delete?.Key));
    if (ConditionExpression === 'attribute_not_exists(#by)') return stored === undefined;
    return stored?.['items']?.S === ExpressionAttributeValues?.[':before']?.S;
  }

  private query({ input: { ExpressionAttributeValues: values = {}, Limit } }: QueryCommand): unknown {
    const textOf = (name: string) => values[name]?.S ?? '';
    const matching = [...this.items.values()]
      .filter(({ by, at }) => by?.S === textOf(':by') && isBetween(at?.S ?? '', textOf(':from'), textOf(':to')))
      .sort((a, b) => ((a['at']?.S ?? '') < (b['at']?.S ?? '') ? 1 : -1));
    return { Items: matching.slice(0, Limit) };
  }
}

/** Refuses a call for its rate: a transaction is canceled with the reason. */
function refuse(command: unknown): never {
  if (command instanceof TransactWriteItemsCommand) throw canceled('ThrottlingError');
  throw Object.assign(new Error('Rate of requests exceeds the allowed throughput.'), { name: 'ThrottlingException' });
}

const canceled = (Code: string) =>
  new TransactionCanceledException({ message: `canceled: ${Code}`, $metadata: {}, CancellationReasons: [{ Code }] });

const keyOf = (item: Item | undefined) => `${item?.['by']?.S}\n${item?.['at']?.S}`;
const isBetween = (text: string, from: string, to: string) => from <= text && text <= to;

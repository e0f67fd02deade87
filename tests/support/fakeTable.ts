import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;

/** A page has few items, so that tests see more than one. */
const itemsPerPage = 3;
/** Limit of a transaction ("TransactWriteItems" of DynamoDB's API reference). */
const itemsPerTransaction = 100;

/** A DynamoDB table in memory with keys `by` and `at`, behind the part of the client that the index uses. */
export class FakeTable {
  readonly items = new Map<string, Item>();
  /** Thrown by the next calls, one each. */
  readonly failures: Error[] = [];
  /** Called before each transaction, such as to write in between. */
  beforeTransaction: () => Promise<void> = () => Promise.resolve();

  get client(): DynamoDBClient {
    return { send: (command: unknown) => this.run(command) } as unknown as DynamoDBClient;
  }

  /** Partition keys of all items, sorted. */
  keys(): string[] {
    return [...this.items.values()].map((item) => item['by']?.S ?? '').sort();
  }

  private async run(command: unknown): Promise<unknown> {
    const failure = this.failures.shift();
    if (failure) throw failure;
    if (command instanceof GetItemCommand) return { Item: this.items.get(keyOf(command.input.Key ?? {})) };
    if (command instanceof QueryCommand) return this.query(command);
    if (command instanceof ScanCommand) {
      const kind = command.input.ExpressionAttributeValues?.[':kind']?.S ?? '';
      return this.page(
        this.sorted().filter((item) => item['by']?.S?.startsWith(kind)),
        command.input,
      );
    }
    if (command instanceof TransactWriteItemsCommand) {
      await this.beforeTransaction();
      return this.transact(command);
    }
    throw new Error('unknown command of DynamoDB');
  }

  private sorted(): Item[] {
    return [...this.items.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }

  private query({ input }: QueryCommand): unknown {
    const value = (name: string) => input.ExpressionAttributeValues?.[name]?.S ?? '';
    const selected = this.sorted().filter((item) => {
      const at = item['at']?.S ?? '';
      return item['by']?.S === value(':by') && at >= value(':from') && at <= value(':to');
    });
    return this.page(input.ScanIndexForward === false ? selected.reverse() : selected, input);
  }

  private page(
    found: readonly Item[],
    { Limit, ExclusiveStartKey }: { Limit?: number | undefined; ExclusiveStartKey?: Item | undefined },
  ) {
    const start = ExclusiveStartKey ? 1 + found.findIndex((item) => keyOf(item) === keyOf(ExclusiveStartKey)) : 0;
    const Items = found.slice(start, start + Math.min(Limit ?? itemsPerPage, itemsPerPage));
    return { Items, LastEvaluatedKey: start + Items.length < found.length ? Items.at(-1) : undefined };
  }

  private transact({ input: { TransactItems = [] } }: TransactWriteItemsCommand): unknown {
    if (TransactItems.length > itemsPerTransaction) throw new Error(`${TransactItems.length} items in a transaction`);
    const written = TransactItems.map(({ Put, Delete }) => keyOf(Put?.Item ?? Delete?.Key ?? {}));
    if (new Set(written).size < written.length) throw new Error('a transaction has an item twice');
    for (const { Put, Delete } of TransactItems) {
      const { ConditionExpression, ExpressionAttributeValues } = Put ?? Delete ?? {};
      const stored = this.items.get(keyOf(Put?.Item ?? Delete?.Key ?? {}))?.['items']?.S;
      const isMet = ConditionExpression === undefined || stored === ExpressionAttributeValues?.[':before']?.S;
      if (!isMet) throw new TransactionCanceledException({ message: 'ConditionalCheckFailed', $metadata: {} });
    }
    for (const { Put, Delete } of TransactItems) {
      if (Put?.Item) this.items.set(keyOf(Put.Item), Put.Item);
      if (Delete?.Key) this.items.delete(keyOf(Delete.Key));
    }
    return {};
  }
}

const keyOf = (item: Item) => `${item['by']?.S}\n${item['at']?.S}`;

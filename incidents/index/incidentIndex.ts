import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  type Put,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Incident } from '../document/incident';
import {
  type IndexEntry,
  type IndexKind,
  indexEntryOf,
  indexKey,
  indexKeysOf,
  parseIndexEntry,
  sortKeyOf,
} from './indexEntry';

/** Kind of the item that lists the other items of an incident. */
const incidentKind = 'incident';
/** Writers of one incident may disturb each other as often. */
const maxAttempts = 5;

/**
 * The index of incidents, a DynamoDB table. Each incident has one item for each endpoint, feature, state, month, likely
 * cause and fingerprint that it is found by, and one that lists these. It is rebuilt from the documents, which stay the
 * only source.
 */
export class IncidentIndex {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  /** Writes the items of an incident, and removes those that it is no longer found by; all or none. */
  async put(incident: Incident): Promise<void> {
    const entry = indexEntryOf(incident);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.replace(entry.id, entry);
      } catch (error) {
        if (!(error instanceof TransactionCanceledException) || attempt >= maxAttempts) throw error;
      }
    }
  }

  /** Removes the items of an incident. */
  remove(id: string): Promise<void> {
    return this.replace(id, undefined);
  }

  /** The incidents of a kind and value, the newest first, at most `limit`. */
  async find(
    kind: IndexKind,
    value: string,
    { from, to, limit }: { readonly from?: Date; readonly to?: Date; readonly limit?: number } = {},
  ): Promise<IndexEntry[]> {
    const entries: IndexEntry[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.client.send(
        new QueryCommand({
          TableName: this.table,
          KeyConditionExpression: '#by = :by and #at between :from and :to',
          ExpressionAttributeNames: { '#by': 'by', '#at': 'at' },
          ExpressionAttributeValues: {
            ':by': { S: indexKey(kind, value) },
            ':from': { S: from?.toISOString() ?? '0' },
            ':to': { S: to?.toISOString() ?? '9' },
          },
          ScanIndexForward: false,
          Limit: limit,
          ExclusiveStartKey: start,
        }),
      );
      entries.push(...(page.Items ?? []).flatMap((item) => parseIndexEntry(item['entry']?.S ?? '{}') ?? []));
      start = page.LastEvaluatedKey;
    } while (start !== undefined && (limit === undefined || entries.length < limit));
    return entries.slice(0, limit);
  }

  /** Ids of all incidents in the index. */
  async ids(): Promise<string[]> {
    const ids: string[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.client.send(
        new ScanCommand({
          TableName: this.table,
          FilterExpression: 'begins_with(#by, :kind)',
          ExpressionAttributeNames: { '#by': 'by' },
          ExpressionAttributeValues: { ':kind': { S: `${incidentKind} ` } },
          ExclusiveStartKey: start,
        }),
      );
      ids.push(...(page.Items ?? []).map((item) => (item['by']?.S ?? '').slice(incidentKind.length + 1)));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return ids.sort();
  }

  private async replace(id: string, entry: IndexEntry | undefined): Promise<void> {
    const own = { by: { S: `${incidentKind} ${id}` }, at: { S: '-' } };
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.table, Key: own, ConsistentRead: true }),
    );
    const before = Item?.['items']?.S;
    const known = before === undefined ? [] : (JSON.parse(before) as string[]);
    const wanted = entry ? [...new Set(indexKeysOf(entry))] : [];
    const at = { S: (entry ? sortKeyOf(entry) : Item?.['sort']?.S) ?? '-' };
    const TableName = this.table;
    const items = { items: { S: JSON.stringify(wanted) }, sort: at };
    const unchanged = unchangedSince(before);
    const TransactItems: TransactWriteItem[] = [
      entry
        ? { Put: { TableName, Item: { ...own, ...items }, ...unchanged } }
        : { Delete: { TableName, Key: own, ...unchanged } },
      ...wanted.map((by) => ({ Put: { TableName, Item: { by: { S: by }, at, entry: { S: JSON.stringify(entry) } } } })),
      ...known
        .filter((by) => !wanted.includes(by))
        .map((by) => ({ Delete: { TableName, Key: { by: { S: by }, at } } })),
    ];
    await this.client.send(new TransactWriteItemsCommand({ TransactItems }));
  }
}

/** Condition that nobody wrote the item of an incident since it was read. */
function unchangedSince(items: string | undefined): Pick<Put, ConditionKey> {
  if (items === undefined) {
    return { ConditionExpression: 'attribute_not_exists(#by)', ExpressionAttributeNames: { '#by': 'by' } };
  }
  return {
    ConditionExpression: '#items = :before',
    ExpressionAttributeNames: { '#items': 'items' },
    ExpressionAttributeValues: { ':before': { S: items } },
  };
}

type ConditionKey = 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues';

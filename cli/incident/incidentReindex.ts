import type * as dynamodb from '@aws-sdk/client-dynamodb';
import { incidentIdOfKey } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import type * as incidentIndex from '../../incidents/index/incidentIndex';
import type * as reindex from '../../incidents/index/reindexIncidents';
import { formatCount } from '../../report/text/formats';
import { readIncidentDocuments } from '../../store/incidentDocuments';
import { printJson, printText } from '../terminal/output';
import { type StoreOptions, warnUnreadable, withStore } from './incidentOptions';

interface ReindexOptions extends StoreOptions {
  readonly table: string;
}

/** Rebuilds the index of incidents from their documents. */
export function reindexStore({ table, ...options }: ReindexOptions): Promise<void> {
  return withStore(options, async (store) => {
    // Loaded on demand: the SDK takes a good part of a second.
    const { DynamoDBClient } = require('@aws-sdk/client-dynamodb') as typeof dynamodb;
    const { IncidentIndex } = require('../../incidents/index/incidentIndex') as typeof incidentIndex;
    const { reindexIncidents } = require('../../incidents/index/reindexIncidents') as typeof reindex;
    const { records, unreadable } = await readIncidentDocuments(store);
    warnUnreadable(unreadable, options);
    const client = new DynamoDBClient({ endpoint: options.endpointUrl });
    try {
      const kept = new Set(unreadable.flatMap(({ key }) => incidentIdOfKey(key) ?? []));
      const incidents = records.map(({ incident }) => incident);
      const result = await reindexIncidents(new IncidentIndex(client, table), incidents, kept);
      if (options.json) return printJson({ table, ...result, unreadable });
      printText(`${formatCount(result.written, 'incident')} indexed in ${table}, ${result.removed.length} removed`);
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') {
        throw new UserError(`table ${table} does not exist; use the stack's output incidentTableName`);
      }
      throw error;
    } finally {
      client.destroy();
    }
  });
}

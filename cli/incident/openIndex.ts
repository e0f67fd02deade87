import type * as dynamodb from '@aws-sdk/client-dynamodb';
import type * as incidentIndex from '../../incidents/index/incidentIndex';

/** Runs a task on the index of incidents in a table. */
export async function withIndex<T>(
  table: string,
  endpointUrl: string | undefined,
  task: (index: incidentIndex.IncidentIndex) => Promise<T>,
): Promise<T> {
  // Loaded on demand: the SDK takes a good part of a second.
  const { DynamoDBClient } = require('@aws-sdk/client-dynamodb') as typeof dynamodb;
  const { IncidentIndex } = require('../../incidents/index/incidentIndex') as typeof incidentIndex;
  const client = new DynamoDBClient({ endpoint: endpointUrl });
  try {
    return await task(new IncidentIndex(client, table));
  } finally {
    client.destroy();
  }
}

/** Whether a table does not exist. */
export function isMissingTable(error: unknown): boolean {
  return error instanceof Error && error.name === 'ResourceNotFoundException';
}

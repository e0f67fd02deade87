import {
  AthenaClient,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { composeDatabaseName, composeWorkgroupName } from '../../contract/resourceNames';
import { UserError } from '../../contract/userError';
import type { QueryEngine, QueryRow } from './queryEngine';

/** Time between two looks at a running query; most take a few seconds. */
const pauseMs = 500;

/** Opens the workgroup of a stack in Athena. Its settings are enforced: results, their encryption and the limit of a scan. */
export function openAthena(stack: string, endpointUrl: string | undefined): QueryEngine {
  const client = new AthenaClient({ endpoint: endpointUrl ?? process.env['AWS_ENDPOINT_URL'] });
  return {
    run: async (sql) => {
      try {
        return await runQuery(client, stack, sql);
      } catch (error) {
        if (error instanceof UserError) throw error;
        const { name, message } = error as Error;
        throw new UserError(
          `Athena cannot query stack ${stack} (${name}: ${message}); check the credentials, AWS_REGION, and that the stack is deployed with the setting queries`,
        );
      }
    },
    close: () => client.destroy(),
  };
}

async function runQuery(client: AthenaClient, stack: string, sql: string): Promise<QueryRow[]> {
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: composeWorkgroupName(stack),
      QueryExecutionContext: { Database: composeDatabaseName(stack) },
    }),
  );
  await waitForEnd(client, QueryExecutionId);
  const pages = paginateGetQueryResults({ client, pageSize: 1_000 }, { QueryExecutionId });
  const rows: QueryRow[] = [];
  let names: readonly string[] | undefined;
  for await (const { ResultSet } of pages) {
    for (const { Data = [] } of ResultSet?.Rows ?? []) {
      const values = Data.map(({ VarCharValue }) => VarCharValue);
      // The first row of a SELECT's results has the names of the columns.
      if (names === undefined) names = values.map((name) => name ?? '');
      else rows.push(Object.fromEntries(names.map((name, i) => [name, values[i]])));
    }
  }
  return rows;
}

async function waitForEnd(client: AthenaClient, QueryExecutionId: string | undefined): Promise<void> {
  for (;;) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State, StateChangeReason = 'no reason' } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED') return;
    if (State === 'FAILED' || State === 'CANCELLED') {
      throw new UserError(`Athena ended query ${QueryExecutionId} as ${State.toLowerCase()}: ${StateChangeReason}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

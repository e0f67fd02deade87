import {
  AthenaClient,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { clientTimeouts } from '../../contract/clientTimeouts';
import type { CountRow } from '../../quality/monitor/analyzeCounts';

/** A query that Athena has ended without a result. The message is one sentence. */
export class QueryFailedError extends Error {
  override readonly name = 'QueryFailedError';
}

/** The rows of a query, and the bytes that it scanned. */
export interface QueryResult {
  readonly rows: readonly CountRow[];
  readonly bytes: number;
}

/** Queries over the stack's captures. */
export interface CaptureQueries {
  /** Starts a query, once for each token of 32 to 128 characters. Returns its id. */
  start(sql: string, token: string): Promise<string>;
  /** The result; undefined while the query runs. Throws a QueryFailedError if it has failed. */
  resultOf(id: string): Promise<QueryResult | undefined>;
  /** Passes the time between two looks at a running query. */
  pause(): Promise<void>;
}

/** Time between two looks at a running query. */
const pauseMs = 2_000;

/** Queries in a workgroup of Athena, which enforces results, their encryption and the limit of a scan. */
export function athenaQueries(args: {
  readonly workgroup: string;
  readonly database: string;
  readonly endpoint?: string;
}): CaptureQueries {
  const client = new AthenaClient({ requestHandler: clientTimeouts, endpoint: args.endpoint });
  return {
    start: async (sql, token) => {
      const { QueryExecutionId = '' } = await client.send(
        new StartQueryExecutionCommand({
          QueryString: sql,
          ClientRequestToken: token,
          WorkGroup: args.workgroup,
          QueryExecutionContext: { Database: args.database },
        }),
      );
      return QueryExecutionId;
    },
    resultOf: async (id) => {
      const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
      const { State, StateChangeReason = 'no reason given' } = QueryExecution?.Status ?? {};
      if (State === 'FAILED' || State === 'CANCELLED') {
        throw new QueryFailedError(
          `Athena ended query ${id} of workgroup ${args.workgroup} as ${State.toLowerCase()}: ${StateChangeReason}.`,
        );
      }
      if (State !== 'SUCCEEDED') return undefined;
      return { rows: await readRows(client, id), bytes: QueryExecution?.Statistics?.DataScannedInBytes ?? 0 };
    },
    pause: () => new Promise((resolve) => setTimeout(resolve, pauseMs)),
  };
}

async function readRows(client: AthenaClient, id: string): Promise<CountRow[]> {
  const rows: CountRow[] = [];
  let names: readonly string[] | undefined;
  for await (const { ResultSet } of paginateGetQueryResults({ client, pageSize: 1_000 }, { QueryExecutionId: id })) {
    for (const { Data = [] } of ResultSet?.Rows ?? []) {
      const values = Data.map(({ VarCharValue }) => VarCharValue);
      // The first row has the names of the columns.
      if (names) rows.push(Object.fromEntries(names.map((name, i) => [name, values[i]])));
      else names = values.map((name) => name ?? '');
    }
  }
  return rows;
}

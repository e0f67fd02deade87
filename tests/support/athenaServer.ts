import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { QueryEngine, QueryRow } from '../../cli/query/queryEngine';

/** An Athena on this machine. */
export interface AthenaServer {
  readonly url: string;
  /** Inputs of the started queries. */
  readonly started: Readonly<Record<string, unknown>>[];
  close(): Promise<void>;
}

/** Rows on a page of results, the row of names included. */
const pageRows = 20;

/** Starts an Athena that runs its queries with an engine, once for each token, and fails the statement `FAIL`. */
export async function startAthena(engine: QueryEngine): Promise<AthenaServer> {
  const started: Record<string, unknown>[] = [];
  const results = new Map<string, Promise<QueryRow[]>>();
  const answer = async (action: string, input: Record<string, unknown>): Promise<object> => {
    const id = String(input['QueryExecutionId']);
    const sql = String(started[Number(id)]?.['QueryString']);
    if (action === 'StartQueryExecution') {
      const isRepeated = ({ ClientRequestToken: token }: object & { ClientRequestToken?: unknown }) =>
        token !== undefined && token === input['ClientRequestToken'];
      const known = started.findIndex(isRepeated);
      return { QueryExecutionId: String(known < 0 ? started.push(input) - 1 : known) };
    }
    if (action === 'GetQueryExecution') {
      const Status = sql.includes("'fail'")
        ? { State: 'FAILED', StateChangeReason: 'Query exhausted the limit of the workgroup' }
        : { State: 'SUCCEEDED' };
      return { QueryExecution: { Status } };
    }
    const result = results.get(id) ?? engine.run(sql);
    results.set(id, result);
    const rows = await result;
    const names = Object.keys(rows[0] ?? { none: undefined });
    const table = [names, ...rows.map((row) => names.map((name) => row[name]))];
    const start = Number(input['NextToken'] ?? 0);
    const Rows = table.slice(start, start + pageRows).map((values) => ({
      Data: values.map((value) => (value === undefined ? {} : { VarCharValue: value })),
    }));
    const more = start + pageRows < table.length;
    return { ResultSet: { Rows }, NextToken: more ? String(start + pageRows) : undefined };
  };
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const respond = (status: number, document: object) => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify(document));
      };
      answer(action, JSON.parse(body) as Record<string, unknown>).then(
        (document) => respond(200, document),
        ({ message }: Error) => respond(400, { __type: 'InvalidRequestException', message }),
      );
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    started,
    close: () => new Promise((done) => server.close(() => done())),
  };
}

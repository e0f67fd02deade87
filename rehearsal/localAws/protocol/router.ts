import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../../../contract/userError';
import { type AwsCall, awsCall, holdsDocument, type RequestHead } from './awsCall';
import { type Answer, AwsError, errorAnswer } from './awsError';

/** What a handler of the gateway answers when the call is moto's after all. */
export const passOn = Symbol('passOn');

/** Serves one call itself; throws an AwsError to refuse it. */
export type Handler = (params: Readonly<Record<string, unknown>>, call: AwsCall) => unknown;

/** Handlers by `<service>:<operation>`. */
export type Handlers = Readonly<Record<string, Handler>>;

export interface Outcome {
  readonly status: number;
  /** Empty where the answer was streamed. */
  readonly body: string;
}

export interface RouterOptions {
  readonly motoUrl: string;
  /** Default: a free one. */
  readonly port?: number;
  readonly handlers: Handlers;
  /** Told of every call after its answer is known, before the caller gets it. */
  readonly onCall: (call: AwsCall, outcome: Outcome) => Promise<void>;
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Hands the request on to moto untouched; the Host header stays, for S3's addresses. */
async function forward(motoUrl: string, req: IncomingMessage, body: Buffer | undefined): Promise<IncomingMessage> {
  const { hostname, port } = new URL(motoUrl);
  const { expect: _, ...headers } = req.headers;
  const out = request({ hostname, port, method: req.method, path: req.url, headers, agent: false });
  const response = once(out, 'response') as Promise<[IncomingMessage]>;
  if (body) out.end(body);
  else req.pipe(out);
  const [answer] = await response;
  return answer;
}

/** moto answers what it does not know with a page of HTML. */
function unknownCall(call: AwsCall, status: number, contentType: string): Answer | undefined {
  if (status < 500 || !contentType.startsWith('text/html')) return undefined;
  const what = `${call.service} ${call.operation}`;
  return errorAnswer(
    new AwsError(
      'LocalAwsNotImplemented',
      `the local AWS cannot do '${what}': moto fails on it and the gateway does not add it`,
    ),
    call.protocol,
  );
}

function send(res: ServerResponse, { status, headers, body }: Answer): void {
  res.writeHead(status, headers);
  res.end(body);
}

async function own(handler: Handler, call: AwsCall): Promise<Answer | undefined> {
  try {
    if (call.protocol !== 'json') {
      throw new AwsError(
        'LocalAwsNotImplemented',
        `the local AWS serves ${call.service} ${call.operation} in the JSON protocol only`,
      );
    }
    const result = await handler(call.params, call);
    if (result === passOn) return undefined;
    return {
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(result ?? {}),
    };
  } catch (error) {
    if (error instanceof AwsError) return errorAnswer(error, call.protocol);
    const text = error instanceof Error ? error.message : 'unknown';
    return errorAnswer(
      new AwsError('LocalAwsFailed', `the local AWS failed on ${call.service} ${call.operation}: ${text}`),
      call.protocol,
    );
  }
}

function headOf(req: IncomingMessage): RequestHead {
  return {
    method: req.method ?? 'GET',
    url: req.url ?? '/',
    headers: req.headers,
    sourceIp: req.socket.remoteAddress ?? '127.0.0.1',
  };
}

async function serve(options: RouterOptions, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const head = headOf(req);
  const body = holdsDocument(head) ? await bodyOf(req) : undefined;
  const call = awsCall(head, body ?? Buffer.alloc(0));
  const handler = options.handlers[`${call.service}:${call.operation}`];
  const mine = handler && (await own(handler, call));
  if (mine) {
    await options.onCall(call, mine);
    return send(res, mine);
  }
  const answer = await forward(options.motoUrl, req, body).catch((error: NodeJS.ErrnoException) => {
    throw new AwsError(
      'LocalAwsDown',
      `moto, which the local AWS runs on, does not answer (${error.code ?? error.message})`,
    );
  });
  const status = answer.statusCode ?? 500;
  if (!body && status < 400) {
    await options.onCall(call, { status, body: '' });
    res.writeHead(status, answer.headers);
    answer.pipe(res);
    return undefined;
  }
  const text = await bodyOf(answer);
  const unknown = unknownCall(call, status, answer.headers['content-type'] ?? '');
  await options.onCall(call, unknown ?? { status, body: text.toString() });
  if (unknown) return send(res, unknown);
  res.writeHead(status, answer.headers);
  res.end(req.method === 'HEAD' ? undefined : text);
  return undefined;
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EADDRINUSE' ? 'another process listens there' : error.message;
    throw new UserError(
      `the local AWS cannot listen on 127.0.0.1:${port}: ${why}; name another port, or none for a free one`,
    );
  });
}

/** Listens on loopback, serves what it has handlers for, and hands everything else to moto. */
export async function startRouter(options: RouterOptions): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((req, res) => {
    serve(options, req, res).catch((error: unknown) => {
      const refusal =
        error instanceof AwsError ? error : new AwsError('LocalAwsFailed', `the local AWS failed: ${String(error)}`);
      if (res.headersSent) res.destroy();
      else send(res, errorAnswer(refusal, awsCall(headOf(req), Buffer.alloc(0)).protocol));
    });
  });
  // Longer than any client keeps an idle connection: else a call can meet one that is just being closed.
  server.keepAliveTimeout = 120_000;
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

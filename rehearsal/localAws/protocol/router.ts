import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../../../contract/userError';
import { type AwsCall, parseAwsCall, type RequestHead, streamsRequest, streamsResponse } from './awsCall';
import { AwsError, errorResponse, type WireResponse } from './awsError';
import { dropNewestObject, type FaultInjector, type FaultKind, faultError, faultKinds } from './faults';
import { type Handler, type Handlers, passOn } from './handlers';
import { type CallResponse, type CheckedRequest, downError, type ModelCheck } from './modelCheck';

/** How a call ended. */
export interface Outcome {
  readonly status: number;
  /** Empty for a streamed response. */
  readonly body: string;
}

interface RouterOptions {
  readonly motoUrl: string;
  /** @default a free port */
  readonly port?: number;
  readonly handlers: Handlers;
  readonly models: ModelCheck;
  readonly faults: FaultInjector;
  /** The error for a call that the caller's policies do not allow; undefined for an allowed one. */
  readonly refuse: (call: AwsCall, head: RequestHead) => Promise<AwsError | undefined>;
  /** Called for every call, after its outcome is known and before the caller gets the response. */
  readonly onCall: (call: AwsCall, outcome: Outcome) => Promise<void>;
}

async function readBody(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Forwards the request to moto unchanged. The Host header stays, because S3 builds addresses from it. */
async function forward(motoUrl: string, req: IncomingMessage, body: Buffer | undefined): Promise<IncomingMessage> {
  const { hostname, port } = new URL(motoUrl);
  const { expect: _, ...headers } = req.headers;
  const out = request({ hostname, port, method: req.method, path: req.url, headers, agent: false });
  const responded = once(out, 'response') as Promise<[IncomingMessage]>;
  if (body) out.end(body);
  else req.pipe(out);
  const [response] = await responded.catch((error: unknown) => {
    throw downError(error);
  });
  return response;
}

/** An error for a call that moto does not implement: moto returns an HTML page for it. */
function unsupportedCall(call: AwsCall, { statusCode = 500, headers }: IncomingMessage): WireResponse | undefined {
  if (statusCode < 500 || !headers['content-type']?.startsWith('text/html')) return undefined;
  const message = `the local AWS does not support '${call.service} ${call.operation}': neither moto nor the gateway implements it`;
  return errorResponse(new AwsError('LocalAwsNotImplemented', message), call.protocol);
}

function send(res: ServerResponse, { status, headers, body }: WireResponse): void {
  res.writeHead(status, headers);
  res.end(body);
}

/** Serves a call by the gateway's own handler; undefined when the call is moto's after all. */
async function runHandler(handler: Handler, call: AwsCall): Promise<WireResponse | undefined> {
  const { service, operation, protocol, params } = call;
  try {
    if (protocol !== 'json' && protocol !== 'rest-json') {
      throw new AwsError(
        'LocalAwsNotImplemented',
        `the local AWS supports ${service} ${operation} only in a JSON protocol`,
      );
    }
    const result = await handler(params, call);
    if (result === passOn) return undefined;
    return {
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(result ?? {}),
    };
  } catch (error) {
    return errorResponse(toAwsError(error, `${service} ${operation}`), protocol);
  }
}

function toAwsError(error: unknown, call: string): AwsError {
  if (error instanceof AwsError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new AwsError('LocalAwsFailed', `the local AWS failed on ${call}: ${text}`);
}

function readHead(req: IncomingMessage): RequestHead {
  return {
    method: req.method ?? 'GET',
    url: req.url ?? '/',
    headers: req.headers,
    sourceIp: req.socket.remoteAddress ?? '127.0.0.1',
  };
}

/** The gateway's or moto's response to a call; an unread stream for the body of an object. */
async function serveCall(
  { handlers, motoUrl }: RouterOptions,
  call: AwsCall,
  req: IncomingMessage,
  body: Buffer | undefined,
): Promise<WireResponse | IncomingMessage> {
  const handler = handlers[`${call.service}:${call.operation}`];
  const handled = handler && (await runHandler(handler, call));
  if (handled) return handled;
  const response = await forward(motoUrl, req, body);
  return unsupportedCall(call, response) ?? response;
}

async function bufferResponse(response: IncomingMessage, mayStream: boolean): Promise<CallResponse> {
  const { statusCode: status = 500, headers } = response;
  const streamed = mayStream && status < 400;
  return { status, headers, body: streamed ? '' : await readBody(response), streamed, own: false };
}

async function serve(options: RouterOptions, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const head = readHead(req);
  const body = streamsRequest(head) ? undefined : await readBody(req);
  const call = parseAwsCall(head, body ?? Buffer.alloc(0));
  const checked = await options.models.checkRequest(head, call, body);
  const name = `${call.service} ${call.operation}`;
  const refusal =
    checked.refusal ?? (await options.refuse(call, head).catch((error: unknown) => toAwsError(error, name)));
  const fault = refusal ? undefined : options.faults.strike(call);
  if (fault === 'timeout' || fault === 'reset') return failWithoutResponse(options, checked, res, fault);
  const error = refusal ?? (fault && faultError(fault, call));
  const response = error ? errorResponse(error, call.protocol) : await serveCall(options, call, req, body);
  const result =
    'status' in response
      ? { ...response, streamed: false, own: true }
      : await bufferResponse(response, fault === undefined && streamsResponse(call));
  await options.onCall(call, { status: result.status, body: result.body.toString() });
  if (fault && faultKinds[fault].performed) return failAfterCall(options, checked, res, { fault, result });
  res.writeHead(result.status, result.headers);
  if (result.streamed && !('status' in response)) response.pipe(res);
  else res.end(req.method === 'HEAD' ? undefined : result.body);
  options.models.checkResponse(checked, result);
}

/** Leaves the caller without a response: it waits for one, or its connection is reset. */
function failWithoutResponse(
  { models }: RouterOptions,
  checked: CheckedRequest,
  res: ServerResponse,
  fault: FaultKind,
): void {
  models.checkResponse(checked, undefined);
  if (fault !== 'timeout') res.socket?.resetAndDestroy();
}

/** Fails a call that took effect. */
function failAfterCall(
  options: RouterOptions,
  checked: CheckedRequest,
  res: ServerResponse,
  { fault, result }: { readonly fault: FaultKind; readonly result: CallResponse },
): void {
  if (fault === 'reset after') {
    failWithoutResponse(options, checked, res, fault);
    return;
  }
  options.models.checkResponse(checked, result);
  const { 'transfer-encoding': _, ...headers } = result.headers;
  const body = fault === 'stale list' ? dropNewestObject(result.body.toString()) : result.body;
  const content = Buffer.from(body);
  res.writeHead(result.status, { ...headers, 'content-length': content.length });
  if (fault === 'stale list') res.end(content);
  else res.write(content.subarray(0, Math.floor(content.length / 2)), () => res.destroy());
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EADDRINUSE' ? 'the port is in use' : error.message;
    throw new UserError(
      `the local AWS cannot listen on 127.0.0.1:${port}: ${reason}; choose another port, or omit it to use a free one`,
    );
  });
}

/** Listens on loopback, serves the calls that it has handlers for, and forwards all others to moto. */
export async function startRouter(options: RouterOptions): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((req, res) => {
    serve(options, req, res).catch((error: unknown) => {
      if (res.headersSent) return res.destroy();
      const { protocol } = parseAwsCall(readHead(req), Buffer.alloc(0));
      return send(res, errorResponse(toAwsError(error, `${req.method} ${req.url}`), protocol));
    });
  });
  // Longer than any client keeps an idle connection, so that no call meets one that is being closed.
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

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** An endpoint that records the calls of an S3 client, and returns objects from memory. */
export interface RecordingS3 {
  readonly url: string;
  /** Method and path of each call. */
  readonly calls: readonly string[];
  /** Resolves when the clients have closed all connections. */
  readonly disconnected: () => Promise<void>;
  readonly close: () => void;
}

/** Starts one with objects by path, such as `/bucket/key`. A listing returns the keys below its prefix. */
export async function startRecordingS3(objects: Readonly<Record<string, string>> = {}): Promise<RecordingS3> {
  const calls: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    calls.push(`${request.method} ${pathname}`);
    const listing = searchParams.has('list-type');
    const body = listing ? listingOf(objects, pathname, searchParams.get('prefix') ?? '') : objects[pathname];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/xml' });
    response.end(body ?? '<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>');
  });
  // Idle connections stay open until the client closes them.
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    disconnected: async () => {
      await Promise.all([...sockets].map((socket) => once(socket, 'close')));
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function listingOf(objects: Readonly<Record<string, string>>, bucket: string, prefix: string): string {
  const start = `${bucket.replace(/\/$/, '')}/`;
  const keys = Object.keys(objects).filter((path) => path.startsWith(start + prefix));
  const contents = keys.map((path) => {
    const size = Buffer.byteLength(objects[path] ?? '');
    return `<Contents><Key>${path.slice(start.length)}</Key><Size>${size}</Size></Contents>`;
  });
  return `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
}

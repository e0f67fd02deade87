import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in for the pager's service: accepts SNS's messages on a loopback port. */
export interface Pager {
  readonly url: string;
  /** Bodies of the notifications, oldest first. */
  readonly notifications: readonly string[];
  close(): Promise<void>;
}

export async function startPager(): Promise<Pager> {
  const notifications: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const envelope = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { Type?: string; Message?: string };
      // A pager that ignored another kind of message would hide it.
      if (envelope.Type !== 'Notification' || envelope.Message === undefined) return response.writeHead(400).end();
      notifications.push(envelope.Message);
      return response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/integration/rehearsal`,
    notifications,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

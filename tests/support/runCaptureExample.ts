import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';

const root = join(__dirname, '..', '..');

/** How each language runs the example, beside a model that predicts 1.5, with the event in the environment. */
const languages = {
  js: {
    files: (example: string) => ({
      'index.mjs': example,
      'model.mjs': 'export const predict = () => 1.5;',
      'run.mjs':
        "import { handler } from './index.mjs';\nconsole.log(JSON.stringify(await handler(JSON.parse(process.env.EVENT))));",
    }),
    command: () => [process.execPath, 'run.mjs'],
  },
  python: {
    files: (example: string) => ({
      'index.py': example,
      'model.py': 'def predict(row):\n    return 1.5\n',
      'run.py':
        'import json, os\nfrom index import handler\nprint(json.dumps(handler(json.loads(os.environ["EVENT"]), None)))\n',
    }),
    command: () => [process.env['REHEARSAL_PYTHON'] ?? 'python3', 'run.py'],
  },
} as const;

/** What an example returned, and the objects that it wrote, by `<bucket>/<key>`. */
export interface CaptureExampleRun {
  readonly result: unknown;
  readonly objects: Readonly<Record<string, string>>;
}

/** Runs an example that exports a handler, against a server that takes the objects it writes to S3. */
export async function runCaptureExample(
  language: keyof typeof languages,
  example: string,
  { event, folder }: { readonly event: unknown; readonly folder: string },
): Promise<CaptureExampleRun> {
  const { files, command } = languages[language];
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files(example))) writeFileSync(join(folder, name), content);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const objects: Record<string, string> = {};
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const path = decodeURIComponent(new URL(request.url ?? '', 'http://s3').pathname.slice(1));
      if (request.method === 'PUT') objects[path] = body.toString();
      response.end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const [program = '', ...args] = command();
  const child = spawn(program, args, {
    cwd: folder,
    env: {
      EVENT: JSON.stringify(event),
      STORE_BUCKET: 'store',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  });
  try {
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    if (stdout === '') throw new Error(stderr);
    return { result: JSON.parse(stdout), objects };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

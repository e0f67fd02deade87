import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import * as pulumi from '@pulumi/pulumi';
import { bundleFunction } from '../../components/functionArchive';

const repository = resolve(__dirname, '../..');

/** Prints the Node version and the handler's result for the batch in the environment. */
const script = `
  const { handler } = require('./index.js');
  handler(JSON.parse(process.env.BATCH)).then((result) => console.log(JSON.stringify([process.versions.node, result])));`;

function reportEvent(key: string): string {
  return JSON.stringify({ detail: { bucket: { name: 'store' }, object: { key } } });
}

const key = 'reports/churn/schema=v1/churn/hourly/2026/11/02/13/statistics.json';

/** S3's ListObjectsV2: a report that was deleted since. */
const listing = '<ListBucketResult></ListBucketResult>';

describe('the bundle of the incident function', function () {
  this.timeout(60_000);
  let folder: string;
  let server: Server;
  let requests: string[];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'function-bundle-'));
    const archive = bundleFunction('incident');
    assert.ok(archive instanceof pulumi.asset.AssetArchive);
    const { 'index.js': bundle } = await archive.assets;
    writeFileSync(join(folder, 'index.js'), await (bundle as pulumi.asset.StringAsset).text);
    // The Lambda runtime brings the AWS SDK.
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
    server = createServer((request, response) => {
      void buffer(request).then((body) => {
        requests.push(`${request.method} ${request.url} ${body.toString('latin1')}`);
        const isListing = request.url?.includes('list-type=2') === true;
        if (!isListing) response.statusCode = 404;
        response.end(isListing ? listing : '<Error><Code>NoSuchKey</Code></Error>');
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  beforeEach(() => {
    requests = [];
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function handleOnNode24(batch: unknown): Promise<[version: string, result: unknown]> {
    const node = process.env['REHEARSAL_NODE24'];
    assert.ok(node, "set REHEARSAL_NODE24 to the path of a Node 24; 'npm test' sets it");
    const child = spawn(node, ['-e', script], {
      cwd: folder,
      env: {
        BATCH: JSON.stringify(batch),
        STORE_BUCKET: 'store',
        METRIC_NAMESPACE: 'ModelObservability',
        MESSAGE_BUS: 'model-observability-dev',
        INDEX_TABLE: 'incidents-1a2b3c4',
        ALERT_TOPIC: 'arn:aws:sns:eu-west-1:123456789012:alerts-1a2b3c4',
        AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      },
    });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    assert.match(stdout, /^\[/, stderr);
    return JSON.parse(stdout) as [string, unknown];
  }

  it('runs on Node 24 and looks for the report of an event', async () => {
    const [version, result] = await handleOnNode24({ Records: [{ messageId: 'm1', body: reportEvent(key) }] });
    assert.match(version, /^24\./);
    assert.deepEqual(result, { batchItemFailures: [] });
    assert.match(
      requests.join('\n'),
      /^GET \S+summary\.json\S* \nGET \/store\/\?list-type=2.*hourly.*\nGET \S+statistics\.json\S* $/,
    );
  });

  it('returns the message that it could not handle', async () => {
    const [, result] = await handleOnNode24({ Records: [{ messageId: 'm1', body: '{}' }] });
    assert.deepEqual(result, { batchItemFailures: [{ itemIdentifier: 'm1' }] });
    assert.deepEqual(requests, []);
  });
});

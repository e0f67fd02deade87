import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsClients } from '../../../rehearsal/aws/awsClients';
import { type LambdaProcess, lambdaProcess } from '../../../rehearsal/standIns/lambdaProcess';

/** This process's own runtime: any Node that runs the tests runs the bundle. */
const ownRuntime = `nodejs${process.versions.node.split('.')[0]}.x`;

describe('lambdaProcess', function () {
  this.timeout(30_000);
  let folder: string;
  let started: LambdaProcess | undefined;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lambda-process-'));
  });
  afterEach(() => started?.close());
  after(() => rmSync(folder, { recursive: true, force: true }));

  const start = ({ runtime = ownRuntime, variables = {}, timeout = 60, endpoint = 'http://127.0.0.1:1' }) => {
    const deployed = {
      Role: 'role',
      MemorySize: 512,
      Timeout: timeout,
      Runtime: runtime,
      Environment: { Variables: variables },
    };
    started = lambdaProcess('incident', {
      deployment: { lambda: { send: async () => deployed } } as unknown as AwsClients,
      aws: {
        endpoint,
        region: 'eu-west-1',
        now: () => new Date('2026-11-02T10:00:00Z'),
        assumeRole: async () => ({ accessKeyId: 'x', secretAccessKey: 'x' }),
      },
      folder,
      node: process.execPath,
    });
    const { invoke: invokeStarted } = started;
    return (payload: string) => invokeStarted({ functionArn: 'incidents-4f1c', payload });
  };
  const invoke = (payload: string, options: Parameters<typeof start>[0]) => start(options)(payload);
  const settings = {
    STORE_BUCKET: 'store',
    METRIC_NAMESPACE: 'ModelObservability',
    MESSAGE_BUS: 'model-observability-dev',
    INDEX_TABLE: 'incidents-1a2b3c4',
    ALERT_TOPIC: 'arn:aws:sns:eu-west-1:123456789012:alerts-1a2b3c4',
  };

  it('returns what the function returns', async () => {
    const payload = JSON.stringify({ Records: [{ messageId: 'm1', body: JSON.stringify({ detail: {} }) }] });
    assert.deepEqual(await invoke(payload, { variables: settings }), {
      result: { batchItemFailures: [{ itemIdentifier: 'm1' }] },
    });
  });

  it('kills an invocation at its timeout, and starts a new process for the next one', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const handle = start({ variables: settings, timeout: 4, endpoint });
    const key = 'reports/churn/schema=v1/churn/hourly/2026/11/02/13/statistics.json';
    const body = JSON.stringify({ detail: { bucket: { name: 'store' }, object: { key } } });
    assert.deepEqual(await handle(JSON.stringify({ Records: [{ messageId: 'm1', body }] })), {
      problem: 'function incident exceeded its timeout of 4 s',
    });
    assert.deepEqual(await handle('{"Records": []}'), { result: { batchItemFailures: [] } });
    silent.close();
    silent.closeAllConnections();
  });

  it('gives the function only its own environment', async () => {
    process.env['METRIC_NAMESPACE'] = 'of this process';
    try {
      assert.deepEqual(await invoke('{"Records": []}', { variables: { STORE_BUCKET: 'store' } }), {
        problem: 'environment variable METRIC_NAMESPACE is not set; IncidentMirror sets it',
      });
    } finally {
      delete process.env['METRIC_NAMESPACE'];
    }
  });

  it('refuses another Node than that of the runtime', async () => {
    await assert.rejects(invoke('{}', { runtime: 'nodejs18.x' }), {
      message: `the functions are deployed on nodejs18.x, but the Node at ${process.execPath} is ${process.version}; run 'npm run setup', or set REHEARSAL_NODE24 to the path of a Node 24`,
    });
  });
});

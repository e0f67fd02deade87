import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
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

  const invoke = (payload: string, { runtime = ownRuntime, variables = {} }) => {
    const deployed = {
      Role: 'role',
      MemorySize: 512,
      Timeout: 60,
      Runtime: runtime,
      Environment: { Variables: variables },
    };
    started = lambdaProcess('incident', {
      deployment: { lambda: { send: async () => deployed } } as unknown as AwsClients,
      aws: {
        endpoint: 'http://127.0.0.1:1',
        region: 'eu-west-1',
        now: () => new Date('2026-11-02T10:00:00Z'),
        assumeRole: async () => ({ accessKeyId: 'x', secretAccessKey: 'x' }),
      },
      folder,
      node: process.execPath,
    });
    return started.invoke({ functionArn: 'incidents-4f1c', payload });
  };
  const settings = { STORE_BUCKET: 'store', METRIC_NAMESPACE: 'ModelObservability' };

  it('returns what the function returns', async () => {
    const payload = JSON.stringify({ Records: [{ messageId: 'm1', body: JSON.stringify({ detail: {} }) }] });
    assert.deepEqual(await invoke(payload, { variables: settings }), {
      result: { batchItemFailures: [{ itemIdentifier: 'm1' }] },
    });
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

import assert from 'node:assert/strict';
import { handler } from '../../../functions/incident';

describe("the incident function's entry point", () => {
  const names = [
    'STORE_BUCKET',
    'METRIC_NAMESPACE',
    'MESSAGE_BUS',
    'INDEX_TABLE',
    'ALERT_TOPIC',
    'AWS_REGION',
  ] as const;
  const environment = {
    STORE_BUCKET: 'store',
    METRIC_NAMESPACE: 'ModelObservability',
    MESSAGE_BUS: 'messages',
    INDEX_TABLE: 'index',
    ALERT_TOPIC: 'alerts',
    AWS_REGION: 'x',
  };
  const before = new Map(names.map((name) => [name, process.env[name]]));
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  it('requires its environment variables', async () => {
    for (const missing of ['STORE_BUCKET', 'METRIC_NAMESPACE', 'MESSAGE_BUS', 'INDEX_TABLE', 'ALERT_TOPIC'] as const) {
      Object.assign(process.env, environment);
      delete process.env[missing];
      await assert.rejects(handler({ Records: [] }), {
        message: `environment variable ${missing} is not set; IncidentMirror sets it`,
      });
    }
  });

  it('handles a batch for the bucket of its environment', async () => {
    Object.assign(process.env, environment);
    assert.deepEqual(await handler({ Records: [] }), { batchItemFailures: [] });
    const log: string[] = [];
    const original = console.error;
    console.error = (line: string) => log.push(line);
    try {
      const detail = { bucket: { name: 'other' }, object: { key: 'x' } };
      assert.deepEqual(await handler({ Records: [{ messageId: 'm', body: JSON.stringify({ detail }) }] }), {
        batchItemFailures: [{ itemIdentifier: 'm' }],
      });
    } finally {
      console.error = original;
    }
    assert.deepEqual(log, ['messages m: event of bucket other; expected store']);
  });
});

import assert from 'node:assert/strict';
import { handler } from '../../../functions/analyzer';

describe("the analyzer's entry point", () => {
  const names = ['STORE_BUCKET', 'AWS_REGION'] as const;
  const before = new Map(names.map((name) => [name, process.env[name]]));
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  const context = { awsRequestId: 'a', memoryLimitInMB: '1024', getRemainingTimeInMillis: () => 300_000 };

  it('requires its environment variable', async () => {
    delete process.env['STORE_BUCKET'];
    await assert.rejects(handler({}, context), {
      message: 'environment variable STORE_BUCKET is not set; AnalyzerSchedules sets it',
    });
  });

  it('handles an event for the bucket of its environment', async () => {
    Object.assign(process.env, { STORE_BUCKET: 'store', AWS_REGION: 'eu-west-1' });
    await assert.rejects(handler({}, context), { message: /^not an event of the analyzer/ });
  });
});

import assert from 'node:assert/strict';
import { problemLines, stackFile } from './stackFile';

describe('the settings of queries', () => {
  it("refuse log files of another trail beside the stack's own, and a scan below what Athena allows", () => {
    const queries = { trailLocation: 's3://org-trail/AWSLogs/', scanLimitMb: 1 };
    assert.deepEqual(problemLines({ ...stackFile, queries }), [
      'queries.scanLimitMb: must be at least 10',
      'queries.trailLocation: the stack has a trail of its own, whose files it knows; remove this setting, or set evidence.trailArn',
    ]);
  });

  it('refuse log files at an address of one account', () => {
    const queries = { trailLocation: 's3://org-trail/AWSLogs/123456789012/' };
    assert.deepEqual(problemLines({ ...stackFile, queries }), [
      "queries.trailLocation: invalid address of log files 's3://org-trail/AWSLogs/123456789012/': expected s3://<bucket>/AWSLogs/, or with the id of an organization behind",
    ]);
  });
});

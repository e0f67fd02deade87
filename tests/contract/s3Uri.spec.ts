import assert from 'node:assert/strict';
import { parseS3Uri } from '../../contract/s3Uri';

describe('parseS3Uri', () => {
  const cases: [uri: string, bucket: string, prefix: string][] = [
    ['s3://store', 'store', ''],
    ['s3://store/', 'store', ''],
    ['s3://store/a', 'store', 'a'],
    ['s3://store//a/b//', 'store', 'a/b'],
  ];
  for (const [uri, bucket, prefix] of cases) {
    it(`parses ${uri}`, () => assert.deepEqual(parseS3Uri(uri), { bucket, prefix }));
  }

  for (const text of ['', 's3://', 's3:///a', 'store/a', 'S3://store/a', 'xs3://store/a']) {
    it(`refuses '${text}'`, () => assert.equal(parseS3Uri(text), undefined));
  }
});

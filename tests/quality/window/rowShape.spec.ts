import assert from 'node:assert/strict';
import { shapeCause } from '../../../quality/window/rowShape';

describe('the cause of another number of columns', () => {
  const expected = { width: 3, outputWidth: 1 };
  const cause = (width: number, outputWidth: number, text: string) =>
    shapeCause({ width, outputWidth }, expected, { file: 'f', line: 2, text });
  const causes: Record<string, [string, string]> = {
    semicolons: [
      cause(2, 1, '0.5,1.5;2.5'),
      "The first such row is '0.5,1.5;2.5' (f:2); its values seem to be separated by ';': send CSV with commas and decimal points, or JSON.",
    ],
    tabs: [
      cause(2, 1, '0.5,1.5\t2.5'),
      "The first such row is '0.5,1.5\t2.5' (f:2); its values seem to be separated by tabs: send CSV with commas and decimal points, or JSON.",
    ],
    'addresses of asynchronous inference': [
      cause(2, 1, 's3://b/o,s3://b/i'),
      "The first such row is 's3://b/o,s3://b/i' (f:2); a value is an address: capture the data itself; asynchronous inference captures addresses.",
    ],
    'no answer': [
      cause(2, 0, '1,2'),
      "Most records have no answer ('endpointOutput'), first f:2; capture it too, or use a schema with output: [].",
    ],
    'no request': [cause(1, 1, '0.5'), "Most records have no request ('endpointInput'), first f:2; capture it too."],
    'another column': [cause(4, 1, '0.5,1,2,3'), "The first such row is '0.5,1,2,3' (f:2)."],
  };
  for (const [what, [actual, text]] of Object.entries(causes)) {
    it(`names ${what}`, () => assert.equal(actual, text));
  }
});

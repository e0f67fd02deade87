import './interpretedSchemas';
import { S3Client } from '@aws-sdk/client-s3';
import { clientTimeouts } from '../../contract/clientTimeouts';
import { largeWindowsVariable, largeWindowsVariableSchema } from '../../contract/largeWindows';
import { variableReader } from '../../contract/variableReader';
import { s3Store } from '../../store/s3Store';
import { type AnalyzerResult, createAnalyzerHandler, type LambdaContext } from './analyzerHandler';
import type * as captureQueries from './captureQueries';
import type { LargeWindows } from './largeWindow';

const readVariable = variableReader('AnalyzerSchedules');

let handle: ReturnType<typeof createAnalyzerHandler> | undefined;

/** Entry point of the Lambda function. The client is created with the first event. */
export async function handler(event: unknown, context: LambdaContext): Promise<AnalyzerResult> {
  handle ??= createAnalyzerHandler({
    store: s3Store({
      bucket: readVariable('STORE_BUCKET'),
      prefix: '',
      client: new S3Client({ requestHandler: clientTimeouts }),
    }),
    now: () => new Date(),
    largeWindows: largeWindows(),
  });
  return handle(event, context);
}

/** Undefined if the stack has no queries over captures. */
function largeWindows(): LargeWindows | undefined {
  const text = process.env[largeWindowsVariable];
  if (text === undefined) return undefined;
  // Loading Athena's client takes time, which other stacks save.
  const { athenaQueries } = require('./captureQueries') as typeof captureQueries;
  const { bytes, files, ...names } = largeWindowsVariableSchema.parse(JSON.parse(text));
  return { bytes, files, queries: athenaQueries(names) };
}

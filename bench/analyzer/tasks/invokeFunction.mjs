/**
 * Starts a function from nothing and runs it once, as Lambda does after a pause: `invokeFunction.mjs <bundle> <event>`.
 * Prints the Measurement of this process from its start. Bucket and address of the store are in the environment.
 */
import { createRequire } from 'node:module';

const [, , bundle, event] = process.argv;
const { handler } = createRequire(import.meta.url)(bundle);
const log = console.log;
console.log = () => undefined;
const end = performance.now() + 900_000;
const { runs } = await handler(JSON.parse(event), {
  awsRequestId: 'bench',
  memoryLimitInMB: '1024',
  getRemainingTimeInMillis: () => end - performance.now(),
});
const seconds = performance.now() / 1e3;
const { user, system } = process.cpuUsage();
if (runs.length !== 1 || runs[0].status === 'Failed') throw new Error(JSON.stringify(runs));
const { STORE_BUCKET: bucket, AWS_ENDPOINT_URL: address } = process.env;
const { reads, writes } = await (await fetch(`${address}/calls/${bucket}`)).json();
const megabytes = process.resourceUsage().maxRSS / 1024;
log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, megabytes, storeReads: reads, storeWrites: writes }));
process.exit();

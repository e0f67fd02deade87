/**
 * Reads objects with the AWS SDK and does nothing with them: what a function costs that is not its own.
 * `readObjects.mjs <keys.json>`. Prints the Measurement of this process from its start.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { GetObjectCommand, S3Client } = createRequire(import.meta.url)('@aws-sdk/client-s3');
const client = new S3Client({});
for (const Key of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: process.env.STORE_BUCKET, Key }));
  for await (const _ of Body);
}
const seconds = performance.now() / 1e3;
const { user, system } = process.cpuUsage();
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, megabytes }));
process.exit();

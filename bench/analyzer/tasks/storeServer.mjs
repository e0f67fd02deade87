/**
 * Serves a store like S3, on a free port that it prints: `storeServer.mjs <objects.json>`. The file maps keys to paths.
 * Each bucket has these objects, and what was written to it. A GET of `/calls/<bucket>` returns how many reads, and how
 * many writes and listings, the bucket had.
 */
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

const paths = new Map(Object.entries(JSON.parse(readFileSync(process.argv[2], 'utf8'))));
const sizes = new Map([...paths].map(([key, path]) => [key, statSync(path).size]));
const buckets = new Map();

function bucketOf(name) {
  const known = buckets.get(name) ?? { written: new Map(), calls: { reads: 0, writes: 0 } };
  buckets.set(name, known);
  return known;
}

const etagOf = (body) => `"${createHash('md5').update(body).digest('hex')}"`;

/** ListObjectsV2, for prefixes whose keys fit in a page. */
function listing({ written }, query) {
  const [prefix, after, delimiter] = ['prefix', 'start-after', 'delimiter'].map((name) => query.get(name) ?? '');
  const keys = [...new Set([...paths.keys(), ...written.keys()])].filter(
    (key) => key.startsWith(prefix) && key > after,
  );
  if (delimiter) {
    const folders = new Set(keys.map((key) => key.slice(0, key.indexOf(delimiter, prefix.length) + 1)).filter(Boolean));
    return [...folders].map((folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`);
  }
  return keys.sort().map((key) => {
    const size = written.get(key)?.length ?? sizes.get(key);
    return `<Contents><Key>${key}</Key><Size>${size}</Size><LastModified>2026-11-02T09:00:00.000Z</LastModified><ETag>"${key.length}"</ETag></Contents>`;
  });
}

function fail(response, status, code) {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

async function put(bucket, key, request, response) {
  const body = await buffer(request);
  const existing = bucket.written.get(key);
  const wanted = request.headers['if-match'];
  const isMet = wanted ? existing && etagOf(existing) === wanted : !(request.headers['if-none-match'] && existing);
  if (!isMet) return fail(response, 412, 'PreconditionFailed');
  bucket.written.set(key, body);
  response.setHeader('etag', etagOf(body));
  return response.end();
}

function get(bucket, key, response) {
  const body = bucket.written.get(key);
  if (body) return response.writeHead(200, { etag: etagOf(body) }).end(body);
  const path = paths.get(key);
  if (!path) return fail(response, 404, 'NoSuchKey');
  response.writeHead(200, { etag: `"${key.length}"`, 'content-length': sizes.get(key) });
  return createReadStream(path, { highWaterMark: 1 << 18 }).pipe(response);
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://store');
  const [name, ...rest] = url.pathname.slice(1).split('/').map(decodeURIComponent);
  if (name === 'calls') return response.end(JSON.stringify(bucketOf(rest[0]).calls));
  const bucket = bucketOf(name);
  const key = rest.join('/');
  const isRead = request.method === 'GET' && key !== '';
  bucket.calls[isRead ? 'reads' : 'writes'] += 1;
  if (isRead) return get(bucket, key, response);
  if (request.method === 'PUT') return void put(bucket, key, request, response);
  return response.end(`<ListBucketResult>${listing(bucket, url.searchParams).join('')}</ListBucketResult>`);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

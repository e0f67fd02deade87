import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const unpack = promisify(gunzip);
/** Greatest size of a trail's file, unpacked; CloudTrail's are far smaller. */
const maxOutputLength = 512 * 1024 * 1024;

/** Unpacks a file of a trail. Some downloads have unpacked it: S3 stores it with a Content-Encoding. */
export async function unpackFile(body: Uint8Array): Promise<Buffer> {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return isPacked ? unpack(bytes, { chunkSize: unpackedSize(bytes), maxOutputLength }) : bytes;
}

/** The size in gzip's trailer (RFC 1952), so that one buffer takes the content; in bounds, as a damaged file may claim any. */
function unpackedSize(bytes: Buffer): number {
  const claimed = bytes.length < 18 ? 0 : bytes.readUInt32LE(bytes.length - 4);
  return Math.min(Math.max(claimed + 1, 64 * 1024), 64 * 1024 * 1024);
}

/** Whether an error is about a file's content, not about the way to it. */
export function isContentError(error: unknown): error is Error {
  const { code = '' } = error as NodeJS.ErrnoException;
  return error instanceof SyntaxError || code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE';
}

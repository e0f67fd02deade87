import { constants } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import type { CaptureFile } from './captureFile';

/**
 * A capture file from its bytes: JSONL in UTF-8, gzipped or not. What is no UTF-8 is set aside line by line, and a
 * file that can't be unpacked as a whole, at line 1.
 */
export function captureFileOf(file: string, body: Uint8Array): CaptureFile {
  const bytes = unpacked(body);
  if (typeof bytes === 'string') return { file, text: '', undecoded: new Map([[1, bytes]]) };
  if (bytes.length >= constants.MAX_STRING_LENGTH) {
    const reason = `the file unpacks to ${bytes.length} bytes; one of more than ${constants.MAX_STRING_LENGTH} can't be read, so split it`;
    return { file, text: '', undecoded: new Map([[1, reason]]) };
  }
  const text = decoded(bytes);
  return text === undefined ? lineByLine(file, bytes) : { file, text };
}

/** The bytes of a file that may be gzipped; a clause for people when they can't be unpacked. */
function unpacked(body: Uint8Array): Uint8Array | string {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  try {
    return gunzipSync(body);
  } catch (error) {
    return `the gzip data can't be unpacked (${error instanceof Error ? error.message : String(error)}), so the whole file is set aside`;
  }
}

/** The text without a byte order mark; undefined when the bytes are no UTF-8. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function lineByLine(file: string, bytes: Uint8Array): CaptureFile {
  const lines: string[] = [];
  const undecoded = new Map<number, string>();
  for (let start = 0; start <= bytes.length; ) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end < 0 ? bytes.length : end;
    const text = decoded(bytes.subarray(start, stop));
    lines.push(text ?? '');
    if (text === undefined) undecoded.set(lines.length, 'the line is not UTF-8 text');
    start = stop + 1;
  }
  return { file, text: lines.join('\n'), undecoded };
}

import { BatchError } from './batchError';
import type { CaptureSource } from './captureSource';
import { GzipError, unpackedPieces } from './unpackedPieces';

/** The lines of a file in UTF-8, gzipped or not, without their line ends. Throws a `BatchError` where it is neither. */
export async function* textLines({ file, open }: CaptureSource): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let held: string[] = [];
  try {
    for await (const piece of unpackedPieces(open())) {
      const [first = '', ...others] = decoder.decode(piece, { stream: true }).split('\n');
      held.push(first);
      for (const next of others) {
        yield withoutReturn(held.join(''));
        held = [next];
      }
    }
    held.push(decoder.decode());
  } catch (error) {
    if (error instanceof GzipError) throw new BatchError(`${file}: the gzip data can't be unpacked (${error.message})`);
    if (error instanceof TypeError) throw new BatchError(`${file}: is not UTF-8 text`);
    throw error;
  }
  const rest = held.join('');
  if (rest !== '') yield withoutReturn(rest);
  return undefined;
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line);

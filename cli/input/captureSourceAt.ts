import { createReadStream } from 'node:fs';
import { UserError } from '../../contract/userError';
import type { CaptureSource } from '../../quality/source/captureSource';

const pieceSize = 1 << 18;

/** A file of captures that a person named, read piece by piece; a UserError says when it can't be read. */
export function captureSourceAt(path: string): CaptureSource {
  return { file: path, open: () => pieces(path) };
}

async function* pieces(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(path, { highWaterMark: pieceSize })) yield piece as Buffer;
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as Error).message})`);
  }
}

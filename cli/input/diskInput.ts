import { createReadStream, statSync } from 'node:fs';
import { unreadable } from '../../contract/userError';
import type { CaptureSource } from '../../quality/source/captureSource';
import type { OtherFiles } from '../../report/text/otherFiles';
import type { CaptureInput } from './captureInput';
import { type CaptureWindow, emptyWindowReason, selectCaptures } from './captureWindow';
import { findCaptures } from './findCaptures';
import { collectOtherFiles } from './otherFiles';

const chunkBytes = 1 << 18;

/** Captures in local files. */
export function diskInput(paths: readonly string[], window: CaptureWindow): CaptureInput {
  const otherFiles: OtherFiles[] = [];
  const captures = findCaptures(paths, collectOtherFiles(otherFiles));
  const selected = selectCaptures(window, captures);
  const placed = selected.flatMap(({ hour }) => (hour ? [hour.getTime()] : []));
  const hours = new Set(placed.length === selected.length ? placed : []);
  return {
    sources: selected.map(({ path }) => fileSource(path)),
    amount: amountOnDisk(selected.map(({ path }) => path)),
    hours: [...hours].sort((a, b) => a - b).map((hour) => new Date(hour)),
    place: paths.join(', '),
    otherFiles,
    emptyReason: () => emptyWindowReason(window, captures, paths),
    close: () => undefined,
  };
}

/** A local file as a source of captures; reading fails with a UserError. */
export function fileSource(path: string): CaptureSource {
  return { file: path, open: () => readChunks(path) };
}

/** Returns the number and size of files, to show progress. */
export function amountOnDisk(paths: readonly string[]): { files: number; bytes: number } {
  const bytes = paths.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  return { files: paths.length, bytes };
}

async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) yield chunk as Buffer;
  } catch (error) {
    throw unreadable(path, error);
  }
}

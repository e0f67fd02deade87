import type { Reject } from '../contract/modelMonitorFiles';
import type { CaptureFile } from './captureFile';

/** Where a line stands. */
export interface LinePlace {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/**
 * Calls `use` with every line of JSONL files that is not blank. What it throws, and what could not be decoded, becomes a
 * reject with its place and reason.
 */
export function forEachLine<File extends CaptureFile>(
  files: readonly File[],
  use: (content: string, place: LinePlace, file: File) => void,
): Reject[] {
  const rejects: Reject[] = [];
  for (const source of files) {
    const { file, text, undecoded } = source;
    text.split(/\r?\n/).forEach((content, i) => {
      const place = { file, line: i + 1 };
      const unread = undecoded?.get(place.line);
      if (unread) rejects.push({ ...place, reason: `${unread}.` });
      if (content.trim() === '') return;
      try {
        use(content, place, source);
      } catch (error) {
        rejects.push({ ...place, reason: `${error instanceof Error ? error.message : String(error)}.` });
      }
    });
  }
  return rejects;
}

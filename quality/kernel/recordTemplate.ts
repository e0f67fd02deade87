import { objectOf, parseLine } from '../json/jsonRecord';
import { jsonStrings } from '../json/jsonStrings';
import type { CaptureBody } from '../record/captureBody';
import { type CutText, cutText, type HoleSpan, type RecordBody, recordBody } from './recordBody';

const sides = [
  { side: 'output', key: 'endpointOutput' },
  { side: 'input', key: 'endpointInput' },
] as const;

/**
 * What the records of one producer have in common, to the byte: all but the CSV of their bodies, or the scalars of JSON,
 * and the strings outside of `captureData`, such as ids and times. A line that differs from a record that was read in
 * nothing else is JSON too, with the same keys, encodings and content types.
 */
export class RecordTemplate {
  private constructor(
    readonly record: CutText,
    readonly bodies: readonly Omit<RecordBody, 'holes'>[],
  ) {}

  /**
   * The template of a record; undefined when it is none, or its rows depend on more than the holes. `names` are the
   * baseline's columns.
   */
  static of(line: string, names: readonly string[]): RecordTemplate | undefined {
    let captureData: object | undefined;
    try {
      captureData = objectOf(parseLine(line), 'captureData');
    } catch {
      return undefined;
    }
    const strings = captureData && jsonStrings(line);
    if (!captureData || !strings) return undefined;
    const bodies = new Map<string, RecordBody>();
    for (const { side, key } of sides) {
      const body: CaptureBody | undefined = objectOf(captureData, key);
      if (!body) continue;
      const path = `.captureData.${key}.data`;
      const data = strings.find((each) => each.path === path);
      const found = data && recordBody(body, side, line.slice(data.start, data.end), names);
      if (!found) return undefined;
      bodies.set(path, found);
    }
    if (bodies.size === 0) return undefined;
    const holes = strings.flatMap(({ path, start, end }): HoleSpan[] => {
      if (!path.startsWith('.captureData')) return [{ hole: 'other', start, end }];
      const found = bodies.get(path)?.holes ?? [];
      return found.map((each) => ({ ...each, start: start + each.start, end: start + each.end }));
    });
    const rest = [...bodies.values()].map(({ holes: _, ...body }) => body);
    return new RecordTemplate(cutText(line.trimEnd(), holes), rest);
  }

  equals(other: RecordTemplate): boolean {
    return JSON.stringify(this) === JSON.stringify(other);
  }
}

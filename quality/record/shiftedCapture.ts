import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { hourMs } from '../../contract/hours';
import { findMember } from '../json/jsonSpans';

export interface CaptureShift {
  /** Whole hours; negative for an earlier time. */
  readonly hours: number;
  /**
   * Gives each record a new event id, made from the old one and this text, so that a repeated replay makes the same ids.
   * @default the ids stay
   */
  readonly newIds?: string | undefined;
}

/** A capture file shifted to another time. */
export interface ShiftedCapture {
  readonly bytes: Uint8Array;
  /** Records whose time was shifted. */
  readonly shifted: number;
  /** Lines that were not changed, and why. */
  readonly unshifted: readonly { readonly line: number; readonly reason: string }[];
}

const newline = 0x0a;
const byteOrderMark = '\uFEFF';

/**
 * Shifts a capture file, gzipped or not, to another time: the `inferenceTime` of each record changes, and every other
 * byte of its lines stays. Lines without such a time, or that are not JSON or not UTF-8, stay unchanged.
 */
export function shiftedCapture(file: Uint8Array, shift: CaptureShift): ShiftedCapture {
  const zipped = file[0] === 0x1f && file[1] === 0x8b;
  let plain: Uint8Array;
  try {
    plain = zipped ? gunzipSync(file) : file;
  } catch (error) {
    return {
      bytes: file,
      shifted: 0,
      unshifted: [
        {
          line: 1,
          reason: `the gzip data cannot be unpacked (${error instanceof Error ? error.message : String(error)})`,
        },
      ],
    };
  }
  const pieces: Uint8Array[] = [];
  const unshifted: { line: number; reason: string }[] = [];
  let shifted = 0;
  for (let start = 0, line = 1; start < plain.length; line += 1) {
    const lineEnd = plain.indexOf(newline, start);
    const end = lineEnd < 0 ? plain.length : lineEnd + 1;
    const bytes = plain.subarray(start, end);
    start = end;
    const moved = shiftedLine(bytes, shift);
    if (typeof moved === 'string') unshifted.push({ line, reason: moved });
    else if (moved) shifted += 1;
    pieces.push(typeof moved === 'object' ? moved : bytes);
  }
  const whole = Buffer.concat(pieces);
  return { bytes: zipped ? gzipSync(whole) : whole, shifted, unshifted };
}

/** Returns the shifted line, undefined for a blank one, or the reason why it cannot be shifted, as a clause. */
function shiftedLine(bytes: Uint8Array, shift: CaptureShift): Uint8Array | string | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return 'the line is not UTF-8 text';
  }
  if (text.trim() === '') return undefined;
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
  const moved = shiftedRecord(text.slice(mark.length), shift);
  return typeof moved === 'string' ? moved : Buffer.from(mark + moved.record);
}

function shiftedRecord(json: string, { hours, newIds }: CaptureShift): { record: string } | string {
  try {
    JSON.parse(json);
  } catch {
    return 'the line is not JSON';
  }
  const time = findMember(json, ['eventMetadata', 'inferenceTime']);
  if (!time) return "the record has no 'inferenceTime' in its 'eventMetadata'";
  const moved = shiftedTime(JSON.parse(json.slice(time.start, time.end)), hours);
  if (moved === undefined) return `its 'inferenceTime' ${json.slice(time.start, time.end)} is not an ISO 8601 time`;
  const changes = [{ ...time, text: moved }];
  const id = newIds === undefined ? undefined : findMember(json, ['eventMetadata', 'eventId']);
  if (id) changes.push({ ...id, text: newId(json.slice(id.start, id.end), newIds ?? '') });
  let record = json;
  for (const { start, end, text } of changes.sort((a, b) => b.start - a.start)) {
    record = `${record.slice(0, start)}${JSON.stringify(text)}${record.slice(end)}`;
  }
  return { record };
}

/** Minutes, seconds, fractions and the zone keep their text, since the shift is in whole hours. */
const timePattern = /^(?<hour>\d{4}-\d{2}-\d{2}T\d{2})(?<rest>:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)$/;

function shiftedTime(time: unknown, hours: number): string | undefined {
  const { hour, rest } = timePattern.exec(String(time))?.groups ?? {};
  const start = new Date(`${hour}:00:00Z`);
  if (Number.isNaN(start.getTime()) || start.toISOString().slice(0, 13) !== hour) return undefined;
  const moved = new Date(start.getTime() + hours * hourMs).toISOString();
  return /^\d{4}-/.test(moved) ? `${moved.slice(0, 13)}${rest}` : undefined;
}

/** A UUID of version 8: made from another id (RFC 9562). */
function newId(old: string, seed: string): string {
  const hex = createHash('sha256').update(`${seed}\n${old}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

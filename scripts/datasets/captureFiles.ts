import { createHash } from 'node:crypto';

/** The captures of one hour, before they are spread over files. */
interface CapturedHour {
  /** Name of the set; it only makes the ids of one set differ from another's. */
  readonly set: string;
  /** Start of the hour. */
  readonly hour: Date;
  /** Rows as texts, by column: output columns first. An empty text is a missing value. */
  readonly rows: readonly (readonly [output: readonly string[], input: readonly string[]])[];
  /** Names of the input columns, for records that capture a JSON object. */
  readonly inputNames: readonly string[];
}

const filesPerHour = 4;
const secondsPerHour = 3600;

/** Capture files of one hour as SageMaker writes them: texts by file name. */
export function captureFiles(captured: CapturedHour): Map<string, string> {
  const groups = recordGroups(captured.rows);
  const perFile = Math.ceil(groups.length / filesPerHour);
  const files = new Map<string, string>();
  for (let start = 0; start < groups.length; start += perFile) {
    const at = instant(captured.hour, start, groups.length);
    const lines = groups
      .slice(start, start + perFile)
      .map((rows, i) => record(captured, rows, start + i, instant(captured.hour, start + i, groups.length)));
    const [minute, second] = [at.toISOString().slice(14, 16), at.toISOString().slice(17, 19)];
    const id = uuidOf(`${captured.set} file ${at.toISOString()}`);
    files.set(`${minute}-${second}-000-${id}.jsonl`, `${lines.join('\n')}\n`);
  }
  return files;
}

type Rows = CapturedHour['rows'];

/** Every eighth record holds three rows, the others one. */
function recordGroups(rows: Rows): Rows[] {
  const groups: Rows[] = [];
  for (let i = 0; i < rows.length; ) {
    const size = groups.length % 8 === 7 ? 3 : 1;
    groups.push(rows.slice(i, i + size));
    i += size;
  }
  return groups;
}

function instant(hour: Date, index: number, count: number): Date {
  return new Date(hour.getTime() + Math.floor((index * secondsPerHour) / count) * 1000);
}

/** A version 4 UUID that depends on nothing but its seed. */
function uuidOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

interface Body {
  readonly observedContentType: string;
  readonly mode: 'INPUT' | 'OUTPUT';
  readonly data: string;
  readonly encoding: string;
}

function record({ set, inputNames }: CapturedHour, rows: Rows, index: number, at: Date): string {
  const csv = (side: 0 | 1) => rows.map((row) => row[side].join(',')).join('\n');
  const input: Body =
    index % 20 === 5
      ? body('INPUT', 'application/json', jsonObjects(inputNames, rows), 'JSON')
      : index % 20 === 13
        ? body('INPUT', 'text/csv', Buffer.from(csv(1)).toString('base64'), 'BASE64')
        : body('INPUT', 'text/csv', csv(1), 'CSV');
  return JSON.stringify({
    captureData: { endpointInput: input, endpointOutput: body('OUTPUT', 'text/csv', csv(0), 'CSV') },
    eventMetadata: {
      eventId: uuidOf(`${set} record ${at.toISOString()} ${index}`),
      inferenceTime: at.toISOString().replace('.000Z', 'Z'),
    },
    eventVersion: '0',
  });
}

function body(mode: Body['mode'], observedContentType: string, data: string, encoding: string): Body {
  return { observedContentType, mode, data, encoding };
}

/** Written by hand, because JSON.stringify would turn `39.0` into `39`. */
function jsonObjects(names: readonly string[], rows: Rows): string {
  const objects = rows.map(([, input]) => {
    const members = names.map((name, i) => `${JSON.stringify(name)}: ${jsonValue(input[i] ?? '')}`);
    return `{${members.join(', ')}}`;
  });
  return `[${objects.join(', ')}]`;
}

function jsonValue(text: string): string {
  if (text === '') return 'null';
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? text : JSON.stringify(text);
}

import { isPlainObject } from '../../../contract/isPlainObject';
import { flattenJoinedRow } from '../../json/joinedRow';
import { parseWithNumberTexts } from '../../json/jsonRecord';
import type { JsonRow } from '../trainingTable';

/** Reads a row of JSON: an object by its names, or a list. Throws an Error with one clause for anything else. */
export function readJsonRow(json: string, line: number): JsonRow {
  const parsed = parseWithNumberTexts(json, 'the row');
  const value = isPlainObject(parsed) ? flattenJoinedRow(parsed) : parsed;
  if (Array.isArray(value)) return { line, values: value.map((item, i) => scalarText(item, `column ${i + 1}`)) };
  if (!isPlainObject(value)) throw new Error('a row must be an object with the column names as keys, or a list');
  refuseOtherShapes(value);
  const entries = Object.entries(value).map(([name, item]) => [name, scalarText(item, `column '${name}'`)]);
  return { line, values: Object.fromEntries(entries) };
}

/** Throws an Error for JSON that is not a row, but a table written in another way, or a capture. */
function refuseOtherShapes(value: Readonly<Record<string, unknown>>): void {
  const items = Object.values(value);
  if (isPlainObject(value['captureData'])) {
    throw new Error('the row is a captured record, not a row of a table; pass the file with --captures');
  }
  if (Array.isArray(value['columns']) && Array.isArray(value['data'])) {
    throw new Error(
      "the JSON has its rows under 'data', as pandas writes it with orient='split'; write it with to_json(orient='records', lines=True)",
    );
  }
  const [key = ''] = Object.keys(value);
  const isTable = items.length > 0 && (items.every(isPlainObject) || items.every(Array.isArray));
  if (isTable && items.length === 1) {
    throw new Error(`the JSON has its rows under '${key}'; write them as JSON lines, one object for each row`);
  }
  if (isTable) {
    throw new Error("the JSON is by column, as pandas writes it; write it with to_json(orient='records', lines=True)");
  }
}

function scalarText(value: unknown, column: string): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${column} has ${Array.isArray(value) ? 'a list' : 'an object'} instead of one value`);
}

/** Calls back with the text of each value and the line on which it begins. */
type OnValue = (json: string, line: number) => void;

const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const [quote, backslash, lineFeed, comma] = [0x22, 0x5c, 0x0a, 0x2c];
const isBlank = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
/** Bytes of one row: a longer one means that the file is not a table. */
const maxRowBytes = 1 << 27;

/**
 * Cuts JSON into the values at one depth: 1 for the items of one array, 0 for values one after the other. It keeps one
 * value at most. Text outside them is passed on as a value, to be refused where it is parsed.
 */
export class JsonCutter {
  private kept: Buffer[] = [];
  private keptBytes = 0;
  private depth = 0;
  private line = 1;
  private startLine = 1;
  private inString = false;
  private escaped = false;

  constructor(
    private readonly itemDepth: 0 | 1,
    private readonly onValue: OnValue,
  ) {}

  push(piece: Buffer): void {
    let start = 0;
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i] as number;
      if (byte === lineFeed) this.line += 1;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === backslash) this.escaped = true;
        else if (byte === quote) this.inString = false;
        continue;
      }
      if (byte === quote) this.inString = true;
      const wasAt = this.depth;
      if (byte === openBrace || byte === openBracket) this.depth += 1;
      else if (byte === closeBrace || byte === closeBracket) this.depth -= 1;
      const between = wasAt === this.itemDepth && this.depth === wasAt && (byte === comma || isBlank(byte));
      const opensList = this.itemDepth === 1 && wasAt === 0 && this.depth === 1;
      const endsList = this.itemDepth === 1 && wasAt === 1 && this.depth === 0;
      if (between || opensList || endsList) {
        this.take(piece.subarray(start, i));
        this.finish();
        start = i + 1;
      } else if (this.depth === this.itemDepth && wasAt > this.depth) {
        this.take(piece.subarray(start, i + 1));
        this.finish();
        start = i + 1;
      } else if (start === i && this.keptBytes === 0) this.startLine = this.line;
    }
    this.take(piece.subarray(start));
  }

  /** Reads what follows the last value. Throws an Error with one clause if it is cut off. */
  end(): void {
    this.finish();
    if (this.depth !== 0 || this.inString) throw new Error(`line ${this.line}: the JSON ends before it is complete`);
  }

  private take(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.kept.push(Buffer.from(bytes));
    this.keptBytes += bytes.length;
    if (this.keptBytes > maxRowBytes)
      throw new Error(`line ${this.startLine}: the row has more than ${maxRowBytes} bytes`);
  }

  private finish(): void {
    if (this.keptBytes === 0) return;
    const json = Buffer.concat(this.kept).toString();
    this.kept = [];
    this.keptBytes = 0;
    if (json.trim() !== '') this.onValue(json, this.startLine);
  }
}

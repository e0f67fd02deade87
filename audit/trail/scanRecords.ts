import { isPlainObject } from '../../contract/isPlainObject';

const anchor = Buffer.from('"eventName"');
const recordStart = Buffer.from('{"eventVersion"');
const quote = 0x22;
const [colon, comma, bracket] = [0x3a, 0x2c, 0x5b];

/** What a log file holds. */
export interface ScannedFile {
  /** Records with a wanted name, parsed. */
  readonly records: readonly unknown[];
  /** Number of names of calls in the file: that of its records, if no parameter is called `eventName`. */
  readonly calls: number;
}

/**
 * Finds the records with a wanted name in a log file's JSON, `{"Records":[...]}`. The bytes are searched for names of calls
 * first, and only records with a wanted one are parsed. Throws for a text that is not JSON where it is parsed.
 */
export function scanRecords(file: Buffer, isWanted: (eventName: string) => boolean): ScannedFile {
  const names = new Map<string, boolean>();
  const positions: number[] = [];
  let calls = 0;
  for (let at = file.indexOf(anchor); at !== -1; at = file.indexOf(anchor, at + anchor.length)) {
    calls += 1;
    const name = readName(file, at + anchor.length);
    if (name === undefined) continue;
    const known = names.get(name);
    const wanted = known ?? isWanted(name);
    if (known === undefined) names.set(name, wanted);
    if (wanted) positions.push(at);
  }
  if (positions.length === 0) {
    // A file without a name of a call must at least have a list of records.
    if (calls === 0) parseAll(file, isWanted);
    return { records: [], calls };
  }
  return { records: cutRecords(file, positions) ?? parseAll(file, isWanted), calls };
}

/** The text after a member's name, such as `: "PutRule"`; undefined if it is not a plain text. */
function readName(file: Buffer, from: number): string | undefined {
  const skipBlanks = (start: number) => {
    let at = start;
    while (file[at] === 0x20 || file[at] === 0x0a || file[at] === 0x0d || file[at] === 0x09) at += 1;
    return at;
  };
  const afterName = skipBlanks(from);
  if (file[afterName] !== colon) return undefined;
  const start = skipBlanks(afterName + 1);
  if (file[start] !== quote) return undefined;
  const end = file.indexOf(quote, start + 1);
  return end === -1 ? undefined : file.toString('latin1', start + 1, end);
}

/** Cuts the records at the positions out of a file that begins each one as CloudTrail does; undefined for another one. */
function cutRecords(file: Buffer, positions: readonly number[]): unknown[] | undefined {
  const records: unknown[] = [];
  let previous = -1;
  for (const position of positions) {
    const start = file.lastIndexOf(recordStart, position);
    if (start < 1 || (file[start - 1] !== comma && file[start - 1] !== bracket)) return undefined;
    // A parameter may be called `eventName` too.
    if (start === previous) continue;
    previous = start;
    const next = file.indexOf(recordStart, position);
    const end = next === -1 ? file.lastIndexOf(']') : next - 1;
    try {
      records.push(JSON.parse(file.toString('utf8', start, end)));
    } catch {
      return undefined;
    }
  }
  return records;
}

function parseAll(file: Buffer, isWanted: (eventName: string) => boolean): unknown[] {
  const document: unknown = JSON.parse(file.toString('utf8'));
  const records = isPlainObject(document) ? document['Records'] : document;
  if (!Array.isArray(records)) throw new SyntaxError('it has no list of Records');
  return records.filter((record) => isPlainObject(record) && isWanted(String(record['eventName'])));
}

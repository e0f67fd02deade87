import { isPlainObject } from '../../contract/isPlainObject';

/** One row of a body: texts, null for a missing value. */
export type BodyRow = (string | null)[];

/** A parsed JSON body, with its numbers as texts. */
export type Json = null | boolean | string | Json[] | { [key: string]: Json };

/** The rows of a body. */
export interface RowsRead {
  readonly rows: readonly BodyRow[];
  /**
   * Other rows that the body may mean, if the number of rows is not the other side's: of a side with one column, a flat list
   * is a list of rows, or one row of too many values.
   */
  readonly alternatives: readonly (readonly BodyRow[])[];
  /** Whether keys named the values: then a row is never a list of one value per row. */
  readonly named: boolean;
  /** The number of rows with each key that no column is captured under. */
  readonly unknownKeys: ReadonlyMap<string, number>;
}

/**
 * Reads the rows of a parsed JSON body. Whether and where a value occurs in the rows must depend only on the body's keys,
 * lists and objects, not on other values: quick templates of records are made by reading numbers instead of the values.
 * Throws an Error with one clause.
 */
export type JsonRowReader = (body: Json) => RowsRead;

/** Where an object's values belong. */
export interface ObjectColumns {
  /** Number of columns of the side; undefined if they are not known. */
  readonly width?: number;
  /** Column by key. Without it the values keep their order. */
  readonly places?: ReadonlyMap<string, number>;
  /** The columns' own keys, in order; `places` may have others, which count where the own one is missing. */
  readonly names?: readonly string[];
  /** Order of an object's values if it has no other keys; only without `places`. */
  readonly order?: ReadonlyMap<string, number>;
}

/** Keys under which model servers wrap rows. */
const wrappers = ['instances', 'predictions', 'outputs', 'inputs'];
/** The key under which SageMaker's own algorithms take a row's values. */
const rowWrapper = 'features';

/** Returns the reader of one side's bodies: a row or a list of rows, each a list or an object of values. */
export function jsonRowReader(columns: ObjectColumns): JsonRowReader {
  return (body) => {
    const reading = new JsonReading(columns);
    const rows = reading.rowsOf(body);
    const { named, unknownKeys, alternatives } = reading;
    return { rows, alternatives, named, unknownKeys };
  };
}

class JsonReading {
  named = false;
  readonly unknownKeys = new Map<string, number>();
  readonly alternatives: BodyRow[][] = [];

  constructor(private readonly columns: ObjectColumns) {}

  rowsOf(body: Json): BodyRow[] {
    if (Array.isArray(body)) return this.rowsOfList(body);
    const wrapped = this.wrappedIn(body, wrappers);
    return wrapped ? this.rowsOf(wrapped.value) : [this.rowOf(body)];
  }

  private rowsOfList(list: readonly Json[]): BodyRow[] {
    const { width } = this.columns;
    if (list.length === 0) return width === 1 ? [[null]] : [];
    const isListOfRows = width === 1 ? list.some(isContainer) : list.every(isContainer);
    if (isListOfRows) return list.map((item) => this.rowOf(item));
    const row = this.rowOfList(list);
    if (width !== 1 || row.length === 1) return [row];
    this.alternatives.push([row]);
    return row.map((value) => [value]);
  }

  private rowOf(value: Json): BodyRow {
    if (Array.isArray(value)) return this.rowOfList(value);
    if (!isPlainObject(value)) return [scalarText(value, 'a value')];
    const features = this.wrappedIn(value, [rowWrapper]);
    return features && Array.isArray(features.value) ? this.rowOfList(features.value) : this.rowOfObject(value);
  }

  /** An empty list is a missing value where there is one column. */
  private rowOfList(list: readonly Json[]): BodyRow {
    if (list.length === 0 && this.columns.width === 1) return [null];
    return list.map((value, i) => scalarText(value, `value ${i + 1} of a row`));
  }

  private rowOfObject(object: { [key: string]: Json }): BodyRow {
    this.named = true;
    const { width, places, order } = this.columns;
    const keys = Object.keys(object);
    const textOf = (key: string) => scalarText(object[key] ?? null, `the value of '${key}'`);
    if (width === undefined || !places) {
      if (order && keys.every((key) => order.has(key))) keys.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
      return keys.map(textOf);
    }
    const row = new Array<string | null>(width).fill(null);
    const unknown = keys.filter((key) => {
      const place = this.placeOf(key, object);
      if (place !== undefined) row[place] = textOf(key);
      return place === undefined;
    });
    this.countUnknown(unknown, object);
    return row;
  }

  private placeOf(key: string, object: object): number | undefined {
    const { places, names = [] } = this.columns;
    const place = places?.get(key);
    const own = place === undefined ? undefined : names[place];
    return own === undefined || own === key || !Object.hasOwn(object, own) ? place : undefined;
  }

  private countUnknown(unknown: readonly string[], object: { [key: string]: Json }): void {
    const nested =
      unknown.length === Object.keys(object).length
        ? unknown.find((key) => isContainer(object[key] ?? null))
        : undefined;
    if (nested !== undefined) {
      const kind = Array.isArray(object[nested]) ? 'a list' : 'an object';
      throw new Error(`no key of the object belongs to a column, and the value of '${nested}' is ${kind}`);
    }
    for (const key of unknown) this.unknownKeys.set(key, (this.unknownKeys.get(key) ?? 0) + 1);
  }

  /** The only member of an object, if its key is one of these and not that of a column with a single value. */
  private wrappedIn(value: Json, keys: readonly string[]): { readonly value: Json } | undefined {
    if (!isPlainObject(value)) return undefined;
    const [key, ...others] = Object.keys(value);
    if (key === undefined || others.length > 0 || !keys.includes(key)) return undefined;
    const member = (value as { [key: string]: Json })[key] ?? null;
    return Array.isArray(member) || (this.columns.places && !this.columns.places.has(key))
      ? { value: member }
      : undefined;
  }
}

function isContainer(value: Json): boolean {
  return typeof value === 'object' && value !== null;
}

function scalarText(value: Json, name: string): string | null {
  if (Array.isArray(value)) throw new Error(`${name} is a list; expected a text, a number, true, false or null`);
  if (typeof value === 'object' && value !== null)
    throw new Error(`${name} is an object; expected a text, a number, true, false or null`);
  return value === null ? null : textOrNull(String(value));
}

/** An empty text is a missing value. */
export function textOrNull(value: string): string | null {
  return value === '' ? null : value;
}

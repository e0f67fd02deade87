import { isPlainObject } from '../../contract/isPlainObject';
import { type JmesPath, searchJson } from '../../contract/jmesPath';
import {
  isContainer,
  type Json,
  type JsonObject,
  rowsEnvelope,
  type SplitTable,
  splitTable,
  valuesEnvelope,
} from './jsonEnvelopes';
import { identifierOf, listOf, nounOf } from './jsonWords';

/** One row of a body: texts, null for a missing value. */
export type BodyRow = (string | null)[];

/** The rows of a body. */
export interface RowsRead {
  readonly rows: readonly BodyRow[];
  /**
   * Other rows that the body may mean, if the number of rows is not the other side's: of a side with one column, a flat list
   * is a list of rows, or one row of too many values.
   */
  readonly alternatives: readonly (readonly BodyRow[])[];
  /** The names of the first row's values, if keys named them: then a row is never a list of one value per row. */
  readonly names: readonly string[] | undefined;
  /** The number of rows with each key that no column is captured under. */
  readonly unknownKeys: ReadonlyMap<string, number>;
  /**
   * Whether the number or the order of the rows' values depends on other values. Otherwise they depend only on the body's
   * keys, lists and objects: quick templates of records are made by reading numbers instead of the values.
   */
  readonly readsValues: boolean;
}

/** Reads the rows of a parsed JSON body. Throws an Error with one clause. */
export type JsonRowReader = (body: Json, numberTexts?: ReadonlyMap<number, string>) => RowsRead;

/** Where an object's values belong. */
export interface ObjectColumns {
  /** Name of the side's settings, such as `captures.input`; undefined if the columns are not known. */
  readonly settings?: string;
  /** Number of columns of the side; undefined if they are not known. */
  readonly width?: number;
  /** Column by key. Without it the values keep their order. */
  readonly places?: ReadonlyMap<string, number>;
  /** The columns' own keys, in order; `places` may have others, which count where the own one is missing. */
  readonly names?: readonly string[];
  /** Order of an object's values if it has no other keys; only without `places`. */
  readonly order?: ReadonlyMap<string, number>;
  /** The columns' expressions, in order; undefined for a column with a key. */
  readonly paths?: readonly (JmesPath | undefined)[];
  /** Finds the rows in the body. */
  readonly rows?: JmesPath | undefined;
}

/** Returns the reader of one side's bodies: a row or a list of rows, each a list or an object of values. */
export function jsonRowReader(columns: ObjectColumns): JsonRowReader {
  return (body, numberTexts) => {
    const reading = new JsonReading(columns, numberTexts);
    const rows = reading.rowsOfBody(body);
    const { names, unknownKeys, alternatives, readsValues } = reading;
    return { rows, alternatives, names, unknownKeys, readsValues };
  };
}

class JsonReading {
  names: readonly string[] | undefined;
  readsValues = false;
  readonly unknownKeys = new Map<string, number>();
  readonly alternatives: BodyRow[][] = [];
  /** Keys that lead to the rows. */
  private readonly trail: string[] = [];
  private readonly paths: readonly (JmesPath | undefined)[] | undefined;

  constructor(
    private readonly columns: ObjectColumns,
    private readonly numberTexts: ReadonlyMap<number, string> = new Map(),
  ) {
    this.paths = columns.paths?.some((path) => path) ? columns.paths : undefined;
    this.readsValues = [columns.rows, ...(this.paths ?? [])].some((path) => path?.readsValues);
  }

  rowsOfBody(body: Json): BodyRow[] {
    const { rows, settings = 'captures', width } = this.columns;
    if (width !== 1 && typeof body === 'string' && /^\s*[{[]/.test(body)) {
      throw new Error('the data is JSON within a JSON text, encoded twice; encode it once');
    }
    // Whether a text is JSON again depends on its value.
    if (width !== 1 && !isContainer(body)) this.readsValues = true;
    if (!rows) return this.rowsOf(body);
    const value = searchJson(rows, body);
    if (value === null) {
      const keys = isPlainObject(body) ? ` with the keys ${listOf(Object.keys(body))}` : '';
      throw new Error(`'${rows.text}' finds nothing in the data, ${nounOf(body)}${keys}; change ${settings}.rows`);
    }
    // A null item of a list may have vanished.
    if (rows.projects && !(Array.isArray(value) && value.every(isContainer))) this.readsValues = true;
    return this.rowsOf(value);
  }

  private rowsOf(body: Json): BodyRow[] {
    if (Array.isArray(body)) return this.rowsOfList(body);
    if (!isPlainObject(body)) return [this.rowOf(body)];
    const object = body as JsonObject;
    const isColumn = (key: string) => this.isColumn(key);
    const split = splitTable(object, isColumn);
    if (split) return this.rowsOfSplit(split);
    // Expressions begin at the object in which their first key stands.
    const isRow = this.paths && Object.keys(object).some(isColumn);
    const envelope = isRow ? undefined : rowsEnvelope(object, isColumn);
    if (envelope && (Array.isArray(envelope.value) || this.columns.places)) {
      this.trail.push(envelope.key);
      const rows = this.rowsOf(envelope.value);
      for (const key of envelope.others) this.countUnknown(key, rows.length);
      return rows;
    }
    return this.rowsOfColumnLists(object) ?? [this.rowOf(object)];
  }

  private isColumn(key: string): boolean {
    const { places } = this.columns;
    if (!this.paths) return places?.has(key) ?? false;
    // An expression that begins with no key may find its value in any object.
    return this.paths.some((path) => path && (path.firstKey ?? key) === key) || this.hasKeyedColumn(key);
  }

  private hasKeyedColumn(key: string): boolean {
    const place = this.columns.places?.get(key);
    return place !== undefined && this.paths?.[place] === undefined;
  }

  private rowsOfList(list: readonly Json[]): BodyRow[] {
    const { width } = this.columns;
    if (list.length === 0) return mayBeOneColumn(width) ? [[null]] : [];
    const isListOfRows = width === 1 || this.paths ? list.some(isContainer) : list.every(isContainer);
    if (isListOfRows) return list.map((item) => this.rowOf(item));
    const row = this.rowOfList(list);
    if (width !== 1 || row.length === 1) return [row];
    this.alternatives.push([row]);
    return row.map((value) => [value]);
  }

  /** Rows whose values stand in lists, one per column; undefined if the object is something else. */
  private rowsOfColumnLists(object: JsonObject): BodyRow[] | undefined {
    if (this.paths || valuesEnvelope(object, (key) => this.isColumn(key))) return undefined;
    const { places, width } = this.columns;
    const keys = Object.keys(object).filter((key) => !places || places.has(key));
    if (keys.length === 0 || !keys.every((key) => Array.isArray(object[key]))) return undefined;
    const lists = new Map(Object.entries(object).filter((entry): entry is [string, Json[]] => Array.isArray(entry[1])));
    const [first = '', ...others] = keys;
    const { length } = lists.get(first) ?? [];
    const other = others.find((key) => lists.get(key)?.length !== length);
    if (other !== undefined) {
      throw new Error(
        `the lists of '${first}' and '${other}' have ${length} and ${lists.get(other)?.length} values; lists by column need equally many`,
      );
    }
    if (length === 0) return mayBeOneColumn(width) ? [[null]] : [];
    return Array.from({ length }, (_, i) =>
      this.rowOfObject(
        Object.fromEntries(
          [...lists].map(([key, list]): [string, Json] => {
            const value = list[i] ?? null;
            // TensorFlow's lists have one more level, of one value each.
            return [key, Array.isArray(value) && value.length === 1 ? (value[0] ?? null) : value];
          }),
        ),
      ),
    );
  }

  private rowsOfSplit({ names, rows }: SplitTable): BodyRow[] {
    // Names are values of the JSON text.
    this.readsValues = true;
    const isNumbered = names.every((name, i) => name === String(i)) && !names.some((name) => this.isColumn(name));
    return rows.map((row) => {
      if (!Array.isArray(row)) throw new Error(`a row in 'data' is ${nounOf(row)}; expected a list`);
      if (row.length !== names.length) {
        throw new Error(`a row in 'data' has ${row.length} values; there are ${names.length} in 'columns'`);
      }
      if (isNumbered) return this.rowOfList(row);
      return this.rowOf(Object.fromEntries(names.map((name, i): [string, Json] => [name, row[i] ?? null])));
    });
  }

  private rowOf(value: Json): BodyRow {
    if (this.paths) return this.rowOfPaths(this.paths, value);
    if (Array.isArray(value)) return this.rowOfList(value);
    if (!isPlainObject(value)) return [this.textOf(value, 'a value')];
    const values = valuesEnvelope(value as JsonObject, (key) => this.isColumn(key));
    if (!values) return this.rowOfObject(value as JsonObject);
    this.trail.push(values.key);
    const row = this.rowOf(values.value);
    this.trail.pop();
    return row;
  }

  /** An empty list is a missing value where there may be one column. */
  private rowOfList(list: readonly Json[]): BodyRow {
    if (list.length === 0 && mayBeOneColumn(this.columns.width)) return [null];
    const place = this.trail.length > 0 ? ` in '${this.trail.join('.')}'` : '';
    return list.map((value, i) => this.textOf(value, `value ${i + 1} of a row${place}`));
  }

  private rowOfObject(object: JsonObject): BodyRow {
    const { width, places, order } = this.columns;
    const keys = Object.keys(object);
    this.names ??= keys;
    const textOf = (key: string) => this.textOf(object[key] ?? null, `the value of '${key}'`);
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
    if (unknown.length === keys.length) this.expectSingleValues(object);
    for (const key of unknown) this.countUnknown(key, 1);
    return row;
  }

  /** Keys of columns without an expression count; what other keys an object has is not looked at. */
  private rowOfPaths(paths: readonly (JmesPath | undefined)[], value: Json): BodyRow {
    const { names = [] } = this.columns;
    this.names ??= names;
    if (isPlainObject(value) && !this.columns.rows && !Object.keys(value).some((key) => this.isColumn(key))) {
      throw new Error(
        `no column has its value in the object with the keys ${listOf(Object.keys(value))}; ${this.remedy()}`,
      );
    }
    return paths.map((path, i) => {
      const key = names[i] ?? '';
      if (path) return this.textOf(searchJson(path, value), `what '${path.text}' finds`);
      if (Array.isArray(value)) return this.textOf(value[i] ?? null, `value ${i + 1} of a row`);
      if (isPlainObject(value))
        return this.textOf(
          Object.hasOwn(value, key) ? ((value as JsonObject)[key] ?? null) : null,
          `the value of '${key}'`,
        );
      return paths.length === 1 ? this.textOf(value, 'a value') : null;
    });
  }

  private placeOf(key: string, object: object): number | undefined {
    const { places, names = [] } = this.columns;
    const place = places?.get(key);
    const own = place === undefined ? undefined : names[place];
    return own === undefined || own === key || !Object.hasOwn(object, own) ? place : undefined;
  }

  private expectSingleValues(object: JsonObject): void {
    const nested = Object.keys(object).find((key) => isContainer(object[key] ?? null));
    if (nested === undefined) return;
    const place = [...this.trail, nested].map(identifierOf).join('.');
    throw new Error(
      `no key of the object belongs to a column, and the value of '${nested}' is ${nounOf(object[nested] ?? null)}; ${this.remedy(place)}`,
    );
  }

  private countUnknown(key: string, rows: number): void {
    if (!this.paths) this.unknownKeys.set(key, (this.unknownKeys.get(key) ?? 0) + rows);
  }

  private remedy(rows?: string): string {
    const { settings } = this.columns;
    if (settings === undefined) return 'describe its place in a capture schema';
    return `set ${settings}.rows${rows === undefined ? '' : `, such as ${rows},`} or the columns' path in the schema`;
  }

  private textOf(value: Json, name: string): string | null {
    if (isContainer(value)) {
      throw new Error(`${name} is ${nounOf(value)}; expected a text, a number, true, false or null; ${this.remedy()}`);
    }
    if (typeof value === 'number') return this.numberTexts.get(value) ?? String(value);
    return value === null ? null : textOrNull(String(value));
  }
}

/** Whether an empty body may be a missing value: of a side with one column, or with columns that are not known. */
export function mayBeOneColumn(width: number | undefined): boolean {
  return width === 1 || width === undefined;
}

/** An empty text is a missing value. */
export function textOrNull(value: string): string | null {
  return value === '' ? null : value;
}

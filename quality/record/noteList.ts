import type { BodyOddity } from './bodyOddities';
import { type ContainerRefusalKind, containerRefusals } from './containerRefusals';
import type { CaptureSide } from './readingPlan';
import type { RecordNotes } from './recordRows';

/** A capture file, and its place in the order of the files. */
export interface FilePlace {
  readonly file: string;
  readonly fileOrder: number;
}

/** A line of a capture file, counted from 1. */
export interface LinePlaceInOrder extends FilePlace {
  readonly line: number;
}

/** Where something was seen first. */
interface FirstPlace {
  readonly file: string;
  readonly line: number;
}

/** A key, or a name in a CSV header, under which no column is captured. */
export interface UnknownKey extends FirstPlace {
  readonly side: CaptureSide;
  readonly key: string;
  readonly rows: number;
}

/** Records that Model Monitor's container refuses for one reason. */
export interface ContainerRefusal extends FirstPlace {
  readonly kind: ContainerRefusalKind;
  readonly records: number;
}

/** Records of which a body is odd in one way. */
export interface OddRecords extends FirstPlace {
  readonly kind: BodyOddity;
  readonly records: number;
}

/** What captures show besides their rows. */
export interface CaptureNotes {
  /** Records that the schema excludes. */
  readonly excludedRecords: number;
  /** Headers that stood among rows; they are not rows. */
  readonly headerRows: number;
  /** At most 100, those of most rows first. */
  readonly unknownKeys: readonly UnknownKey[];
  readonly oddities: readonly OddRecords[];
  readonly containerRefusals: readonly ContainerRefusal[];
  /** Of a table: columns of the answer that it lacks, which are not checked. */
  readonly missingColumns?: readonly string[];
  /** Of a table: columns that the baseline does not have, which are left out. */
  readonly otherColumns?: readonly string[];
}

/** Something counted, and the first place where it was seen. */
interface Counted<Item> {
  readonly item: Item;
  count: number;
  place: LinePlaceInOrder;
}

/** Different unknown keys that are kept: a broken producer must not fill the memory. */
const maxUnknownKeys = 100;

/** Collects the notes of records. */
export class NoteList {
  private excludedRecords = 0;
  private headerRows = 0;
  private records = 0;
  private readonly unknownKeys = new Map<string, Counted<Pick<UnknownKey, 'side' | 'key'>>>();
  private readonly oddities = new Map<string, Counted<BodyOddity>>();
  private readonly refusals = new Map<string, Counted<ContainerRefusalKind>>();

  /** Adds the notes of `records` records that show the same; the place is that of the first. */
  add(
    { headers, unknownKeys, refusals, oddities, base64, excluded }: RecordNotes,
    place: LinePlaceInOrder,
    records = 1,
  ): void {
    if (records === 0) return;
    if (excluded) {
      this.excludedRecords += records;
      return;
    }
    this.records += records;
    this.headerRows += headers * records;
    for (const kind of oddities) countItem(this.oddities, kind, kind, records, place);
    for (const kind of refusals) countItem(this.refusals, kind, kind, records, place);
    if (base64) countItem(this.refusals, 'base64', 'base64', records, place);
    for (const { side, key, rows } of unknownKeys) {
      const id = `${side} ${key}`;
      if (this.unknownKeys.has(id) || this.unknownKeys.size < maxUnknownKeys)
        countItem(this.unknownKeys, id, { side, key }, rows * records, place);
    }
  }

  get notes(): CaptureNotes {
    const kinds = Object.keys(containerRefusals) as ContainerRefusalKind[];
    return {
      excludedRecords: this.excludedRecords,
      headerRows: this.headerRows,
      unknownKeys: [...this.unknownKeys.values()]
        .map(({ item, count, place: { file, line } }) => ({ ...item, rows: count, file, line }))
        .sort((a, b) => b.rows - a.rows),
      oddities: [...this.oddities.values()].map(({ item: kind, count: records, place: { file, line } }) => {
        return { kind, records, file, line };
      }),
      containerRefusals: kinds.flatMap((kind) => {
        const refusal = this.refusals.get(kind);
        // Records that are all in BASE64 have one encoding.
        if (!refusal || (kind === 'base64' && refusal.count === this.records)) return [];
        const { file, line } = refusal.place;
        return [{ kind, records: refusal.count, file, line }];
      }),
    };
  }
}

function countItem<Item>(
  counts: Map<string, Counted<Item>>,
  id: string,
  item: Item,
  count: number,
  place: LinePlaceInOrder,
): void {
  const known = counts.get(id);
  if (!known) {
    counts.set(id, { item, count, place });
    return;
  }
  known.count += count;
  const { fileOrder, line } = known.place;
  if (place.fileOrder < fileOrder || (place.fileOrder === fileOrder && place.line < line)) known.place = place;
}

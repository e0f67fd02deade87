import type { Column } from '../../contract/captureSchema';
import type { ValueType } from '../kernel/kernelColumn';
import type { ColumnAccumulator } from './columnAccumulator';
import { typeOfText } from './valueKinds';

/** A value of a training file or capture, where it stands. */
export interface PlacedValue {
  readonly file: string;
  /** Line of the file, from 1 on; of a Parquet file its row. */
  readonly line: number;
  readonly value: string;
}

/** Values that a column of a type must not have. Texts may be anything. */
const wrongTypes: Readonly<Record<string, readonly ValueType[]>> = {
  Integral: ['Fractional', 'Boolean', 'String'],
  Fractional: ['Boolean', 'String'],
} satisfies Partial<Record<Column['type'], readonly ValueType[]>>;

/** Watches for the first value of a column that its type does not allow, at the cost of one look for each batch of rows. */
export class TypeWatch {
  /** The first such value; undefined while there is none. */
  first: PlacedValue | undefined;
  private readonly wrong: readonly ValueType[];

  constructor(
    type: string,
    private readonly column: ColumnAccumulator,
  ) {
    this.wrong = wrongTypes[type] ?? [];
  }

  /** Whether the values that were added last have the first wrong one. */
  get isDue(): boolean {
    return this.wrong.length > 0 && !this.first && this.countOf(this.column) > 0;
  }

  /** Keeps the first wrong one of these values. */
  find(values: Iterable<PlacedValue>): void {
    for (const placed of values) {
      if (placed.value === '' || !this.wrong.includes(typeOfText(placed.value))) continue;
      this.first = placed;
      return;
    }
  }

  private countOf({ types }: ColumnAccumulator): number {
    return this.wrong.reduce((sum, type) => sum + types[type], 0);
  }
}

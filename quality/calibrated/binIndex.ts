/** Cells of one width between the first and the last edge, about as many as there are edges. */
const cells = 256;

/** Finds the bins of values. The cell of a value has few edges, so only these are searched. */
export class BinIndex {
  private readonly low: number;
  private readonly scale: number;
  /** Edges in the cells before each cell. */
  private readonly starts = new Uint32Array(cells + 1);

  constructor(private readonly edges: readonly number[]) {
    const [low, high] = [edges[0] ?? 0, edges.at(-1) ?? 0];
    this.low = low;
    this.scale = high > low ? cells / (high - low) : 0;
    let cell = 0;
    for (const [i, edge] of edges.entries()) {
      const own = this.cellOf(edge);
      while (cell < own) this.starts[++cell] = i;
    }
    while (cell < cells) this.starts[++cell] = edges.length;
  }

  /** The bin of a value: the first whose edge is not below it. */
  binOf(value: number): number {
    const cell = this.cellOf(value);
    let low = this.starts[cell] as number;
    let high = this.starts[cell + 1] as number;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.edges[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Never falls when the value rises, so edges in other cells lie on the right side of it. */
  private cellOf(value: number): number {
    const at = (value - this.low) * this.scale;
    if (at >= cells) return cells - 1;
    return at > 0 ? Math.floor(at) : 0;
  }
}

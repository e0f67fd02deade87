import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import type { FeatureBins, FeatureCounts } from '../../contract/calibration';
import { parseJson } from '../../contract/parseJson';
import { type StoredWeek, weekCountsSchema } from '../../contract/weekCounts';
import type { CountedWindow, CutFeature } from './countedWindow';

/** A past window's counts, and whether the exact rule found drift in it. */
export interface ReplayedWindow extends CountedWindow {
  readonly hadDrift: boolean;
}

/** Counts of a feature in a window besides those of its bins, in the order of the file. */
const sums = ['rows', 'nulls', 'common', 'zeros', 'unseen'] as const;
const sumBytes = sums.length * 4;

/** Writes the counts of a week's windows, by time. */
export function writeWeek(
  { baseline, week, features }: Pick<StoredWeek, 'baseline' | 'week'> & { readonly features: readonly CutFeature[] },
  windows: readonly ReplayedWindow[],
): string {
  const written = features.map((feature) => writeFeature(feature, windows));
  const file: StoredWeek = {
    version: 2,
    baseline,
    week,
    windows: windows.map(({ from, to, rows, hadDrift }) => ({
      from: from.toISOString(),
      to: to.toISOString(),
      rows,
      hadDrift,
    })),
    features: written.map(({ feature }) => feature),
    counts: gzipSync(Buffer.concat(written.flatMap(({ parts }) => parts))).toString('base64'),
  };
  return `${JSON.stringify(file)}\n`;
}

function writeFeature(
  { name, bins }: CutFeature,
  windows: readonly CountedWindow[],
): { readonly feature: StoredWeek['features'][number]; readonly parts: readonly Uint8Array[] } {
  const length = binCount(bins);
  const counts = windows.map((window) => window.countsOf({ name, bins }));
  const largest = Math.max(0, ...counts.map((of) => Array.from(of?.bins ?? []).reduce((a, b) => Math.max(a, b), 0)));
  const bytes = largest < 2 ** 8 ? 1 : largest < 2 ** 16 ? 2 : 4;
  const ofSums = Uint32Array.from(counts.flatMap((of) => sums.map((sum) => of?.[sum] ?? 0)));
  const ofBins = binArray(bytes, windows.length * length);
  counts.forEach((of, i) => {
    if (of) ofBins.set(of.bins, i * length);
  });
  const parts = [ofSums, ofBins].map(({ buffer }) => new Uint8Array(buffer));
  return { feature: { name, cutPoints: cutPointsHash(bins), bins: length, bytes }, parts };
}

const binArray = (bytes: 1 | 2 | 4, length: number) => {
  const size = paddedBytes(bytes, length) / bytes;
  return bytes === 1 ? new Uint8Array(size) : bytes === 2 ? new Uint16Array(size) : new Uint32Array(size);
};

/** Each part begins at a multiple of 4 bytes, so that it can be read in place. */
const paddedBytes = (bytes: number, length: number) => Math.ceil((bytes * length) / 4) * 4;

const binCount = (bins: FeatureBins) => (bins.kind === 'numeric' ? bins.edges.length + 1 : bins.categories.length);

const knownHashes = new WeakMap<FeatureBins, string>();

/** Tells cut points apart: counts at others say nothing. */
function cutPointsHash(bins: FeatureBins): string {
  const known = knownHashes.get(bins);
  if (known !== undefined) return known;
  const content = bins.kind === 'numeric' ? [bins.edges, bins.common, bins.known] : [bins.categories];
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
  knownHashes.set(bins, hash);
  return hash;
}

const unzip = promisify(gunzip);

/**
 * Reads the windows of a week that has counts of some features. Undefined if it lacks one of them, or has it at other cut
 * points, as after a release that cuts in another way. Throws an Error with one clause for an invalid file, which it calls `name`.
 */
export async function readWeek(
  text: string,
  features: readonly CutFeature[],
  name: string,
): Promise<ReplayedWindow[] | undefined> {
  const stored = weekCountsSchema.safeParse(parseJson(text)).data;
  if (!stored) throw invalidFile(name);
  const cutPoints = new Map(stored.features.map((feature) => [feature.name, feature.cutPoints]));
  if (features.some((feature) => cutPoints.get(feature.name) !== cutPointsHash(feature.bins))) return undefined;
  const blocks = await readBlocks(stored);
  if (!blocks) throw invalidFile(name);
  return stored.windows.map(({ from, to, rows, hadDrift }, i) => ({
    from: new Date(from),
    to: new Date(to),
    rows,
    hadDrift,
    countsOf: (feature) => blocks.get(feature.name)?.countsOf(i),
  }));
}

const invalidFile = (name: string) => new Error(`${name}: invalid counts of a week`);

/** The counts by feature; undefined if they have another length. */
async function readBlocks({ windows: { length: windows }, features, counts }: StoredWeek) {
  const sizes = features.map(({ bins, bytes }) => windows * sumBytes + paddedBytes(bytes, windows * bins));
  const size = sizes.reduce((sum, of) => sum + of, 0);
  // One piece, which need not be copied together.
  const chunkSize = Math.max(64, size + 1);
  const bytes = await unzip(Buffer.from(counts, 'base64'), { chunkSize, maxOutputLength: size + 1 }).catch(
    () => undefined,
  );
  if (bytes?.length !== size) return undefined;
  // A view of 4 bytes must begin at a multiple of them.
  const { buffer } = new Uint8Array(bytes);
  let at = 0;
  return new Map(
    features.map(({ name, bins, bytes: each }, i) => {
      const block = new FeatureBlock(buffer, at, { windows, bins, bytes: each });
      at += sizes[i] ?? 0;
      return [name, block];
    }),
  );
}

/** A feature's counts in all windows of a week. */
class FeatureBlock {
  private readonly sums: Uint32Array;
  private readonly bins: Uint8Array | Uint16Array | Uint32Array;
  private readonly length: number;

  constructor(
    buffer: ArrayBuffer,
    at: number,
    { windows, bins, bytes }: { readonly windows: number; readonly bins: number; readonly bytes: 1 | 2 | 4 },
  ) {
    this.length = bins;
    this.sums = new Uint32Array(buffer, at, windows * sums.length);
    const start = at + windows * sumBytes;
    const View = bytes === 1 ? Uint8Array : bytes === 2 ? Uint16Array : Uint32Array;
    this.bins = new View(buffer, start, windows * bins);
  }

  countsOf(window: number): FeatureCounts | undefined {
    const at = window * sums.length;
    const sum = (of: number) => this.sums[at + of] as number;
    if (sum(0) === 0) return undefined;
    const bins = this.bins.subarray(window * this.length, (window + 1) * this.length);
    return { rows: sum(0), nulls: sum(1), common: sum(2), zeros: sum(3), unseen: sum(4), bins };
  }
}

import { type Cause, causeNames, type LikelyCause } from '../../contract/likelyCause';
import type { Statistics } from '../../contract/modelMonitorFiles';
import { likelyCauses } from '../../quality/causes/likelyCauses';
import { type SeededRandom, seededRandom } from '../../tests/simulation/seededRandom';
import { type Fault, labelledFaults, unseenFaults } from './labelledFaults';
import { statisticsOf, type Table } from './table';

/** A window with a fault whose cause is known, and its baseline. */
export interface LabelledIncident {
  readonly cause: Cause;
  readonly baseline: Statistics;
  readonly current: Statistics;
}

export interface LabelledTable extends Table {
  /** Rows of a day on average, for a table in order of time. */
  readonly rowsPerDay: number;
}

/** Patterns were built on the first half of each cause's faults; the unseen ones are of other parameters. */
export type Part = 'built' | 'kept' | 'unseen';
/** Rows of windows and baselines: drawn from one population, or of one day and of the four weeks before. */
export type Sampling = 'drawn' | 'day';

const [smallestWindow, largestWindow] = [150, 650];
const baselineRows = 3_000;
const baselineDays = 28;

/** Makes incidents of each fault from a table. A seed determines them. */
export function labelledIncidents(
  table: LabelledTable,
  args: { readonly part: Part; readonly sampling: Sampling; readonly repeat: number; readonly seed: number },
): LabelledIncident[] {
  const random = seededRandom(args.seed);
  return causeNames.flatMap((cause) => {
    return faultsOf(cause, args.part).flatMap((fault) =>
      Array.from({ length: args.repeat }, () => {
        const { window, baseline } = args.sampling === 'drawn' ? drawRows(table, random) : pickDay(table, random);
        const faulty = fault({ names: table.names, rows: window }, random);
        return faulty && faulty.rows.length > 0
          ? [{ cause, baseline: statisticsOf({ ...table, rows: baseline }), current: statisticsOf(faulty) }]
          : [];
      }).flat(),
    );
  });
}

function faultsOf(cause: Cause, part: Part): readonly Fault[] {
  if (!(cause in labelledFaults)) return [];
  const known = cause as keyof typeof labelledFaults;
  if (part === 'unseen') return unseenFaults[known];
  const middle = Math.ceil(labelledFaults[known].length / 2);
  return part === 'built' ? labelledFaults[known].slice(0, middle) : labelledFaults[known].slice(middle);
}

interface Rows {
  readonly window: Table['rows'];
  readonly baseline: Table['rows'];
}

function drawRows({ rows }: Table, random: SeededRandom): Rows {
  const shuffled = shuffle(rows, random);
  const size = windowSize(random);
  return { window: shuffled.slice(0, size), baseline: shuffled.slice(size, size + baselineRows) };
}

function pickDay({ rows, rowsPerDay }: LabelledTable, random: SeededRandom): Rows {
  const before = baselineDays * rowsPerDay;
  const from = before + random.below(rows.length - before - rowsPerDay);
  return {
    window: shuffle(rows.slice(from, from + rowsPerDay), random).slice(0, windowSize(random)),
    baseline: shuffle(rows.slice(from - before, from), random).slice(0, baselineRows),
  };
}

const windowSize = (random: SeededRandom) => smallestWindow + random.below(largestWindow - smallestWindow);

function shuffle<T>(items: readonly T[], random: SeededRandom): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i -= 1) {
    const j = random.below(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
  }
  return shuffled;
}

/** How many incidents name the right cause first, by cause. */
export interface Recognition {
  readonly incidents: number;
  readonly right: number;
  /** Right among the first two. */
  readonly second: number;
  readonly wrong: readonly { readonly cause: Cause; readonly named: readonly LikelyCause[] }[];
}

export function recognize(incidents: readonly LabelledIncident[]): Recognition {
  const results = incidents.map(({ cause, ...sides }) => ({
    cause,
    named: likelyCauses({ ...sides, brokenPromises: [] }),
  }));
  const rightWithin = (count: number) =>
    results.filter(({ cause, named }) => named.slice(0, count).some((likely) => likely.cause === cause)).length;
  return {
    incidents: results.length,
    right: rightWithin(1),
    second: rightWithin(2),
    wrong: results.filter(({ cause, named }) => named[0]?.cause !== cause),
  };
}

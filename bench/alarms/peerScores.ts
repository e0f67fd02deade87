import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeatureStatistics, Statistics } from '../../contract/modelMonitorFiles';
import { entriesOf, featureValues } from '../../quality/calibrated/featureValues';
import type { JudgedFeatures } from './testCases';

/** Drift detectors of other projects, with the tests and thresholds that they use by default. */
export const peers = ['evidently', 'nannyml'] as const;
export type Peer = (typeof peers)[number];

const environments = {
  evidently: 'BENCH_EVIDENTLY_PYTHON',
  nannyml: 'BENCH_NANNYML_PYTHON',
} as const satisfies Record<Peer, string>;

/** What a peer rests on, and the windows to score. */
interface PeerTest {
  readonly baseline: Statistics;
  /** The windows whose rows the baseline has. */
  readonly baselineWindows: readonly JudgedFeatures[];
  readonly windows: readonly JudgedFeatures[];
}

/**
 * The scores of a peer by test and window: the highest of the window's features, of which 1 or more is its alarm. Undefined
 * without its Python environment. Missing values are left out, as both peers do. `cache` keeps what a peer printed.
 */
export function peerScores(peer: Peer, tests: readonly PeerTest[], cache: string): number[][] | undefined {
  const python = process.env[environments[peer]];
  if (python === undefined) return undefined;
  const lines = tests.flatMap((test) => test.baseline.features.map(({ name }) => featureLine(test, name)));
  const output = cachedOutput(peer, python, lines.map(({ text }) => `${text}\n`).join(''), cache);
  const [, ...printed] = output.trimEnd().split('\n');
  const scores = tests.map(({ windows }) => windows.map(() => 0));
  const features = tests.flatMap(({ baseline }, test) => baseline.features.map(() => test));
  printed.forEach((scoresOfLine, line) => {
    const ofTest = scores[features[line] ?? 0];
    const positions = lines[line]?.positions ?? [];
    (JSON.parse(scoresOfLine) as number[]).forEach((score, i) => {
      const position = positions[i] ?? 0;
      if (ofTest) ofTest[position] = Math.max(ofTest[position] ?? 0, score);
    });
  });
  return scores;
}

/** What a peer prints for an input. It takes most of an hour for all data sets, and is the same in each run. */
function cachedOutput(peer: Peer, python: string, input: string, cache: string): string {
  const script = join(__dirname, 'tasks', `${peer}Scores.py`);
  // The path of the environment has the hash of its packages.
  const hash = createHash('sha256').update(python).update(readFileSync(script)).update(input).digest('hex');
  const file = join(cache, 'peers', `${peer}-${hash.slice(0, 32)}.txt`);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const child = spawnSync(python, [script], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: {
      ...process.env,
      OMP_NUM_THREADS: '1',
      OPENBLAS_NUM_THREADS: '1',
      DO_NOT_TRACK: '1',
      NML_DISABLE_USAGE_LOGGING: '1',
    },
  });
  if (child.error) throw child.error;
  if (child.status !== 0) throw new Error(`${peer} failed:\n${child.stderr.slice(-2000)}`);
  mkdirSync(join(cache, 'peers'), { recursive: true });
  writeFileSync(file, child.stdout);
  return child.stdout;
}

/** One feature of a test as a line for a peer, and the positions of its windows in the test. */
function featureLine({ baseline, baselineWindows, windows }: PeerTest, name: string) {
  const valuesIn = (features: readonly FeatureStatistics[]) => {
    const feature = features.find((candidate) => candidate.name === name);
    return feature && featureValues(feature);
  };
  const all = windows.map(({ features }) => valuesIn(features));
  const positions = all.flatMap((values, i) => (values ? [i] : []));
  const entries = (values: ReturnType<typeof valuesIn>) => (values ? entriesOf(values) : []);
  const reference = baselineWindows.map(({ features }) => entries(valuesIn(features)));
  const text = JSON.stringify({
    kind: valuesIn(baseline.features)?.kind,
    // The baseline's sketch is a summary above 2,050 rows; its windows have every row.
    baseline: reference.flat(),
    reference,
    windows: positions.map((i) => entries(all[i])),
  });
  return { text, positions };
}

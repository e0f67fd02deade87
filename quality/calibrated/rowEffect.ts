/** A check's value in a past window, and the window's rows. */
interface SizedValue {
  readonly value: number;
  readonly rows: number;
}

/** Candidates, per row. */
const rowEffects = [0, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3] as const;

/** Gain in log-likelihood that an effect must bring: about that of one parameter at 95 %. */
const leastGain = 1.92;

/**
 * How much the variance of a check's values grows with each row of a window. Were rows independent, it would not grow. Past
 * windows differ from each other too, by a variance that has nothing to do with their rows and that a larger window shows
 * more clearly (Laney 2002, https://doi.org/10.1081/QEN-120006708). Chosen by likelihood: values are taken for normal with a
 * variance of a (1 + effect * rows). 0 where windows have about the same number of rows, as it cannot be seen there.
 */
export function rowEffectOf(values: readonly SizedValue[]): number {
  const sorted = values.map(({ value }) => value).sort((a, b) => a - b);
  // A few extreme windows must not decide.
  const highest = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
  const likelihoods = rowEffects.map((effect) => {
    let [logs, squares] = [0, 0];
    for (const { value, rows } of values) {
      const variance = 1 + effect * rows;
      logs += Math.log(variance);
      squares += Math.min(value, highest) ** 2 / variance;
    }
    return -(logs + values.length * Math.log(Math.max(squares, Number.MIN_VALUE))) / 2;
  });
  const best = likelihoods.indexOf(Math.max(...likelihoods));
  const gain = (likelihoods[best] ?? 0) - (likelihoods[0] ?? 0);
  return gain >= leastGain ? (rowEffects[best] ?? 0) : 0;
}

/** A value of a window divided by the root of 1 + effect * rows. */
export function withoutRowEffect(value: number, effect: number, rows: number): number {
  return effect === 0 ? value : value / Math.sqrt(1 + effect * rows);
}

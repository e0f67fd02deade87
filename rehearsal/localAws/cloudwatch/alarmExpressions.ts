/** One value per period, oldest first; undefined for a period without data. */
export type Series = readonly (number | undefined)[];

/** How many metrics have no data or a value below 1, in each period. */
export interface MissingCount {
  /** Ids of the metrics, in the order of the expression. */
  readonly ids: readonly string[];
  /** `series` holds the values of every id, `periodStarts` the periods' starts in epoch seconds, oldest first. */
  evaluate(series: ReadonlyMap<string, Series>, periodStarts: readonly number[]): number[];
}

const supported = 'IF(EPOCH(<id>) < <seconds>, 0, IF(FILL(<id>, 0) < 1, 1, 0) + ...)';
const id = String.raw`[a-z]\w*`;
const missing = String.raw`IF\(FILL\((?:${id}), 0\) < 1, 1, 0\)`;
const expressionPattern = new RegExp(
  String.raw`^IF\(EPOCH\((?<clock>${id})\) < (?<first>\d+), 0, (?<sum>${missing}(?: \+ ${missing})*)\)$`,
);

/**
 * Parses the only metric math that this project's alarms use, which `components/monitoringAlarms.ts` writes: a count of
 * missing metrics, and 0 for the periods before an instant. Throws for any other expression.
 */
export function parseMetricMath(expression: string): MissingCount {
  const groups = expressionPattern.exec(expression)?.groups;
  if (!groups) throw new Error(`unsupported metric math '${expression}'; supported: ${supported}`);
  const { clock = '', first, sum = '' } = groups;
  const counted = [...sum.matchAll(/FILL\((\w+)/g)].map(([, name = '']) => name);
  return {
    ids: [clock, ...counted],
    evaluate: (series, periodStarts) =>
      periodStarts.map((start, period) =>
        start < Number(first) ? 0 : counted.filter((name) => isMissing(name, series, period)).length,
      ),
  };
}

function isMissing(name: string, series: ReadonlyMap<string, Series>, period: number): boolean {
  const values = series.get(name);
  if (!values) throw new Error(`no values for the metric '${name}' of the expression`);
  return (values[period] ?? 0) < 1;
}

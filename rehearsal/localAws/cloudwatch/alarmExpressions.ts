/** One value per period, oldest first; undefined for a period without data. */
export type Series = readonly (number | undefined)[];

/** How many metrics are below their limits, in each period. */
export interface CountBelowLimit {
  /** Ids of the metrics, in the order of the expression. */
  readonly ids: readonly string[];
  /** `series` holds the values of every id. */
  evaluate(series: ReadonlyMap<string, Series>, periods: number): number[];
}

interface LimitTerm {
  readonly id: string;
  /** Value of a period without data. */
  readonly fill: number;
  readonly limit: number;
}

const number = String.raw`-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const termPattern = new RegExp(
  String.raw`^IF\(\s*FILL\(\s*(?<id>[a-z]\w*)\s*,\s*(?<fill>${number})\s*\)\s*<\s*(?<limit>${number})\s*,\s*1\s*,\s*0\s*\)$`,
);

/**
 * Parses the only metric math that this project's alarms use, which `countBelowLimit` in `components/alarmSpecs.ts`
 * writes. Throws for any other expression.
 */
export function parseMetricMath(expression: string): CountBelowLimit {
  const terms = expression.split(/(?<=\))\s*\+/).map((text): LimitTerm => {
    const groups = termPattern.exec(text.trim())?.groups;
    if (!groups) {
      throw new Error(
        `unsupported metric math '${expression}'; supported: IF(FILL(<id>, <number>) < <number>, 1, 0) and sums of it`,
      );
    }
    return { id: groups['id'] ?? '', fill: Number(groups['fill']), limit: Number(groups['limit']) };
  });
  return {
    ids: terms.map(({ id }) => id),
    evaluate: (series, periods) =>
      Array.from({ length: periods }, (_, period) => terms.filter((term) => isBelowLimit(term, series, period)).length),
  };
}

function isBelowLimit({ id, fill, limit }: LimitTerm, series: ReadonlyMap<string, Series>, period: number): boolean {
  const values = series.get(id);
  if (!values) throw new Error(`no values for the metric '${id}' of the expression`);
  return (values[period] ?? fill) < limit;
}

const rulePattern = /^\s*ALARM\("[^"]+"\)(?:\s+OR\s+ALARM\("[^"]+"\))*\s*$/;

/** The alarms of a composite rule, which holds while any of them is in ALARM. Throws for any other kind of rule. */
export function parseCompositeRule(rule: string): string[] {
  if (!rulePattern.test(rule)) {
    throw new Error(`unsupported AlarmRule '${rule}'; supported: ALARM("<name>") OR ALARM("<name>") ...`);
  }
  return [...rule.matchAll(/ALARM\("(?<name>[^"]+)"\)/g)].map(({ groups }) => groups?.['name'] ?? '');
}

/** One value per period, oldest first; undefined for a period without data. */
export type Series = readonly (number | undefined)[];

/** How many metrics are below their limits, in each period. */
export interface CountBelowLimit {
  /** Ids of the metrics, in the order of the expression. */
  readonly ids: readonly string[];
  /** `series` holds the values of every id, `periodStarts` the periods' starts in epoch seconds, oldest first. */
  evaluate(series: ReadonlyMap<string, Series>, periodStarts: readonly number[]): number[];
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

const notBeforePattern = /^IF\(\s*EPOCH\(\s*(?<id>[a-z]\w*)\s*\)\s*<\s*(?<first>\d+)\s*,\s*0\s*,\s*(?<count>.*)\)$/;

/**
 * Parses the only metric math that this project's alarms use, which `components/monitoringAlarms.ts` writes: a count,
 * and 0 for the periods before an instant. Throws for any other expression.
 */
export function parseMetricMath(expression: string): CountBelowLimit {
  const { id, first = '0', count = expression } = notBeforePattern.exec(expression.trim())?.groups ?? {};
  const terms = count.split(/(?<=\))\s*\+/).map((text): LimitTerm => {
    const groups = termPattern.exec(text.trim())?.groups;
    if (!groups) {
      throw new Error(
        `unsupported metric math '${expression}'; supported: IF(FILL(<id>, <number>) < <number>, 1, 0), sums of it, ` +
          'and IF(EPOCH(<id>) < <seconds>, 0, <sum>)',
      );
    }
    return { id: groups['id'] ?? '', fill: Number(groups['fill']), limit: Number(groups['limit']) };
  });
  return {
    ids: [...(id === undefined ? [] : [id]), ...terms.map((term) => term.id)],
    evaluate: (series, periodStarts) =>
      periodStarts.map((start, period) =>
        start < Number(first) ? 0 : terms.filter((term) => isBelowLimit(term, series, period)).length,
      ),
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

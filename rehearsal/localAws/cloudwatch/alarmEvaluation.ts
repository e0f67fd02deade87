import type { AlarmState } from './compositeRule';
import type { Series } from './metricMath';

/**
 * CloudWatch looks further back than the evaluation periods when data is missing. Its tables of missing data retrieve two
 * more points (three periods, five points); how many it takes for other lengths is not documented.
 */
export const extraPeriods = 2;

export const comparisons = {
  GreaterThanThreshold: { holds: (value, threshold) => value > threshold, words: 'greater than' },
  GreaterThanOrEqualToThreshold: { holds: (value, threshold) => value >= threshold, words: 'greater than or equal to' },
  LessThanThreshold: { holds: (value, threshold) => value < threshold, words: 'less than' },
  LessThanOrEqualToThreshold: { holds: (value, threshold) => value <= threshold, words: 'less than or equal to' },
} as const satisfies Record<string, { holds: (value: number, threshold: number) => boolean; words: string }>;
export type Comparison = keyof typeof comparisons;

export const missingDataTreatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
export type MissingData = (typeof missingDataTreatments)[number];

export interface EvaluationRule {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly missingData: MissingData;
}

export interface Evaluation {
  readonly state: AlarmState;
  /** As CloudWatch words it in an alarm's StateReason. */
  readonly reason: string;
}

/**
 * M out of N with missing data, after "Configuring how CloudWatch alarms treat missing data": the most recent N points
 * that exist decide; only when fewer exist is the rest filled in as the alarm says.
 *
 * @param range values of the last `evaluationPeriods + extraPeriods` periods, oldest first
 */
export function evaluateAlarm(rule: EvaluationRule, range: Series, previous: AlarmState): Evaluation {
  const { evaluationPeriods, comparison, threshold } = rule;
  const recent = range.filter((value) => value !== undefined).slice(-evaluationPeriods);
  const breaching = recent.filter((value) => comparisons[comparison].holds(value, threshold)).length;
  const absent = evaluationPeriods - recent.length;
  const state = decide({ ...rule, breaching, real: recent.length, absent }, previous);
  return { state, reason: reasonOf(rule, recent, { breaching, absent, state }) };
}

interface Counts extends EvaluationRule {
  readonly breaching: number;
  readonly real: number;
  readonly absent: number;
}

function decide({ breaching, real, absent, datapointsToAlarm, missingData }: Counts, previous: AlarmState): AlarmState {
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (absent === 0 || missingData === 'notBreaching') return 'OK';
  if (missingData === 'breaching') return breaching + absent >= datapointsToAlarm ? 'ALARM' : 'OK';
  if (real === 0) return missingData === 'ignore' ? previous : 'INSUFFICIENT_DATA';
  const allBreach = breaching === real;
  if (!allBreach) return 'OK';
  return missingData === 'ignore' ? previous : 'ALARM';
}

interface Findings {
  readonly breaching: number;
  readonly absent: number;
  readonly state: AlarmState;
}

function reasonOf(rule: EvaluationRule, recent: readonly number[], { absent, state, breaching }: Findings): string {
  if (state === 'INSUFFICIENT_DATA') return `Insufficient Data: ${absent} datapoints were unknown.`;
  const treated =
    absent > 0 && (rule.missingData === 'breaching' || rule.missingData === 'notBreaching')
      ? `${absent} missing datapoint${absent === 1 ? ' was' : 's were'} treated as [${rule.missingData === 'breaching' ? 'Breaching' : 'NonBreaching'}]`
      : undefined;
  if (recent.length === 0) return `Threshold Crossed: ${treated ?? 'no datapoints were received'}.`;
  const negation = breaching > 0 ? '' : 'not ';
  const list = recent.slice(-5).join(', ');
  const what = recent.length === 1 ? `datapoint [${list}] was` : `datapoints [${list}] were`;
  return `Threshold Crossed: ${recent.length} ${what} ${negation}${comparisons[rule.comparison].words} the threshold (${rule.threshold})${treated ? ` and ${treated}` : ''}.`;
}

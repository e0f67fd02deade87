import type { Series } from './alarmExpressions';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/**
 * Periods that CloudWatch reads beyond the evaluation periods when data is missing. The tables of its guide show two
 * more for three evaluation periods; the number for other lengths is not documented.
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
  /** In CloudWatch's words, for the alarm's StateReason. */
  readonly reason: string;
}

/**
 * M out of N with missing data ("Configuring how CloudWatch alarms treat missing data" in its guide): the most recent N
 * existing points decide. Missing points are treated as the alarm configures only when fewer than N exist.
 *
 * @param range values of the last `evaluationPeriods + extraPeriods` periods, oldest first
 */
export function evaluateAlarm(rule: EvaluationRule, range: Series, previous: AlarmState): Evaluation {
  const { evaluationPeriods, comparison, threshold } = rule;
  const recent = range.filter((value) => value !== undefined).slice(-evaluationPeriods);
  const breaching = recent.filter((value) => comparisons[comparison].holds(value, threshold)).length;
  const absent = evaluationPeriods - recent.length;
  const state = nextState({ ...rule, breaching, real: recent.length, absent }, previous);
  return { state, reason: stateReason(rule, recent, { breaching, absent, state }) };
}

interface PointCounts extends EvaluationRule {
  readonly breaching: number;
  readonly real: number;
  readonly absent: number;
}

function nextState(counts: PointCounts, previous: AlarmState): AlarmState {
  const { breaching, real, absent, datapointsToAlarm, missingData } = counts;
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (absent === 0 || missingData === 'notBreaching') return 'OK';
  if (missingData === 'breaching') return breaching + absent >= datapointsToAlarm ? 'ALARM' : 'OK';
  if (real === 0) return missingData === 'ignore' ? previous : 'INSUFFICIENT_DATA';
  const allBreach = breaching === real;
  if (!allBreach) return 'OK';
  return missingData === 'ignore' ? previous : 'ALARM';
}

interface Outcome {
  readonly breaching: number;
  readonly absent: number;
  readonly state: AlarmState;
}

function stateReason(rule: EvaluationRule, recent: readonly number[], { absent, state, breaching }: Outcome): string {
  if (state === 'INSUFFICIENT_DATA') return `Insufficient Data: ${absent} datapoints were unknown.`;
  const missing = absent > 0 ? missingText(absent, rule.missingData) : undefined;
  if (recent.length === 0) return `Threshold Crossed: ${missing ?? 'no datapoints were received'}.`;
  const negation = breaching > 0 ? '' : 'not ';
  const values = recent.slice(-5).join(', ');
  const subject = recent.length === 1 ? `datapoint [${values}] was` : `datapoints [${values}] were`;
  return `Threshold Crossed: ${recent.length} ${subject} ${negation}${comparisons[rule.comparison].words} the threshold (${rule.threshold})${missing ? ` and ${missing}` : ''}.`;
}

function missingText(absent: number, missingData: MissingData): string | undefined {
  if (missingData !== 'breaching' && missingData !== 'notBreaching') return undefined;
  const treatment = missingData === 'breaching' ? 'Breaching' : 'NonBreaching';
  return `${absent} missing datapoint${absent === 1 ? ' was' : 's were'} treated as [${treatment}]`;
}

import assert from 'node:assert/strict';
import {
  type EvaluationRule,
  evaluateAlarm,
  missingDataTreatments,
} from '../../../../rehearsal/localAws/cloudwatch/alarmEvaluation';

/** Data points, oldest first: `0` does not breach, `X` breaches, `-` is missing. */
const series = (drawing: string) => [...drawing].map((mark) => (mark === '-' ? undefined : mark === 'X' ? 9 : 0));
const words = { O: 'OK', A: 'ALARM', I: 'INSUFFICIENT_DATA', R: 'retain' } as const;

/** The tables of "Configuring how CloudWatch alarms treat missing data": states for missing, ignore, breaching, notBreaching. */
const tables: Record<string, readonly (readonly [drawing: string, states: string])[]> = {
  '3 of 3': [
    ['0-X-X', 'OOOO'],
    ['----0', 'OOOO'],
    ['-----', 'IRAO'],
    ['0XX-X', 'AAAA'],
    ['--X--', 'ARAO'],
  ],
  '2 of 3': [
    ['0-X-X', 'AAAA'],
    ['00X0X', 'AAAA'],
    ['0-X--', 'OOAO'],
    ['----0', 'OOAO'],
    ['---X-', 'ARAO'],
  ],
  '1 of 1': [
    ['--X', 'AAAA'],
    ['-X0', 'OOOO'],
    ['---', 'IRAO'],
    ['X--', 'AAAA'],
  ],
  '2 of 2': [
    ['00--', 'OOOO'],
    ['0---', 'OOOO'],
    ['----', 'IRAO'],
    ['---X', 'ARAO'],
  ],
};

describe('evaluateAlarm', () => {
  for (const [name, rows] of Object.entries(tables)) {
    const [datapointsToAlarm = 0, evaluationPeriods = 0] = name.split(' of ').map(Number);
    for (const [drawing, states] of rows) {
      it(`${name}: ${drawing}`, () => {
        const actual = missingDataTreatments.map((missingData) => {
          const rule: EvaluationRule = {
            evaluationPeriods,
            datapointsToAlarm,
            threshold: 5,
            comparison: 'GreaterThanThreshold',
            missingData,
          };
          const fromOk = evaluateAlarm(rule, series(drawing), 'OK').state;
          const fromAlarm = evaluateAlarm(rule, series(drawing), 'ALARM').state;
          return fromOk === fromAlarm ? fromOk : 'retain';
        });
        assert.deepEqual(
          actual,
          [...states].map((letter) => words[letter as keyof typeof words]),
        );
      });
    }
  }

  it('explains the state in CloudWatch’s words', () => {
    const rule: EvaluationRule = {
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      threshold: 1,
      comparison: 'LessThanThreshold',
      missingData: 'breaching',
    };
    assert.equal(
      evaluateAlarm(rule, [undefined, 3], 'OK').reason,
      'Threshold Crossed: 1 datapoint [3] was not less than the threshold (1).',
    );
    assert.equal(
      evaluateAlarm(rule, [undefined], 'OK').reason,
      'Threshold Crossed: 1 missing datapoint was treated as [Breaching].',
    );
  });
});

import assert from 'node:assert/strict';
import type { AwsCall } from '../../../../rehearsal/localAws/protocol/awsCall';
import { acceptParams, checkKeys } from '../../../../rehearsal/localAws/protocol/handlers';

describe('parameters of the gateway’s own calls', () => {
  const call = { operation: 'DescribeAlarms' } as AwsCall;
  const handler = acceptParams<{ AlarmNames?: string[] }>(['AlarmNames'], ({ AlarmNames }) => AlarmNames);

  it('are handed on when all are supported', () => {
    assert.deepEqual(handler({ AlarmNames: ['a'] }, call), ['a']);
    assert.equal(handler({ AlarmNames: undefined, ChildrenOfAlarmName: undefined }, call), undefined);
  });

  it('are refused when one would be ignored', () => {
    assert.throws(() => handler({ ChildrenOfAlarmName: 'a', ParentsOfAlarmName: 'b' }, call), {
      name: 'LocalAwsNotImplemented',
      message:
        "the local AWS does not support 'ChildrenOfAlarmName', 'ParentsOfAlarmName' in DescribeAlarms; supported: AlarmNames",
    });
    assert.throws(() => checkKeys('MetricStat', { Stat: 'Sum', Unit: 'Count' }, ['Metric', 'Period', 'Stat']), {
      name: 'LocalAwsNotImplemented',
      message: "the local AWS does not support 'Unit' in MetricStat; supported: Metric, Period, Stat",
    });
  });
});

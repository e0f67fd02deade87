import assert from 'node:assert/strict';
import { CreateRoleCommand, DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { ScheduledInvocation } from '../../../rehearsal/localAws/scheduler/eventBridgeScheduler';
import { localAccount } from '../../support/localAccount';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';

const { accountId, region } = localAccount;
const functionArn = `arn:aws:lambda:${region}:${accountId}:function:analyzer`;
const document = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

describe("the local AWS's EventBridge Scheduler", function () {
  this.timeout(60_000);
  const store = storeOnLocalAws();
  let scheduler: SchedulerClient;
  const schedule = {
    Name: 'churn',
    GroupName: 'analyzer',
    ScheduleExpression: 'cron(0/30 * * * ? *)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: functionArn,
      RoleArn: `arn:aws:iam::${accountId}:role/churn`,
      Input: '{"endpoint":"churn","scheduledTime":"<aws.scheduler.scheduled-time>"}',
    },
  } as const;
  const policy = { RoleName: 'churn', PolicyName: 'invoke' };
  const nextHour = async () => {
    let due: readonly ScheduledInvocation[] = [];
    await store.local.advanceHour(async (invocations) => {
      due = invocations;
    });
    return due;
  };

  before(async () => {
    scheduler = new SchedulerClient({
      endpoint: store.local.endpoint,
      region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const trust = {
      Principal: { Service: 'scheduler.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: {
          'aws:SourceAccount': accountId,
          'aws:SourceArn': `arn:aws:scheduler:${region}:${accountId}:schedule-group/analyzer`,
        },
      },
    };
    await store.aws.iam.send(new CreateRoleCommand({ RoleName: 'churn', AssumeRolePolicyDocument: document(trust) }));
    await scheduler.send(new CreateScheduleGroupCommand({ Name: 'analyzer' }));
    await scheduler.send(new CreateScheduleCommand(schedule));
  });
  beforeEach(() =>
    store.aws.iam.send(
      new PutRolePolicyCommand({
        ...policy,
        PolicyDocument: document({ Action: 'lambda:InvokeFunction', Resource: functionArn }),
      }),
    ),
  );
  after(() => scheduler?.destroy());

  it('invokes the function at each scheduled time of the hour, with the time in the input', async () => {
    assert.deepEqual(
      (await nextHour()).map(({ functionArn: arn, payload }) => [arn, payload]),
      ['06:30', '07:00'].map((time) => [functionArn, `{"endpoint":"churn","scheduledTime":"2026-11-02T${time}:00Z"}`]),
    );
  });

  it('invokes nothing without the permission of the role, and reports the denial', async () => {
    await store.aws.iam.send(new DeleteRolePolicyCommand(policy));
    assert.deepEqual(await nextHour(), []);
    assert.match(store.local.roleAccess().denied.join(), /assumed-role\/churn\/.* lambda:InvokeFunction on resource/);
  });

  it('invokes nothing in a role that trusts another group', async () => {
    const { GroupName: _, ...elsewhere } = schedule;
    await scheduler.send(new UpdateScheduleCommand({ ...schedule, State: 'DISABLED' }));
    await scheduler.send(new CreateScheduleCommand({ ...elsewhere, Name: 'foreign' }));
    assert.deepEqual(await nextHour(), []);
  });
});

import assert from 'node:assert/strict';
import {
  AddTagsCommand,
  CreateMonitoringScheduleCommand,
  DeleteMonitoringScheduleCommand,
  DescribeMonitoringScheduleCommand,
  ListMonitoringExecutionsCommand,
  ListMonitoringSchedulesCommand,
  ListTagsCommand,
  StartMonitoringScheduleCommand,
  StopMonitoringScheduleCommand,
  UpdateMonitoringScheduleCommand,
} from '@aws-sdk/client-sagemaker';
import type { MonitoringJob } from '../../../rehearsal/localAws/sagemaker/monitorContainer';
import { queuedBodies, routeEvents } from '../../support/awsQueues';
import { localAccount } from '../../support/localAccount';
import { driftAlarm, monitoredEndpoint } from '../../support/monitoredEndpoint';
import type { StoreEvent } from '../../support/storeEvent';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';

const { region, accountId } = localAccount;

const scheduleConfig = (expression: string, definition = 'churn-quality') => ({
  ScheduleConfig: { ScheduleExpression: expression },
  MonitoringJobDefinitionName: definition,
  MonitoringType: 'DataQuality' as const,
});

describe("the local AWS's monitoring schedules", function () {
  this.timeout(60_000);
  const jobs: MonitoringJob[] = [];
  const store = storeOnLocalAws(async (job) => {
    jobs.push(job);
    return {
      files: { 'constraint_violations.json': '{"violations":[]}', 'statistics.json': '{}' },
      metrics: [{ name: 'feature_baseline_drift_age', value: 0.4 }],
      status: 'CompletedWithViolations',
    };
  });

  const name = 'churn-hourly';
  const arn = `arn:aws:sagemaker:${region}:${accountId}:monitoring-schedule/${name}`;
  before(async () => {
    await monitoredEndpoint(store.aws, store.bucket);
    await store.put('baselines/churn/schema=v1/2026-11-01-3f9a2c/statistics.json', '{"s":1}');
    await store.put('baselines/churn/schema=v1/2026-11-01-3f9a2c/constraints.json', '{"c":1}');
  });

  it('refuses a missing job definition, and a cron expression that Model Monitor does not support', async () => {
    const create = (config: ReturnType<typeof scheduleConfig>) =>
      store.aws.sageMaker.send(
        new CreateMonitoringScheduleCommand({ MonitoringScheduleName: name, MonitoringScheduleConfig: config }),
      );
    await assert.rejects(create(scheduleConfig('cron(0 * ? * * *)', 'none')), {
      name: 'ResourceNotFound',
      message: "Could not find data quality job definition 'none'",
    });
    await assert.rejects(create(scheduleConfig('rate(1 hour)')), {
      name: 'ValidationException',
      message:
        "invalid ScheduleExpression 'rate(1 hour)': use cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *) with H 0-23 and N 1-24, or NOW",
    });
  });

  it('is created, described, listed, tagged, changed, stopped, started', async () => {
    const made = await store.aws.sageMaker.send(
      new CreateMonitoringScheduleCommand({
        MonitoringScheduleName: name,
        MonitoringScheduleConfig: scheduleConfig('cron(0 0/2 ? * * *)'),
        Tags: [{ Key: 'owner', Value: 'me' }],
      }),
    );
    assert.equal(made.MonitoringScheduleArn, arn);
    const MonitoringScheduleName = name;
    await assert.rejects(
      store.aws.sageMaker.send(
        new CreateMonitoringScheduleCommand({
          MonitoringScheduleName,
          MonitoringScheduleConfig: scheduleConfig('NOW'),
        }),
      ),
      { name: 'ResourceInUse' },
    );
    await store.aws.sageMaker.send(
      new UpdateMonitoringScheduleCommand({
        MonitoringScheduleName,
        MonitoringScheduleConfig: scheduleConfig('cron(0 * ? * * *)'),
      }),
    );
    await store.aws.sageMaker.send(new StopMonitoringScheduleCommand({ MonitoringScheduleName }));
    const stopped = await store.aws.sageMaker.send(new DescribeMonitoringScheduleCommand({ MonitoringScheduleName }));
    assert.equal(stopped.MonitoringScheduleStatus, 'Stopped');
    assert.equal(stopped.EndpointName, 'churn');
    assert.deepEqual(stopped.MonitoringScheduleConfig, scheduleConfig('cron(0 * ? * * *)'));
    assert.deepEqual(stopped.CreationTime, new Date('2026-11-02T06:00:00Z'));
    await store.aws.sageMaker.send(new StartMonitoringScheduleCommand({ MonitoringScheduleName }));
    await store.aws.sageMaker.send(new AddTagsCommand({ ResourceArn: arn, Tags: [{ Key: 'more', Value: '1' }] }));
    const { Tags } = await store.aws.sageMaker.send(new ListTagsCommand({ ResourceArn: arn }));
    assert.deepEqual(Tags, [
      { Key: 'owner', Value: 'me' },
      { Key: 'more', Value: '1' },
    ]);
    const { MonitoringScheduleSummaries } = await store.aws.sageMaker.send(
      new ListMonitoringSchedulesCommand({ EndpointName: 'churn' }),
    );
    assert.deepEqual(
      MonitoringScheduleSummaries?.map((s) => [s.MonitoringScheduleName, s.MonitoringScheduleStatus]),
      [[name, 'Scheduled']],
    );
  });

  it('runs over the past hour’s captures, writes the report, publishes the metrics', async () => {
    const reports = await routeEvents(store.aws, 'reports', {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { object: { key: [{ wildcard: 'reports/*/constraint_violations.json' }] } },
    });
    const folder = 'captures/churn/schema=v1/churn/AllTraffic/2026/11/02';
    await store.put(`${folder}/06/a.jsonl`, 'in time');
    await store.put(`${folder}/07/b.jsonl`, 'too late');
    await store.aws.cloudWatch.send(driftAlarm(name));
    const { runs, transitions } = await store.local.advanceHour();
    assert.deepEqual(
      runs.map((run) => [run.status, run.captureFiles, run.reportUri]),
      [['CompletedWithViolations', 1, `s3://${store.bucket}/reports/churn/schema=v1/churn/${name}/2026/11/02/07`]],
    );
    const [job] = jobs;
    assert.equal(job?.windowStart.toISOString(), '2026-11-02T06:00:00.000Z');
    assert.deepEqual(
      job?.captures.map((c) => [c.key, Buffer.from(c.body).toString()]),
      [[`${folder}/06/a.jsonl`, 'in time']],
    );
    assert.deepEqual([job?.statistics, job?.constraints], ['{"s":1}', '{"c":1}']);
    assert.deepEqual(
      (await queuedBodies<StoreEvent>(store.aws, reports)).map((e) => e.detail.object.key),
      [`reports/churn/schema=v1/churn/${name}/2026/11/02/07/constraint_violations.json`],
    );
    assert.deepEqual(
      transitions.map((t) => [t.alarm, t.from, t.to]),
      [['drift', 'INSUFFICIENT_DATA', 'ALARM']],
    );
    const { MonitoringExecutionSummaries } = await store.aws.sageMaker.send(
      new ListMonitoringExecutionsCommand({ MonitoringScheduleName: name }),
    );
    assert.deepEqual(
      MonitoringExecutionSummaries?.map((e) => e.MonitoringExecutionStatus),
      ['CompletedWithViolations'],
    );
  });

  it('fails an execution without captures, with the reason', async () => {
    store.local.moveTo(new Date('2026-11-02T09:00:00Z'));
    const runs = await store.local.runDueSchedules();
    assert.equal(runs.length, 2);
    assert.deepEqual(
      runs[1]?.failureReason,
      "Job inputs had no data: endpoint 'churn' has no capture files from 2026-11-02T08:00:00.000Z to 2026-11-02T09:00:00.000Z",
    );
  });

  it('is deleted', async () => {
    await store.aws.sageMaker.send(new DeleteMonitoringScheduleCommand({ MonitoringScheduleName: name }));
    await assert.rejects(
      store.aws.sageMaker.send(new DescribeMonitoringScheduleCommand({ MonitoringScheduleName: name })),
      {
        name: 'ResourceNotFound',
        message: `Monitoring Schedule ${arn} not found`,
      },
    );
  });
});

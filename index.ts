import { getCallerIdentityOutput } from '@pulumi/aws/getCallerIdentity';
import { getRegionOutput } from '@pulumi/aws/getRegion';
import {
  AlertRouting,
  AnalyzerSchedules,
  AuditTrail,
  BaselineStore,
  IncidentMirror,
  MonitoringAlarms,
  MonitoringDashboard,
  MonitoringRoles,
  MonitoringSchedules,
} from './components';
import { analyzerImage } from './components/analyzerImage';
import { bundleFunction } from './components/functionArchive';
import type { EndpointSchedule } from './components/monitoringSchedules';
import { omitPromiseTraces } from './components/omitPromiseTraces';
import { composeEndpointOutputs, composeStackOutputs } from './components/stackOutputs';
import { monitorSettings } from './config/monitorSettings';
import { loadSettings } from './config/settings';
import type { Engine } from './contract/monitorSettings';
import { composeDashboardName, composeTrailName } from './contract/resourceNames';

omitPromiseTraces();
const settings = loadSettings();
const { stack, tags, endpoints: endpointSettings, alerts, retention, evidence, allowRemoval } = settings;

const caller = getCallerIdentityOutput();
const region = getRegionOutput().region;
const accountId = caller.accountId;
const partition = caller.arn.apply((arn) => arn.split(':')[1] ?? 'aws');
const scope = { partition, region, accountId };

const store = new BaselineStore('store', { ...scope, ...retention, forceDestroy: allowRemoval, tags });
const routing = new AlertRouting('alerts', { ...scope, ...alerts, tags });
const { trailArn, bucketName: trailBucketName } =
  evidence.trailArn === undefined
    ? new AuditTrail('audit', {
        ...scope,
        ...evidence,
        trailName: composeTrailName(stack),
        storeBucketArn: store.bucketArn,
        logRetentionDays: retention.logDays,
        forceDestroy: allowRemoval,
        tags,
      })
    : { trailArn: evidence.trailArn, bucketName: undefined };
const incidents = new IncidentMirror('incidents', {
  ...scope,
  stack,
  bucketName: store.bucketName,
  bucketArn: store.bucketArn,
  keyArn: store.keyArn,
  code: bundleFunction('incident'),
  monitors: monitorSettings(stack, endpointSettings),
  topicArn: routing.topicArn,
  logRetentionDays: retention.logDays,
  tags,
});

/** Endpoints with an approved baseline; the others are not monitored yet. */
const monitored = endpointSettings.flatMap(({ baseline, ...of }) =>
  baseline === undefined ? [] : [{ ...of, baseline, tags: { ...tags, endpoint: of.endpoint, owner: of.owner } }],
);
type Monitored = (typeof monitored)[number];

/** What a component needs of each endpoint of an engine, by its name. */
const ofEach = <T>(argsOf: (of: Monitored) => T, engine?: Engine): Record<string, T> =>
  Object.fromEntries(
    monitored.filter((of) => engine === undefined || of.engine === engine).map((of) => [of.endpoint, argsOf(of)]),
  );

const withImage = (of: Monitored) => ({
  ...of,
  analyzerImage: region.apply((name) => of.analyzerImage ?? analyzerImage(name)),
});
const roles = new MonitoringRoles('monitoring', {
  ...scope,
  bucketArn: store.bucketArn,
  keyArn: store.keyArn,
  endpoints: ofEach(withImage, 'modelMonitor'),
});
const { schedules: managed } = new MonitoringSchedules('schedules', {
  bucketName: store.bucketName,
  keyArn: store.keyArn,
  endpoints: ofEach((of) => ({ ...withImage(of), role: roles.roleOf(of.endpoint) }), 'modelMonitor'),
});
const { schedules: analyzed } = new AnalyzerSchedules('analyzer', {
  ...scope,
  ...settings.analyzer,
  stack,
  bucketName: store.bucketName,
  bucketArn: store.bucketArn,
  keyArn: store.keyArn,
  code: bundleFunction('analyzer'),
  topicArn: routing.topicArn,
  logRetentionDays: retention.logDays,
  endpoints: ofEach((of) => of, 'analyzer'),
  tags,
});
const schedules: Record<string, EndpointSchedule> = { ...managed, ...analyzed };
const { alarms } = new MonitoringAlarms('alarms', {
  stack,
  topicArn: routing.topicArn,
  endpoints: ofEach((of) => ({
    ...of,
    monitoredSince: analyzed[of.endpoint]?.createdAt ?? roles.roleOf(of.endpoint).createdAt,
  })),
});
const dashboard = new MonitoringDashboard(
  'dashboard',
  {
    dashboardName: composeDashboardName(stack),
    region,
    endpoints: endpointSettings.map((settings) => ({ ...settings, alarmArns: alarms[settings.endpoint]?.arns })),
  },
  // The routing claims the stack's name: without it a dashboard of another program would be overwritten.
  { dependsOn: [routing] },
);

const endpoints = Object.fromEntries(
  endpointSettings.map(({ endpoint, schema }) => [
    endpoint,
    composeEndpointOutputs({
      endpoint,
      schema,
      store,
      monitoring: schedules[endpoint],
      alarms: alarms[endpoint],
    }),
  ]),
);

export = composeStackOutputs({
  storeBucketName: store.bucketName,
  storeBucketArn: store.bucketArn,
  storeKeyArn: store.keyArn,
  alertTopicArn: routing.topicArn,
  ticketQueueUrl: routing.ticketQueueUrl,
  trailArn,
  trailBucketName,
  incidentFunctionName: incidents.functionName,
  dashboardName: dashboard.dashboardName,
  endpoints,
});

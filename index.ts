import { getCallerIdentityOutput } from '@pulumi/aws/getCallerIdentity';
import { getRegionOutput } from '@pulumi/aws/getRegion';
import {
  AlertRouting,
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
import { omitPromiseTraces } from './components/omitPromiseTraces';
import { composeEndpointOutputs, composeStackOutputs } from './components/stackOutputs';
import { monitorSettings } from './config/monitorSettings';
import { loadSettings } from './config/settings';
import { composeDashboardName, composeTrailName } from './contract/resourceNames';

omitPromiseTraces();
const { stack, tags, endpoints: endpointSettings, alerts, retention, evidence, allowRemoval } = loadSettings();

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

/** Endpoints with an approved baseline, by name; the others are not monitored yet. */
const monitored = new Map(
  endpointSettings.flatMap(({ baseline, ...settings }) => {
    if (baseline === undefined) return [];
    const image = region.apply((name) => settings.analyzerImage ?? analyzerImage(name));
    const ownTags = { ...tags, endpoint: settings.endpoint, owner: settings.owner };
    return [[settings.endpoint, { ...settings, baseline, analyzerImage: image, tags: ownTags }] as const];
  }),
);
type MonitoredSettings = typeof monitored extends Map<string, infer Settings> ? Settings : never;

/** What a component needs of each monitored endpoint. */
const ofEach = <T>(argsOf: (settings: MonitoredSettings) => T): Record<string, T> =>
  Object.fromEntries([...monitored].map(([endpoint, settings]) => [endpoint, argsOf(settings)]));

const roles = new MonitoringRoles('monitoring', {
  ...scope,
  bucketArn: store.bucketArn,
  keyArn: store.keyArn,
  endpoints: ofEach((settings) => settings),
});
const { schedules } = new MonitoringSchedules('schedules', {
  bucketName: store.bucketName,
  keyArn: store.keyArn,
  endpoints: ofEach((settings) => ({ ...settings, role: roles.roleOf(settings.endpoint) })),
});
const { alarms } = new MonitoringAlarms('alarms', {
  stack,
  topicArn: routing.topicArn,
  endpoints: ofEach((settings) => ({ ...settings, monitoredSince: roles.roleOf(settings.endpoint).createdAt })),
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

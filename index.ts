import { getCallerIdentityOutput } from '@pulumi/aws/getCallerIdentity';
import { getRegionOutput } from '@pulumi/aws/getRegion';
import * as pulumi from '@pulumi/pulumi';
import {
  AlertRouting,
  AuditTrail,
  BaselineStore,
  IncidentMirror,
  MonitoringAlarms,
  MonitoringDashboard,
  MonitoringRole,
  MonitoringSchedule,
} from './components';
import { analyzerImage } from './components/analyzerImage';
import { composeEndpointOutputs } from './components/endpointOutputs';
import { bundleFunction } from './components/functionArchive';
import { type EndpointSettings, loadSettings } from './config/settings';

const { stack, environment, tags, endpoints: monitored, alerts, retention, evidence } = loadSettings();
const forceDestroy = environment === 'local';
const protect = environment === 'prod';

const caller = getCallerIdentityOutput();
const region = getRegionOutput().region;
const accountId = caller.accountId;
const partition = caller.arn.apply((arn) => arn.split(':')[1] ?? 'aws');
const scope = { partition, region, accountId };

const store = new BaselineStore('store', { ...scope, ...retention, forceDestroy, tags }, { protect });
const routing = new AlertRouting('alerts', { ...scope, ...alerts, tags });
const audit = new AuditTrail(
  'audit',
  {
    ...scope,
    ...evidence,
    trailName: `model-observability-${stack}`,
    storeBucketArn: store.bucketArn,
    logRetentionDays: retention.logDays,
    forceDestroy,
    tags,
  },
  { protect },
);
const incidents = new IncidentMirror('incidents', {
  ...scope,
  stack,
  bucketName: store.bucketName,
  bucketArn: store.bucketArn,
  keyArn: store.keyArn,
  code: bundleFunction('incident'),
  topicArn: routing.topicArn,
  logRetentionDays: retention.logDays,
  tags,
});

const imageOf = (settings: EndpointSettings) => region.apply((name) => settings.analyzerImage ?? analyzerImage(name));
const role = new MonitoringRole('monitoring-role', {
  ...scope,
  bucketArn: store.bucketArn,
  keyArn: store.keyArn,
  endpoints: monitored,
  analyzerImages: pulumi.all(monitored.map(imageOf)),
  tags,
});

/** Creates the schedule and the alarms of an endpoint, or nothing before its first baseline is approved. */
function monitorEndpoint(settings: EndpointSettings) {
  const { endpoint, baseline, sla, schedule } = settings;
  if (baseline === undefined) return {};
  const ownTags = { ...tags, endpoint, owner: settings.owner };
  const monitoring = new MonitoringSchedule(
    endpoint,
    {
      ...settings,
      baseline,
      bucketName: store.bucketName,
      keyArn: store.keyArn,
      roleArn: role.arn,
      analyzerImage: imageOf(settings),
      tags: ownTags,
    },
    // The first run needs the role's permissions, not only its ARN.
    { dependsOn: [role] },
  );
  const monitoringSchedule = monitoring.scheduleName;
  const topicArn = routing.topicArn;
  const args = { stack, endpoint, monitoringSchedule, sla, schedule, topicArn, tags: ownTags };
  return { monitoring, alarms: new MonitoringAlarms(`${endpoint}-alarms`, args) };
}

const monitors = monitored.map((settings) => ({ settings, ...monitorEndpoint(settings) }));
const dashboard = new MonitoringDashboard('dashboard', {
  dashboardName: `model-observability-${stack}`,
  region,
  endpoints: monitors.map(({ settings: { endpoint, sla }, monitoring, alarms }) => ({
    endpoint,
    sla,
    monitoringSchedule: monitoring?.scheduleName,
    alarmArns: alarms?.alarmArns,
  })),
});

export const storeBucketName = store.bucketName;
export const storeBucketArn = store.bucketArn;
export const storeKeyArn = store.keyArn;
export const monitoringRoleArn = role.arn;
export const alertTopicArn = routing.topicArn;
export const ticketQueueUrl = routing.ticketQueueUrl;
export const trailArn = audit.trailArn;
export const trailBucketName = audit.bucketName;
export const incidentFunctionName = incidents.functionName;
export const dashboardName = dashboard.dashboardName;
export const endpoints = Object.fromEntries(
  monitors.map(({ settings: { endpoint, schema, baseline }, monitoring, alarms }) => [
    endpoint,
    composeEndpointOutputs({ endpoint, schema, baseline, store, monitoring, alarms }),
  ]),
);

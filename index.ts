import * as aws from '@pulumi/aws/config/vars';
import { getCallerIdentityOutput } from '@pulumi/aws/getCallerIdentity';
import { getRegionOutput } from '@pulumi/aws/getRegion';
import * as pulumi from '@pulumi/pulumi';
import {
  AlertRouting,
  AnalyzerSchedules,
  AuditDetection,
  AuditTrail,
  BaselineStore,
  IncidentIndex,
  IncidentMirror,
  MessageRouting,
  MonitoringAlarms,
  MonitoringDashboard,
  MonitoringRoles,
  MonitoringSchedules,
  StackQueries,
} from './components';
import { analyzerImage } from './components/analyzerImage';
import { bundleFunction } from './components/functionArchive';
import type { EndpointSchedule } from './components/monitoringSchedules';
import { omitSdkDiagnostics } from './components/omitSdkDiagnostics';
import { composeEndpointOutputs, composeStackOutputs } from './components/stackOutputs';
import { StackResources } from './components/stackResources';
import { monitorSettings } from './config/monitorSettings';
import { loadSettings } from './config/settings';
import { needsIamForwarding } from './contract/auditRules';
import type { Engine } from './contract/monitorSettings';
import { preprocessorOf } from './contract/recordPreprocessor';
import { composeDashboardName, composeTrailName } from './contract/resourceNames';

omitSdkDiagnostics();
const settings = loadSettings();
const { stack, tags, endpoints: endpointSettings, alerts, digest, retention, evidence, allowRemoval } = settings;

const caller = getCallerIdentityOutput();
const region = getRegionOutput().region;
const accountId = caller.accountId;
const partition = caller.arn.apply((arn) => arn.split(':')[1] ?? 'aws');
const scope = { partition, region, accountId };

const resources = new StackResources();
const collected = { transformations: [resources.transformation] };
const store = new BaselineStore('store', { ...scope, ...retention, forceDestroy: allowRemoval, tags }, collected);
const { routes, deliveries, ...recipients } = alerts;
const routing = new AlertRouting(
  'alerts',
  {
    ...scope,
    stack,
    ...recipients,
    digest: digest.from === undefined ? digest.audiences : [],
    tags,
  },
  collected,
);
/** The routing claims the stack's name: what is named after it comes later, so that another program's is not touched. */
const afterClaim = { ...collected, dependsOn: [routing] };
const messages = new MessageRouting(
  'messages',
  {
    ...scope,
    stack,
    routes,
    deliveries,
    queueArns: { tickets: routing.ticketQueueArn },
    topicArn: routing.topicArn,
    tags,
  },
  afterClaim,
);
const trail =
  evidence.trailArn === undefined
    ? new AuditTrail(
        'audit',
        {
          ...scope,
          ...evidence,
          trailName: composeTrailName(stack),
          storeBucketArn: store.bucketArn,
          logRetentionDays: retention.logDays,
          forceDestroy: allowRemoval,
          tags,
        },
        collected,
      )
    : undefined;
const trailArn = trail?.trailArn ?? pulumi.output(evidence.trailArn ?? '');
const incidentIndex = new IncidentIndex(
  'incident-index',
  { keyArn: store.keyArn, forceDestroy: allowRemoval, tags },
  collected,
);
const incidents = new IncidentMirror(
  'incidents',
  {
    ...scope,
    stack,
    bucketName: store.bucketName,
    bucketArn: store.bucketArn,
    keyArn: store.keyArn,
    index: incidentIndex,
    code: bundleFunction('incident'),
    monitors: monitorSettings(settings),
    topicArn: routing.topicArn,
    busName: messages.busName,
    busArn: messages.busArn,
    canaryQueueName: messages.canaryQueueName,
    topicKeyArn: routing.keyArn,
    digest,
    logRetentionDays: retention.logDays,
    tags,
  },
  collected,
);

/** Endpoints with an approved baseline; the others are not monitored yet. */
const monitored = endpointSettings.flatMap(({ baseline, ...rest }) =>
  baseline === undefined ? [] : [{ ...rest, baseline, tags: { ...tags, endpoint: rest.endpoint, owner: rest.owner } }],
);
type Monitored = (typeof monitored)[number];

/** What a component needs of each endpoint of an engine, by its name. */
const ofEach = <T>(argsOf: (monitor: Monitored) => T, engine?: Engine): Record<string, T> =>
  Object.fromEntries(
    monitored
      .filter((monitor) => engine === undefined || monitor.engine === engine)
      .map((monitor) => [monitor.endpoint, argsOf(monitor)]),
  );

/** What Model Monitor needs besides the settings. */
const managedMonitor = (monitor: Monitored) => ({
  ...monitor,
  analyzerImage: region.apply((name) => monitor.analyzerImage ?? analyzerImage(name)),
  preprocessor: preprocessorOf(monitor.captureSchema),
});
const roles = new MonitoringRoles(
  'monitoring',
  {
    ...scope,
    bucketArn: store.bucketArn,
    keyArn: store.keyArn,
    endpoints: ofEach(managedMonitor, 'modelMonitor'),
  },
  collected,
);
const { schedules: managed } = new MonitoringSchedules(
  'schedules',
  {
    bucketName: store.bucketName,
    keyArn: store.keyArn,
    tags,
    endpoints: ofEach(
      (monitor) => ({ ...managedMonitor(monitor), role: roles.roleOf(monitor.endpoint) }),
      'modelMonitor',
    ),
  },
  collected,
);
const { schedules: analyzed } = new AnalyzerSchedules(
  'analyzer',
  {
    ...scope,
    ...settings.analyzer,
    stack,
    bucketName: store.bucketName,
    bucketArn: store.bucketArn,
    keyArn: store.keyArn,
    code: () => bundleFunction('analyzer'),
    topicArn: routing.topicArn,
    logRetentionDays: retention.logDays,
    endpoints: ofEach((monitor) => monitor, 'analyzer'),
    tags,
  },
  collected,
);
const schedules: Record<string, EndpointSchedule> = { ...managed, ...analyzed };
const { alarms } = new MonitoringAlarms(
  'alarms',
  {
    stack,
    topicArn: routing.topicArn,
    endpoints: ofEach((monitor) => ({
      ...monitor,
      monitoredSince: analyzed[monitor.endpoint]?.createdAt ?? roles.roleOf(monitor.endpoint).createdAt,
    })),
  },
  collected,
);
const dashboard = new MonitoringDashboard(
  'dashboard',
  {
    dashboardName: composeDashboardName(stack),
    region,
    endpoints: endpointSettings.map((settings) => ({ ...settings, alarmArns: alarms[settings.endpoint]?.arns })),
  },
  afterClaim,
);
if (settings.queries.enabled) {
  new StackQueries(
    'queries',
    {
      ...scope,
      ...settings.queries,
      stack,
      bucketName: store.bucketName,
      keyArn: store.keyArn,
      endpoints: endpointSettings.map(({ endpoint }) => endpoint),
      trail: trailTableArgs(),
      tags,
    },
    collected,
  );
}

const audit = new AuditDetection(
  'audit-detection',
  {
    ...scope,
    stack,
    bucketName: store.bucketName,
    bucketArn: store.bucketArn,
    keyArn: store.keyArn,
    code: bundleFunction('audit'),
    topicArn: routing.topicArn,
    topicKeyArn: routing.keyArn,
    busName: messages.busName,
    busArn: messages.busArn,
    trailArn,
    trail,
    forwardsIam: needsIamForwarding(aws.region),
    deploymentRoles: evidence.deploymentRoles,
    approvers: evidence.approvers,
    mutes: evidence.mutes,
    endpoints: monitored.map(({ endpoint }) => endpoint),
    monitorsHash: incidents.monitorsHash,
    names: () => resources.names(),
    resources: () => resources.describe(),
    logRetentionDays: retention.logDays,
    tags,
  },
  collected,
);

/** Where the trail's files are: in the stack's own bucket, or where the settings say that an existing trail has them. */
function trailTableArgs() {
  if (trail === undefined) {
    const { trailLocation } = settings.queries;
    return trailLocation === undefined ? undefined : { location: trailLocation };
  }
  return { location: pulumi.interpolate`s3://${trail.bucketName}/AWSLogs/`, account: accountId };
}

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
  trailBucketName: trail?.bucketName,
  incidentFunctionName: incidents.functionName,
  incidentTableName: incidentIndex.tableName,
  eventDeadLetterQueueUrl: incidents.deadLetterQueueUrl,
  messageDeadLetterQueueUrl: messages.deadLetterQueueUrl,
  auditFunctionName: audit.functionName,
  dashboardName: dashboard.dashboardName,
  endpoints,
});

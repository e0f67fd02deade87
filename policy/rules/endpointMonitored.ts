import { alarmCover, hasActions } from '../monitoring/alarmCover';
import { alarmMetrics, endpointOf } from '../monitoring/alarmMetrics';
import { monitoredEndpoint } from '../monitoring/jobDefinition';
import { monitoringTypes, resourcesOfKind, subscribersByTopic } from '../monitoring/monitoringResources';
import { Directory } from '../pack/directory';
import { groupByKeys } from '../pack/groupByKeys';
import { notYetKnown } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';
import type { StackRule } from '../pack/rule';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';

export const endpointMonitored: StackRule = {
  id: 'endpoint-monitored',
  displayName: 'Endpoints are monitored',
  description: 'Every endpoint has a monitoring schedule, alarms, and a topic with subscribers that the alarms notify.',
  rationale: 'Schedule, alarms and notification are useful only together: one missing part breaks the chain.',
  severity: 'high',
  framework: {
    name: 'AWS Well-Architected Framework',
    version: '2025-11-19',
    reference: 'MLPERF06-BP04',
    specification: 'Machine Learning Lens: monitor, detect, and handle model performance degradation',
  },
  source: 'https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlperf06-bp04.html',
  remediationSteps:
    'Add a DataQualityJobDefinition, a MonitoringSchedule, a MetricAlarm with the dimension Endpoint, and a ' +
    'topic with a TopicSubscription in its alarmActions.',
  example: {
    avoid: { churn: { type: monitoringTypes.endpoint, properties: { name: 'churn' } } },
    prefer: {
      churn: { type: monitoringTypes.endpoint, properties: { name: 'churn' } },
      'churn-definition': {
        type: monitoringTypes.definition,
        properties: { name: 'churn-data', dataQualityJobInput: { endpointInput: { endpointName: 'churn' } } },
      },
      'churn-schedule': {
        type: monitoringTypes.schedule,
        properties: { monitoringScheduleConfig: { monitoringJobDefinitionName: 'churn-data' } },
      },
      'churn-drift': {
        type: monitoringTypes.metricAlarm,
        properties: { metricName: 'Violations', dimensions: { Endpoint: 'churn' }, alarmActions: ['alerts'] },
      },
      alerts: { type: monitoringTypes.topic, properties: { name: 'alerts' } },
      tickets: { type: monitoringTypes.subscription, properties: { topic: 'alerts', protocol: 'sqs' } },
    },
  },
  checkStack: (resources) => {
    const parts = partsOf(resources);
    return endpointsAmong(parts).flatMap((endpoint) => {
      const verdicts = [...scheduleVerdicts(endpoint, parts), ...alarmVerdicts(endpoint, parts)];
      return verdicts.length > 0 ? verdicts : [passes(endpoint.resource)];
    });
  },
};

/** An endpoint: the resource that creates it, otherwise the job definition that names it. */
interface Endpoint {
  readonly resource: Resource;
  readonly name: string | typeof notYetKnown;
  readonly definitions: readonly Resource[];
}

function partsOf(resources: readonly Resource[]) {
  const definitions = resourcesOfKind(resources, 'definition');
  const endpoints = resourcesOfKind(resources, 'endpoint');
  const directory = new Directory(definitions);
  const scheduledDefinitions = resourcesOfKind(resources, 'schedule').flatMap(
    (schedule) => directory.find(schedule, 'monitoringScheduleConfig').resources,
  );
  const subscribers = subscribersByTopic(resources);
  const alarms = resourcesOfKind(resources, 'metricAlarm');
  return {
    definitions,
    endpoints,
    endpointDirectory: new Directory(endpoints),
    scheduled: new Set(scheduledDefinitions),
    alarms,
    alarmsByEndpoint: groupByKeys(alarms, endpointsOf),
    cover: alarmCover(
      resourcesOfKind(resources, 'metricAlarm', 'compositeAlarm'),
      resourcesOfKind(resources, 'compositeAlarm'),
    ),
    topics: new Directory(subscribers.keys()),
    subscribers,
  };
}
type Parts = ReturnType<typeof partsOf>;

function endpointsAmong({ definitions, endpoints, endpointDirectory }: Parts): Endpoint[] {
  const ownEndpoints = endpoints.map((resource): Endpoint => {
    const property = resource.property('name');
    const name = typeof property === 'string' && property !== '' ? property : notYetKnown;
    const ownDefinitions = definitions.filter((definition) =>
      endpointDirectory.find(definition, 'dataQualityJobInput').resources.includes(resource),
    );
    return { resource, name, definitions: ownDefinitions };
  });
  const assigned = new Set(ownEndpoints.flatMap((endpoint) => endpoint.definitions));
  const byName = new Map<string, Resource[]>();
  for (const definition of definitions) {
    const name = monitoredEndpoint(definition);
    if (typeof name === 'string' && !assigned.has(definition))
      byName.set(name, [...(byName.get(name) ?? []), definition]);
  }
  const foreignEndpoints = [...byName].flatMap(([name, ownDefinitions]): Endpoint[] =>
    ownDefinitions[0] ? [{ resource: ownDefinitions[0], name, definitions: ownDefinitions }] : [],
  );
  return [...ownEndpoints, ...foreignEndpoints];
}

const nameOf = ({ name, resource }: Endpoint) => (typeof name === 'string' ? name : resource.name);

function scheduleVerdicts(endpoint: Endpoint, parts: Parts): Verdict[] {
  if (endpoint.definitions.some((definition) => parts.scheduled.has(definition))) return [];
  const [definition] = endpoint.definitions;
  const lack = definition
    ? `has a job definition ('${definition.name}') without a schedule: add an aws.sagemaker.MonitoringSchedule`
    : 'has no monitor: add an aws.sagemaker.DataQualityJobDefinition and an aws.sagemaker.MonitoringSchedule';
  return [violates(endpoint.resource, `Endpoint '${nameOf(endpoint)}' ${lack}.`)];
}

function alarmVerdicts(endpoint: Endpoint, parts: Parts): Verdict[] {
  const alarms = alarmsOn(endpoint, parts);
  if (alarms.length === 0) {
    return [
      violates(
        endpoint.resource,
        `Endpoint '${nameOf(endpoint)}' has no alarm: add an aws.cloudwatch.MetricAlarm with the dimension Endpoint.`,
      ),
    ];
  }
  return routeVerdicts(endpoint, alarms, parts);
}

function alarmsOn({ name, resource }: Endpoint, { alarms, alarmsByEndpoint }: Parts): readonly Resource[] {
  const byName = alarmsByEndpoint.get(name) ?? [];
  const byResource = alarmsByEndpoint.get(resource) ?? [];
  if (byName.length === 0 || byResource.length === 0) return [...byName, ...byResource];
  const union = new Set([...byName, ...byResource]);
  return alarms.filter((alarm) => union.has(alarm));
}

/** Returns the endpoints of an alarm by name, or while a name is not known, by the resources that it may come from. */
function endpointsOf(alarm: Resource): (string | Resource)[] {
  return alarmMetrics(alarm).flatMap((metric): readonly (string | Resource)[] => {
    const endpoint = endpointOf(metric);
    if (typeof endpoint === 'string') return [endpoint];
    return endpoint === notYetKnown ? (alarm.sources(metric.property) ?? []) : [];
  });
}

/** One alarm with subscribers is enough; the rule monitoring-alarms judges each alarm. */
function routeVerdicts(
  endpoint: Endpoint,
  alarms: readonly Resource[],
  { cover, topics: all, subscribers }: Parts,
): Verdict[] {
  const acting = alarms.flatMap((alarm) => [alarm, ...(cover.get(alarm) ?? [])]);
  const topics = new Set(acting.flatMap((alarm) => all.find(alarm, 'alarmActions').resources));
  if ([...topics].some((topic) => (subscribers.get(topic) ?? []).length > 0)) return [];
  const name = nameOf(endpoint);
  const [topic] = topics;
  if (topic) {
    const text =
      `Alarms of endpoint '${name}' notify topic '${topic.name}', which has no subscriber: add an ` +
      'aws.sns.TopicSubscription.';
    return [violates(endpoint.resource, text)];
  }
  if (acting.some((alarm) => hasActions(alarm) !== false)) {
    const reason = `alarms of endpoint '${name}' notify a topic of another stack, whose subscribers can be judged only there.`;
    return [undetermined(endpoint.resource, reason)];
  }
  return [
    violates(
      endpoint.resource,
      `Alarms of endpoint '${name}' have no actions: set alarmActions to a topic with subscribers.`,
    ),
  ];
}

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
    version: '2024-06-27',
    reference: 'MLOPS-17',
    specification: 'Machine Learning Lens: monitor models in production and notify their owners',
  },
  source: 'https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/machine-learning-lens.html',
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
      const verdicts = [...scheduled(endpoint, parts), ...alarmed(endpoint, parts)];
      return verdicts.length > 0 ? verdicts : [passes(endpoint.resource)];
    });
  },
};

/** An endpoint, by the resource that makes it or else the job definition that names it. */
interface Watched {
  readonly resource: Resource;
  readonly name: string | typeof notYetKnown;
  readonly definitions: readonly Resource[];
}

function partsOf(resources: readonly Resource[]) {
  const definitions = resourcesOfKind(resources, 'definition');
  const endpoints = resourcesOfKind(resources, 'endpoint');
  const directory = new Directory(definitions);
  const scheduled = resourcesOfKind(resources, 'schedule').flatMap(
    (schedule) => directory.find(schedule, 'monitoringScheduleConfig').found,
  );
  const subscribers = subscribersByTopic(resources);
  const alarms = resourcesOfKind(resources, 'metricAlarm');
  return {
    definitions,
    endpoints,
    endpointDirectory: new Directory(endpoints),
    scheduled: new Set(scheduled),
    alarms,
    alarmsByEndpoint: groupByKeys(alarms, watchedEndpoints),
    cover: alarmCover(
      resourcesOfKind(resources, 'metricAlarm', 'compositeAlarm'),
      resourcesOfKind(resources, 'compositeAlarm'),
    ),
    topics: new Directory(subscribers.keys()),
    subscribers,
  };
}
type Parts = ReturnType<typeof partsOf>;

function endpointsAmong({ definitions, endpoints, endpointDirectory }: Parts): Watched[] {
  const own = endpoints.map((resource): Watched => {
    const given = resource.property('name');
    const name = typeof given === 'string' && given !== '' ? given : notYetKnown;
    const named = definitions.filter((each) =>
      endpointDirectory.find(each, 'dataQualityJobInput').found.includes(resource),
    );
    return { resource, name, definitions: named };
  });
  const taken = new Set(own.flatMap((endpoint) => endpoint.definitions));
  const others = new Map<string, Resource[]>();
  for (const definition of definitions) {
    const name = monitoredEndpoint(definition);
    if (typeof name === 'string' && !taken.has(definition)) others.set(name, [...(others.get(name) ?? []), definition]);
  }
  const foreign = [...others].flatMap(([name, named]): Watched[] =>
    named[0] ? [{ resource: named[0], name, definitions: named }] : [],
  );
  return [...own, ...foreign];
}

const called = ({ name, resource }: Watched) => (typeof name === 'string' ? name : resource.name);

function scheduled(endpoint: Watched, parts: Parts): Verdict[] {
  if (endpoint.definitions.some((definition) => parts.scheduled.has(definition))) return [];
  const [definition] = endpoint.definitions;
  const lack = definition
    ? `has a job definition ('${definition.name}') without a schedule: add an aws.sagemaker.MonitoringSchedule`
    : 'has no monitor: add an aws.sagemaker.DataQualityJobDefinition and an aws.sagemaker.MonitoringSchedule';
  return [violates(endpoint.resource, `Endpoint '${called(endpoint)}' ${lack}.`)];
}

function alarmed(endpoint: Watched, parts: Parts): Verdict[] {
  const own = alarmsOn(endpoint, parts);
  if (own.length === 0) {
    return [
      violates(
        endpoint.resource,
        `Endpoint '${called(endpoint)}' has no alarm: add an aws.cloudwatch.MetricAlarm with the dimension Endpoint.`,
      ),
    ];
  }
  return routed(endpoint, own, parts);
}

function alarmsOn({ name, resource }: Watched, { alarms, alarmsByEndpoint }: Parts): readonly Resource[] {
  const named = alarmsByEndpoint.get(name) ?? [];
  const made = alarmsByEndpoint.get(resource) ?? [];
  if (named.length === 0 || made.length === 0) return [...named, ...made];
  const own = new Set([...named, ...made]);
  return alarms.filter((alarm) => own.has(alarm));
}

/** The endpoints that an alarm is about: names, and while a name is not known yet the resources that it may come from. */
function watchedEndpoints(alarm: Resource): (string | Resource)[] {
  return alarmMetrics(alarm).flatMap((metric): readonly (string | Resource)[] => {
    const watched = endpointOf(metric);
    if (typeof watched === 'string') return [watched];
    return watched === notYetKnown ? (alarm.sources(metric.property) ?? []) : [];
  });
}

/** One alarm that reaches somebody is a route; the rule monitoring-alarms judges each alarm. */
function routed(endpoint: Watched, alarms: readonly Resource[], { cover, topics: all, subscribers }: Parts): Verdict[] {
  const acting = alarms.flatMap((alarm) => [alarm, ...(cover.get(alarm) ?? [])]);
  const topics = new Set(acting.flatMap((alarm) => all.find(alarm, 'alarmActions').found));
  if ([...topics].some((topic) => (subscribers.get(topic) ?? []).length > 0)) return [];
  const name = called(endpoint);
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

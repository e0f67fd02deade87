import { Directory } from '../pack/directory';
import type { Resource } from '../pack/resource';

/** Type tokens of monitoring resources. */
export const monitoringTypes = {
  endpoint: 'aws:sagemaker/endpoint:Endpoint',
  endpointConfiguration: 'aws:sagemaker/endpointConfiguration:EndpointConfiguration',
  definition: 'aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition',
  schedule: 'aws:sagemaker/monitoringSchedule:MonitoringSchedule',
  metricAlarm: 'aws:cloudwatch/metricAlarm:MetricAlarm',
  compositeAlarm: 'aws:cloudwatch/compositeAlarm:CompositeAlarm',
  muteRule: 'aws:cloudwatch/alarmMuteRule:AlarmMuteRule',
  metricFilter: 'aws:cloudwatch/logMetricFilter:LogMetricFilter',
  topic: 'aws:sns/topic:Topic',
  topicPolicy: 'aws:sns/topicPolicy:TopicPolicy',
  subscription: 'aws:sns/topicSubscription:TopicSubscription',
} as const;
type Kind = keyof typeof monitoringTypes;

/** Returns the resources of the given kinds. */
export function resourcesOfKind(resources: readonly Resource[], ...kinds: readonly Kind[]): Resource[] {
  const tokens: readonly string[] = kinds.map((kind) => monitoringTypes[kind]);
  return resources.filter(({ type }) => tokens.includes(type));
}

/** Returns the subscriptions of each topic of a stack. */
export function subscribersByTopic(resources: readonly Resource[]): ReadonlyMap<Resource, readonly Resource[]> {
  const topics = resourcesOfKind(resources, 'topic');
  const directory = new Directory(topics);
  const subscriptions = new Map(topics.map((topic) => [topic, [] as Resource[]]));
  for (const subscription of resourcesOfKind(resources, 'subscription')) {
    for (const topic of directory.find(subscription, 'topic').resources) subscriptions.get(topic)?.push(subscription);
  }
  return subscriptions;
}

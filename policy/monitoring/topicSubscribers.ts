import { referencesTo } from '../pack/referencesTo';
import type { Resource } from '../pack/resource';
import { ofKinds } from './monitoringTypes';

/** The stack's subscriptions of each of its topics. */
export function topicSubscribers(resources: readonly Resource[]): ReadonlyMap<Resource, readonly Resource[]> {
  const topics = ofKinds(resources, 'topic');
  const topicOf = referencesTo(topics);
  const found = new Map(topics.map((topic) => [topic, [] as Resource[]]));
  for (const subscription of ofKinds(resources, 'subscription')) {
    for (const topic of topicOf(subscription, 'topic')) found.get(topic)?.push(subscription);
  }
  return found;
}

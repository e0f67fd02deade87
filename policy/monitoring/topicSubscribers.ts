import { Directory } from '../pack/directory';
import type { Resource } from '../pack/resource';
import { ofKinds } from './monitoringTypes';

/** The stack's subscriptions of each of its topics. */
export function topicSubscribers(resources: readonly Resource[]): ReadonlyMap<Resource, readonly Resource[]> {
  const topics = ofKinds(resources, 'topic');
  const directory = new Directory(topics);
  const found = new Map(topics.map((topic) => [topic, [] as Resource[]]));
  for (const subscription of ofKinds(resources, 'subscription')) {
    for (const topic of directory.find(subscription, 'topic').found) found.get(topic)?.push(subscription);
  }
  return found;
}

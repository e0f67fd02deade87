import type { Dependency } from './dependency';

const destinationCalls = {
  part: 'messages about incidents',
  source: 'events.amazonaws.com',
  named: ['name'],
  permissions: 'in the role of the rules',
} as const;

/** What the monitoring depends on in EventBridge: events of the store, detection of calls, messages about incidents. */
export const eventDependencies = {
  'aws:cloudwatch/eventRule:EventRule': {
    part: 'events of the store and detection of calls',
    source: 'events.amazonaws.com',
    named: ['name', 'rule'],
    deletes: { 'event path changed': ['DeleteRule'] },
    disables: { 'event path changed': ['DisableRule', 'PutRule'] },
    permissions: 'events of the same account need none',
    restores: { 'event path changed': ['EnableRule'] },
  },
  'aws:cloudwatch/eventTarget:EventTarget': {
    part: 'events of the store and detection of calls',
    source: 'events.amazonaws.com',
    named: ['rule'],
    deletes: { 'event path changed': ['RemoveTargets'] },
    disables: { 'event path changed': ['PutTargets'] },
    permissions: 'in the queue policy',
  },
  'aws:cloudwatch/eventBus:EventBus': {
    part: 'messages about incidents',
    source: 'events.amazonaws.com',
    named: ['name', 'eventBusName'],
    deletes: { 'alert path changed': ['DeleteEventBus'] },
    disables: { 'alert path changed': ['UpdateEventBus'] },
    permissions: { 'permissions changed': ['PutPermission', 'RemovePermission'] },
  },
  'aws:cloudwatch/eventConnection:EventConnection': {
    ...destinationCalls,
    deletes: { 'alert path changed': ['DeleteConnection'] },
    disables: { 'alert path changed': ['UpdateConnection', 'DeauthorizeConnection'] },
  },
  'aws:cloudwatch/eventApiDestination:EventApiDestination': {
    ...destinationCalls,
    deletes: { 'alert path changed': ['DeleteApiDestination'] },
    disables: { 'alert path changed': ['UpdateApiDestination'] },
  },
} as const satisfies Record<string, Dependency>;

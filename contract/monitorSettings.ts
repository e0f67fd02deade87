import * as z from 'zod';
import { digestSettingsSchema } from './digestSettings';
import { type MessageRoute, messageRouteSchema } from './messageRoute';
import { type PlannedMute, plannedMuteSchema } from './plannedMute';
import { type Runbook, runbookSchema } from './runbooks';
import { slaSchema } from './sla';

/** What computes the reports: this project's function, or SageMaker's managed monitoring schedule. */
export const engines = ['analyzer', 'modelMonitor'] as const;
export type Engine = (typeof engines)[number];

/** Key of the object in the store with each endpoint's settings for the incident function and the analyzer. */
export const monitorSettingsKey = 'settings/monitors.json';

const endpointMonitorSchema = z.strictObject({
  /** Version of the capture schema, such as `v1`. */
  schema: z.string(),
  /** Id of the baseline in effect. */
  baseline: z.string(),
  engine: z.enum(engines),
  /** The only variant whose captures are analyzed; absent for all. */
  variant: z.string().optional(),
  /** Cron expression of Model Monitor, or rate of the analyzer, UTC. */
  schedule: z.string(),
  /** Who acts on an alarm. */
  owner: z.string(),
  /** The data contract, with every default filled in. */
  sla: slaSchema,
  /** Whether drift and completeness of each feature are published as metrics too. */
  featureMetrics: z.boolean(),
});

/** What the stack writes for its functions: one object for all endpoints that have a baseline. */
const monitorSettingsSchema = z.strictObject({
  version: z.literal(1),
  stack: z.string(),
  /** Mutes of messages; absent where the settings announce none. */
  mutes: z.array(plannedMuteSchema).optional(),
  /** Ways to people; absent where there are none. */
  routes: z.array(messageRouteSchema).optional(),
  /** Absent in an object that is older than digests. */
  digest: digestSettingsSchema.optional(),
  /** The team's catalogue of runbooks; absent where the settings name none. */
  runbooks: z.array(runbookSchema).optional(),
  /** Whether incidents show pseudonyms instead of categories; absent if not. */
  maskValues: z.literal(true).optional(),
  endpoints: z.record(z.string(), endpointMonitorSchema),
});
/** Endpoints unread: a function reads that of one of hundreds. */
const unreadSettingsSchema = monitorSettingsSchema.extend({ endpoints: z.record(z.string(), z.unknown()) });

export type EndpointMonitor = z.infer<typeof endpointMonitorSchema>;
export type MonitorSettings = z.infer<typeof monitorSettingsSchema>;

/** Reads the object's text. Throws for a text that the stack did not write. */
export function readMonitorSettings(text: string): MonitorSettings {
  return monitorSettingsSchema.parse(JSON.parse(text));
}

/** The mutes of messages in the object's text. */
export function mutesOf(text: string): readonly PlannedMute[] {
  return unreadSettingsSchema.parse(JSON.parse(text)).mutes ?? [];
}

/** The stack's name and its ways to people, in the object's text. */
export function routingOf(text: string): { stack: string; routes: readonly MessageRoute[] } {
  const { stack, routes = [] } = unreadSettingsSchema.parse(JSON.parse(text));
  return { stack, routes };
}

/** How incidents are written. */
export interface IncidentSettings {
  readonly runbooks: readonly Runbook[];
  readonly maskValues: boolean;
}

/** How incidents are written, in the object's text. */
export function incidentSettingsOf(text: string): IncidentSettings {
  const { runbooks = [], maskValues = false } = unreadSettingsSchema.parse(JSON.parse(text));
  return { runbooks, maskValues };
}

/** Settings of an endpoint in the object's text; undefined for an endpoint that the stack does not monitor. */
export function monitorOf(text: string, endpoint: string): EndpointMonitor | undefined {
  const { endpoints } = unreadSettingsSchema.parse(JSON.parse(text));
  return Object.hasOwn(endpoints, endpoint) ? endpointMonitorSchema.parse(endpoints[endpoint]) : undefined;
}

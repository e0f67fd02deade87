import * as z from 'zod';
import { severities } from './alarmNames';
import { type IncidentMessage, incidentMessageSchema } from './incidentMessage';

/**
 * Kinds of routes, by the body that their destination accepts. `alarm` is the stack's topic, whose pager reads alarms of
 * CloudWatch, and `email` its subscribers; `message` is what reads the message as it is: the ticket queue and plain HTTPS.
 */
export const routeKinds = [
  'message',
  'alarm',
  'pagerDuty',
  'jiraServiceManagement',
  'slack',
  'teams',
  'email',
] as const;
export type RouteKind = (typeof routeKinds)[number];

/** Kinds that the stack's topic delivers; the others are rules of the stack's bus. */
export const topicKinds: readonly RouteKind[] = ['alarm', 'email'];

/** A way to people, as the incident function needs it. */
export const messageRouteSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(routeKinds),
  /** Severities of the incidents that it gets. */
  severities: z.array(z.enum(severities)),
  /** Owners of the endpoints that it is for; absent for all. */
  owners: z.array(z.string()).optional(),
});
export type MessageRoute = z.infer<typeof messageRouteSchema>;

/** A parameter that EventBridge adds to each request of a connection. */
interface RequestParameter {
  readonly key: string;
  readonly value: string;
  readonly isValueSecret: boolean;
}

/** How a route is delivered over HTTPS. What is secret is in the connection only. */
export interface RouteDelivery {
  readonly endpoint: string;
  /** Address of the request that closes an incident, if it differs; an asterisk stands for the thread of its messages. */
  readonly closeEndpoint?: string;
  /** Address of changes, which page nobody. */
  readonly changeEndpoint?: string;
  /** Header that authorizes the request. */
  readonly header: { readonly name: string; readonly value: string };
  readonly bodies?: readonly RequestParameter[];
  readonly queryStrings?: readonly RequestParameter[];
}

/** Source and types of the events of messages about incidents, and of changes. */
export const messageSource = 'model-observability';
export const messageDetailType = 'Incident Message';
export const changeDetailType = 'Monitoring Change';

/** Detail of the event of a change: rules match the routes, and hand the body to the destination. */
export const changeEventSchema = z.strictObject({
  /** The same if it is put on the bus again. */
  id: z.string(),
  changeRoutes: z.array(z.string()),
  body: z.unknown(),
});
export type ChangeEvent = z.infer<typeof changeEventSchema>;

/**
 * Detail of the event on the stack's bus. The bus has one rule for each route, which matches its name in `routes` and hands
 * the body of its kind to the destination.
 */
export interface MessageEvent {
  readonly message: IncidentMessage;
  /** Names of the routes that deliver it. */
  readonly routes: readonly string[];
  readonly bodies: Readonly<Partial<Record<RouteKind, unknown>>>;
}

const messageEventSchema = z.looseObject({
  message: incidentMessageSchema,
  routes: z.array(z.string()),
  bodies: z.partialRecord(z.enum(routeKinds), z.unknown()),
});

/** Reads the detail of an event. Throws an Error that names what is invalid. */
export function readMessageEvent(detail: unknown): MessageEvent {
  const { version } = z.object({ message: z.object({ version: z.unknown() }) }).parse(detail).message;
  if (version !== 1) throw new Error(`invalid message version ${JSON.stringify(version)}: expected 1`);
  return messageEventSchema.parse(detail);
}

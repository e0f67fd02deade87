import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type MessageEvent, messageDetailType, messageSource } from '../../contract/messageRoute';
import { composeDashboardName } from '../../contract/resourceNames';
import type { Incident, MessageEntry } from '../../incidents/document/incident';
import { composeMessage } from '../../incidents/message/composeMessage';
import { messageBodies } from '../../incidents/message/messageBodies';
import { selectRoutes } from '../../incidents/message/selectRoutes';
import type { MonitoredEndpoint } from './endpointMonitors';

/** Where messages are put. */
export interface MessageBus {
  readonly events: EventBridgeClient;
  /** Name of the stack's bus. */
  readonly bus: string;
  readonly region: string;
  /** The store. */
  readonly bucket: string;
}

/** Puts the message of an entry of an incident on the stack's bus. Throws if the bus does not accept it. */
export async function putMessage(
  { events, bus, region, bucket }: MessageBus,
  { settings, stack, routes }: MonitoredEndpoint,
  incident: Incident,
  entry: MessageEntry,
): Promise<void> {
  const { owner, sla } = settings;
  const dashboard = composeDashboardName(stack);
  const message = composeMessage(incident, entry, { stack, owner, runbook: sla.runbook, region, bucket, dashboard });
  const selected = selectRoutes(routes, incident, entry, owner);
  const event: MessageEvent = {
    message,
    routes: selected.map(({ name }) => name),
    bodies: messageBodies(
      message,
      selected.map(({ kind }) => kind),
    ),
  };
  const { FailedEntryCount = 0, Entries = [] } = await events.send(
    new PutEventsCommand({
      Entries: [
        { EventBusName: bus, Source: messageSource, DetailType: messageDetailType, Detail: JSON.stringify(event) },
      ],
    }),
  );
  if (FailedEntryCount > 0) {
    throw new Error(`bus ${bus} refused message ${entry.id}: ${Entries[0]?.ErrorMessage ?? Entries[0]?.ErrorCode}`);
  }
}

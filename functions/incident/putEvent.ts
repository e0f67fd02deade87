import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { messageSource } from '../../contract/messageRoute';

interface Bus {
  readonly events: EventBridgeClient;
  /** Name of the stack's bus. */
  readonly bus: string;
}

/** Puts an event on the stack's bus. Throws if it is not accepted; `what` names it. */
export async function putEvent({ events, bus }: Bus, DetailType: string, detail: object, what: string): Promise<void> {
  const { FailedEntryCount = 0, Entries = [] } = await events.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: bus, Source: messageSource, DetailType, Detail: JSON.stringify(detail) }],
    }),
  );
  if (FailedEntryCount > 0) {
    throw new Error(`bus ${bus} refused ${what}: ${Entries[0]?.ErrorMessage ?? Entries[0]?.ErrorCode}`);
  }
}

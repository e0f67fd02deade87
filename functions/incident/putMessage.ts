import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { routeAudienceName } from '../../contract/mailAudience';
import { type MessageEvent, type MessageRoute, messageDetailType, topicKinds } from '../../contract/messageRoute';
import { composeDashboardName } from '../../contract/resourceNames';
import type { Incident, MessageEntry } from '../../incidents/document/incident';
import { alarmBody } from '../../incidents/message/alarmBody';
import { composeMessage } from '../../incidents/message/composeMessage';
import { emailBody } from '../../incidents/message/emailBody';
import { messageBodies } from '../../incidents/message/messageBodies';
import { selectRoutes } from '../../incidents/message/selectRoutes';
import { publishMail } from './publishMail';
import { putEvent } from './putEvent';

/** Where messages are put. */
export interface MessageBus {
  readonly sns: SNSClient;
  /** Topic of the alarms, whose pager gets messages in the form of alarms, and which sends mails. */
  readonly topicArn: string;
  readonly events: EventBridgeClient;
  /** Name of the stack's bus. */
  readonly bus: string;
  readonly region: string;
  /** The store. */
  readonly bucket: string;
}

/** Ways to people, and what a message says of its endpoint. */
interface MessageContext {
  readonly stack: string;
  readonly routes: readonly MessageRoute[];
  readonly settings: { readonly owner: string; readonly sla: { readonly runbook: string } };
}

/** Puts the message of an entry of an incident on the stack's bus, and pages and mails by the topic. Throws if it is not accepted. */
export async function putMessage(
  { sns, topicArn, events, bus, region, bucket }: MessageBus,
  { settings, stack, routes }: MessageContext,
  incident: Incident,
  entry: MessageEntry,
): Promise<void> {
  const { owner, sla } = settings;
  const dashboard = composeDashboardName(stack);
  const message = composeMessage(incident, entry, { stack, owner, runbook: sla.runbook, region, bucket, dashboard });
  const selected = selectRoutes(routes, incident, entry, owner);
  const ofBus = selected.filter(({ kind }) => !topicKinds.includes(kind));
  // EventBridge could write to an encrypted topic only if its key trusted EventBridge on behalf of any account.
  if (selected.some(({ kind }) => kind === 'alarm')) {
    await sns.send(new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(alarmBody(message)) }));
  }
  for (const { name } of selected.filter(({ kind }) => kind === 'email')) {
    await publishMail({ sns, topicArn }, routeAudienceName(name), emailBody(message));
  }
  const event: MessageEvent = {
    message,
    routes: ofBus.map(({ name }) => name),
    bodies: messageBodies(
      message,
      ofBus.map(({ kind }) => kind),
    ),
  };
  await putEvent({ events, bus }, messageDetailType, event, `message ${entry.id}`);
}

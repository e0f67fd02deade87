import { makeCheckClients } from '../../audit/check/checkClients';
import { clientTimeouts } from '../../contract/clientTimeouts';
import { checkEvent } from '../../contract/scheduledEvent';
import { variableReader } from '../../contract/variableReader';
import type { QueueBatch, QueueBatchResult } from '../incident/incidentHandler';
import type { MessageBus } from '../incident/putMessage';
import { createAuditHandler } from './auditHandler';
import { runScheduledCheck, type ScheduledCheckArgs, type ScheduledResult } from './scheduledCheck';

const readVariable = variableReader('AuditDetection');

let args: (ScheduledCheckArgs & Pick<MessageBus, 'bus' | 'region'>) | undefined;

/**
 * Entry point of the Lambda function, for batches of its queue and for its schedule. The clients are created with the first
 * event.
 */
export async function handler(event: object): Promise<QueueBatchResult | ScheduledResult> {
  args ??= makeArgs();
  const dueAt = checkEvent.dueAt(event);
  if (dueAt) return runScheduledCheck(args, dueAt);
  const { s3, events } = args.clients;
  return createAuditHandler({ ...args, s3, events })(event as QueueBatch);
}

function makeArgs(): NonNullable<typeof args> {
  const clients = makeCheckClients({ requestHandler: clientTimeouts }, readVariable('TRAIL_REGION'));
  return {
    clients,
    sns: clients.sns,
    cloudwatch: clients.cloudWatch,
    now: () => new Date(),
    bucket: readVariable('STORE_BUCKET'),
    topicArn: readVariable('ALERT_TOPIC_ARN'),
    bus: readVariable('MESSAGE_BUS'),
    region: readVariable('AWS_REGION'),
    namespace: readVariable('METRIC_NAMESPACE'),
  };
}

import { alarmName } from '../../contract/alarmNames';
import type { IncidentMessage } from '../../contract/incidentMessage';
import { observabilityNamespace } from '../../contract/metrics';
import { shortenText } from '../../contract/shortenText';
import { messageLinks, violationLines } from './messageLines';

/**
 * The message in the form of CloudWatch's notification of an alarm, for pagers that read those from the stack's topic: each
 * incident is an alarm of its own, active until the incident is closed
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html).
 */
export function alarmBody(message: IncidentMessage): unknown {
  const { severity, stack, endpoint, thread, kind, headline, owner, runbook } = message;
  const isClosed = kind === 'closed';
  const lines = [
    headline,
    ...violationLines(message),
    ...messageLinks(message).map(([title, url]) => `${title}: ${url}`),
  ];
  return {
    AlarmName: alarmName({ severity, stack, endpoint, what: thread }),
    AlarmDescription: `${headline} Owner: ${owner}. Runbook: ${runbook}`,
    Incident: message.incident,
    NewStateValue: isClosed ? 'OK' : 'ALARM',
    OldStateValue: isClosed ? 'ALARM' : 'OK',
    NewStateReason: shortenText(lines.join('\n'), 4_000),
    StateChangeTime: (message.closed ?? message.lastWindow).replace('Z', '+0000'),
    Trigger: {
      // Not the metric of the alarms on broken promises, which the pager's subscription leaves out.
      MetricName: 'Incident',
      Namespace: observabilityNamespace,
      Dimensions: [
        { name: 'Endpoint', value: endpoint },
        { name: 'Severity', value: severity },
      ],
    },
  };
}

import type { IncidentMessage } from '../../contract/incidentMessage';
import { messageFacts, messageLinks, violationLines } from './messageLines';

/** Subject and text of a mail. */
export interface EmailBody {
  readonly subject: string;
  readonly text: string;
}

/** A mail as plain text; who sends it shortens the subject. */
export function emailBody(message: IncidentMessage): EmailBody {
  const { severity, endpoint, kind, incident, headline } = message;
  const lines = (pairs: readonly (readonly [string, string])[]) => pairs.map(([name, value]) => `${name}: ${value}`);
  const parts = [[headline], violationLines(message), lines(messageFacts(message)), lines(messageLinks(message))];
  return {
    subject: `${severity}: ${endpoint} ${kind} (${incident})`,
    text: parts
      .filter((part) => part.length > 0)
      .map((part) => part.join('\n'))
      .join('\n\n'),
  };
}

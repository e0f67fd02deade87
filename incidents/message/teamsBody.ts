import type { IncidentMessage } from '../../contract/incidentMessage';
import { messageFacts, messageLinks, violationLines } from './messageLines';

/**
 * A line of text that Teams shows as it is: text runs have no Markdown, unlike text blocks and facts
 * (https://adaptivecards.io/explorer/RichTextBlock.html).
 */
const line = (...runs: readonly object[]) => ({
  type: 'RichTextBlock',
  inlines: runs.map((run) => ({ type: 'TextRun', ...run })),
});

/**
 * The message of a Teams workflow webhook: an adaptive card
 * (https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using). A message has at
 * most 28 KB.
 */
export function teamsBody(message: IncidentMessage): unknown {
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            line({ text: message.headline, weight: 'Bolder', size: 'Medium' }),
            ...violationLines(message).map((text) => line({ text })),
            ...messageFacts(message).map(([name, value]) =>
              line({ text: `${name}: `, weight: 'Bolder' }, { text: value }),
            ),
          ],
          actions: messageLinks(message).map(([title, url]) => ({ type: 'Action.OpenUrl', title, url })),
        },
      },
    ],
  };
}

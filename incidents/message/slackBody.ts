import type { IncidentMessage } from '../../contract/incidentMessage';
import { shortenText } from '../../contract/shortenText';
import { messageFacts, messageLinks, violationLines } from './messageLines';

/** Text that Slack shows as it is. */
const plainText = (text: string, longest: number) => ({
  type: 'plain_text' as const,
  text: shortenText(text, longest),
  emoji: false,
});

/**
 * Arguments of Slack's chat.postMessage without `channel`, which the connection adds. Texts from data are plain text, in
 * which Slack reads no markup; in `text`, which notifications show, markup is escaped
 * (https://docs.slack.dev/messaging/formatting-message-text). Header at most 150 characters, section 3,000, button 75, its
 * address 3,000 (https://docs.slack.dev/reference/block-kit/blocks).
 */
export function slackBody(message: IncidentMessage): unknown {
  const facts = messageFacts(message).map(([name, value]) => `${name}: ${value}`);
  const texts = [message.headline, violationLines(message).join('\n'), facts.join('\n')];
  return {
    text: shortenText(escapeMarkup(message.headline), 3_000),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: plainText(`${message.severity}: ${message.endpoint} ${message.kind}`, 150) },
      ...texts.filter((text) => text !== '').map((text) => ({ type: 'section', text: plainText(text, 3_000) })),
      {
        type: 'actions',
        elements: messageLinks(message)
          .filter(([, url]) => url.length <= 3_000)
          .map(([title, url]) => ({ type: 'button', text: plainText(title, 75), url })),
      },
    ],
  };
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

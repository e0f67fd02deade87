import type { IncidentMessage } from '../../contract/incidentMessage';
import { messageFacts, messageLinks, violationLines } from './messageLines';

/** Lines of the mail; the rule's template has a line for each name. */
export const emailLines = ['headline', 'violations', 'facts', 'links'] as const;

/**
 * The lines of an e-mail. EventBridge puts them between the quotation marks of a template without escaping them, so they
 * have no quotation mark and no backslash.
 */
export function emailBody(message: IncidentMessage): Record<(typeof emailLines)[number], string> {
  const facts = messageFacts(message).map(([name, value]) => `${name}: ${value}`);
  const links = messageLinks(message).map(([title, url]) => `${title}: ${url}`);
  return {
    headline: plainLine(message.headline),
    violations: plainLine(violationLines(message).join(' | ')),
    facts: plainLine(facts.join(' | ')),
    links: plainLine(links.join(' | ')),
  };
}

function plainLine(text: string): string {
  return text.replaceAll('"', "'").replaceAll('\\', '/');
}

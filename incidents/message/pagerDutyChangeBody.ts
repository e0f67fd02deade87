import { andMore } from '../../contract/andMore';
import { shortenText } from '../../contract/shortenText';
import type { Change } from '../document/change';
import { cleanText } from './cleanText';
import { dashboardPage } from './consolePages';

/** What changed about an endpoint. */
export interface EndpointChange extends Change {
  readonly endpoint: string;
}

interface ChangeContext {
  readonly stack: string;
  readonly region: string;
  readonly dashboard: string;
}

/** Changes that a body has, and the length of each. */
const listedChanges = 20;
const longestChange = 500;

/**
 * A change event of PagerDuty's Events API v2 without `routing_key`, which the connection adds. It pages nobody, and is shown
 * beside incidents. The summary has at most 1,024 characters (https://developer.pagerduty.com/docs/send-change-events).
 */
export function pagerDutyChangeBody(
  changes: readonly EndpointChange[],
  { stack, region, dashboard }: ChangeContext,
): unknown {
  const lines = changes.map(({ endpoint, what, by }) =>
    cleanText(`${endpoint}: ${what}${by === undefined ? '' : ` (by ${by})`}`, longestChange),
  );
  return {
    payload: {
      summary: shortenText(`Stack ${stack}: ${andMore(lines, 2, ' ')}`, 1_024),
      timestamp: changes[0]?.at,
      source: stack,
      custom_details: { changes: lines.slice(0, listedChanges), more: Math.max(0, lines.length - listedChanges) },
    },
    links: [{ href: dashboardPage(region, dashboard), text: 'Dashboard' }],
  };
}

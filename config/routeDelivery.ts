import type { RouteDelivery } from '../contract/messageRoute';
import type { HttpsRouteSettings } from './routesSchema';

const pagerDutyHosts = { us: 'events.pagerduty.com', eu: 'events.eu.pagerduty.com' } as const;
const atlassianHosts = { us: 'api.atlassian.com', eu: 'api.eu.atlassian.com' } as const;

/** EventBridge requires a header of a connection, also where the secret is in the body or the query. */
const senderHeader = { name: 'X-Sender', value: 'model-observability' } as const;

/** How a route is delivered, for its secret: key, token, header's value or, for Teams, the workflow's address. */
export function routeDelivery(route: HttpsRouteSettings, secret: string): RouteDelivery {
  switch (route.kind) {
    case 'pagerDuty': {
      const address = `https://${pagerDutyHosts[route.region ?? 'us']}/v2`;
      return {
        endpoint: `${address}/enqueue`,
        changeEndpoint: `${address}/change/enqueue`,
        header: senderHeader,
        bodies: [{ key: 'routing_key', value: secret, isValueSecret: true }],
      };
    }
    case 'jiraServiceManagement': {
      const endpoint = `https://${atlassianHosts[route.region ?? 'us']}/jsm/ops/integration/v2/alerts`;
      return {
        endpoint,
        closeEndpoint: `${endpoint}/*/close?identifierType=alias`,
        header: { name: 'Authorization', value: `GenieKey ${secret}` },
      };
    }
    case 'slack':
      return {
        endpoint: 'https://slack.com/api/chat.postMessage',
        header: { name: 'Authorization', value: `Bearer ${secret}` },
        bodies: [{ key: 'channel', value: route.channel, isValueSecret: false }],
      };
    case 'teams': {
      const { origin, pathname, searchParams } = new URL(secret);
      const queryStrings = [...searchParams].map(([key, value]) => ({ key, value, isValueSecret: true }));
      return { endpoint: origin + pathname, header: senderHeader, queryStrings };
    }
    case 'https':
      return { endpoint: route.url, header: { name: route.header ?? 'Authorization', value: secret } };
  }
}

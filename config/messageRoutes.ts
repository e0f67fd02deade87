import type { Severity } from '../contract/alarmNames';
import { andMore } from '../contract/andMore';
import { canaryRoute } from '../contract/canary';
import type { MessageRoute, RouteKind } from '../contract/messageRoute';
import type { Problem } from '../contract/problem';
import { isHttpsRoute, type RouteSettings } from './routesSchema';

/** Names of the routes that `pagerUrl` and `alerts.tickets` make, and of that of canaries. */
const ownRoutes = { pager: 'pager', tickets: 'tickets', canary: canaryRoute.name } as const;

/** Kind of the bodies that a route's destination gets, and the severities that it gets by default. */
const kinds = {
  pagerDuty: { body: 'pagerDuty', severities: ['critical'] },
  jiraServiceManagement: { body: 'jiraServiceManagement', severities: ['critical', 'warning'] },
  slack: { body: 'slack', severities: ['critical', 'warning'] },
  teams: { body: 'teams', severities: ['critical', 'warning'] },
  https: { body: 'message', severities: ['critical', 'warning'] },
  email: { body: 'email', severities: ['critical', 'warning'] },
} as const satisfies Record<RouteSettings['kind'], { body: RouteKind; severities: readonly Severity[] }>;

/** Kinds that page a person. */
const paging: readonly RouteSettings['kind'][] = ['pagerDuty', 'jiraServiceManagement'];

interface AlertSettings {
  readonly pagerUrl?: string;
  readonly tickets: boolean;
  readonly routes: Readonly<Record<string, RouteSettings>>;
}

/**
 * The routes of messages about incidents. The pager behind `pagerUrl` gets those of owners whom no other route pages, so that
 * an incident pages once.
 */
export function messageRoutes({ pagerUrl, tickets, routes }: AlertSettings, owners: readonly string[]): MessageRoute[] {
  const named = Object.entries(routes).map(([name, route]) => ({ route, ...routeOf(name, route) }));
  const unpaged = [...new Set(owners)].filter(
    (owner) =>
      !named.some(
        ({ route, severities, owners: own }) =>
          paging.includes(route.kind) && severities.includes('critical') && (own?.includes(owner) ?? true),
      ),
  );
  const isForAll = unpaged.length === new Set(owners).size;
  return [
    ...(pagerUrl === undefined || (unpaged.length === 0 && owners.length > 0)
      ? []
      : [
          {
            name: ownRoutes.pager,
            kind: 'alarm' as const,
            severities: ['critical' as const],
            ...(isForAll ? {} : { owners: unpaged }),
          },
        ]),
    ...(tickets
      ? [{ name: ownRoutes.tickets, kind: 'message' as const, severities: ['critical' as const, 'warning' as const] }]
      : []),
    ...named.map(({ name, route }) => routeOf(name, route)),
  ];
}

function routeOf(name: string, { kind, severities, owners }: RouteSettings): MessageRoute {
  return {
    name,
    kind: kinds[kind].body,
    severities: severities ?? [...kinds[kind].severities],
    ...(owners && { owners }),
  };
}

/** E-mail addresses of the routes that have some, by the name of the route. */
export function mailReaders(routes: Readonly<Record<string, RouteSettings>>): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(routes).flatMap(([name, route]) => (isHttpsRoute(route) ? [] : [[name, route.to]])),
  );
}

interface RouteContext {
  readonly stack: string;
  readonly preview: boolean;
  /** Names of the encrypted settings. */
  readonly encrypted: readonly string[];
  /** Owners of the endpoints; undefined if the endpoints have problems of their own. */
  readonly owners?: readonly string[];
}

/** Routes without their secret, secrets without a route, and owners that no endpoint has. No text repeats a secret. */
export function routeProblems(
  routes: Readonly<Record<string, RouteSettings>>,
  secrets: Readonly<Record<string, string>>,
  { stack, preview, encrypted, owners }: RouteContext,
): { problems: Problem[]; warnings: Problem[] } {
  const names = Object.keys(routes);
  const command = (name: string) => `run 'pulumi config set --secret --stack ${stack} --path routeSecrets.${name} ...'`;
  const missing = Object.entries(routes)
    .filter(([name, route]) => isHttpsRoute(route) && secrets[name] === undefined)
    .map(([name]) => ({
      path: ['routeSecrets', name],
      text: `missing, so route ${name} cannot deliver; ${command(name)}`,
    }));
  const plain: Problem[] =
    Object.keys(secrets).length > 0 && !encrypted.includes('routeSecrets')
      ? [{ path: ['routeSecrets'], text: `in plain text; replace the secrets, then ${command('NAME')} for each` }]
      : [];
  const unknown = Object.keys(secrets)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      path: ['routeSecrets', name],
      text: `no route has this name; use ${andMore(names, 5) || 'a name of alerts.routes'}`,
    }));
  const unused = Object.entries(routes)
    .filter(([name, route]) => !isHttpsRoute(route) && secrets[name] !== undefined)
    .map(([name]) => ({ path: ['routeSecrets', name], text: 'not used by kind email; remove it' }));
  const reserved = names
    .filter((name) => Object.values<string>(ownRoutes).includes(name))
    .map((name) => ({ path: ['alerts', 'routes', name], text: 'the name of a route of the stack; use another one' }));
  const addresses = names
    .filter((name) => routes[name]?.kind === 'teams' && secrets[name] !== undefined && !isHttps(secrets[name]))
    .map((name) => ({ path: ['routeSecrets', name], text: 'must be the https:// address of a workflow of Teams' }));
  const strangers = Object.entries(routes).flatMap(([name, route]) =>
    (route.owners ?? []).flatMap((owner, i): Problem[] =>
      owners === undefined || owners.includes(owner)
        ? []
        : [
            {
              path: ['alerts', 'routes', name, 'owners', i],
              text: `no endpoint has the owner '${owner}'; use ${andMore([...new Set(owners)], 5)}`,
            },
          ],
    ),
  );
  return {
    problems: [...(preview ? [] : missing), ...plain, ...unknown, ...unused, ...reserved, ...addresses, ...strangers],
    warnings: preview ? missing : [],
  };
}

function isHttps(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === 'https:';
}

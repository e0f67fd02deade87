import * as z from 'zod';
import { severities } from '../contract/alarmNames';
import { invalidValue } from '../contract/readDocument';

/** Name of a route: part of resource names, which have at most 64 characters with what Pulumi adds. */
const routeName = z
  .string()
  .regex(/^[a-z](?:-?[a-z0-9])*$/, invalidValue('route name', 'use small letters, digits and single hyphens'))
  .max(30);

export const emailAddress = z.email(invalidValue('e-mail address', 'expected one such as ml-oncall@example.com'));

const shared = {
  severities: z.array(z.enum(severities)).min(1).optional(),
  owners: z.array(z.string().min(1)).min(1).optional(),
};
const httpsAddress = z
  .url({ protocol: /^https$/, ...invalidValue('address', 'expected https://...') })
  .refine((url) => !url.includes('*'), { error: 'must not contain an asterisk' });

const routeSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('pagerDuty'), ...shared, region: z.enum(['us', 'eu']).optional() }),
    z.strictObject({ kind: z.literal('jiraServiceManagement'), ...shared, region: z.enum(['us', 'eu']).optional() }),
    z.strictObject({ kind: z.literal('slack'), ...shared, channel: z.string().min(1) }),
    z.strictObject({ kind: z.literal('teams'), ...shared }),
    z.strictObject({ kind: z.literal('https'), ...shared, url: httpsAddress, header: z.string().min(1).optional() }),
    z.strictObject({ kind: z.literal('email'), ...shared, to: z.array(emailAddress).min(1) }),
  ],
  {
    error: ({ input }) =>
      `unknown kind ${JSON.stringify((input as { kind?: unknown } | undefined)?.kind)}; use pagerDuty, jiraServiceManagement, slack, teams, https or email`,
  },
);
export type RouteSettings = z.infer<typeof routeSchema>;
/** Routes that leave AWS by HTTPS, each with a secret. */
export type HttpsRouteSettings = Exclude<RouteSettings, { readonly kind: 'email' }>;

export function isHttpsRoute(route: RouteSettings): route is HttpsRouteSettings {
  return route.kind !== 'email';
}

/** `alerts.routes`, by name. */
export const routesSchema = z.record(routeName, routeSchema);

/** `routeSecrets`, by the name of the route. Error texts never repeat a value. */
export const routeSecretsSchema = z.record(z.string(), z.string().min(1, 'must not be empty'));

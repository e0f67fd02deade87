import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { isPlainObject } from '../contract/isPlainObject';
import type { MessageRoute, RouteDelivery } from '../contract/messageRoute';
import { formatProblem, type Problem } from '../contract/problem';
import { listFiles } from './listFiles';
import { type ParsedSettings, parseSettings } from './parseSettings';

export type { EndpointSettings } from './parseSettings';

/** A stack's settings, checked, with defaults. */
export interface Settings extends Omit<ParsedSettings, 'alerts'> {
  readonly alerts: {
    /** A secret: anyone who knows the address can page. */
    readonly pagerUrl?: pulumi.Output<string>;
    /** E-mail addresses. */
    readonly digest: readonly string[];
    /** Whether there is a ticket queue. */
    readonly tickets: boolean;
    /** Ways of messages to people. */
    readonly routes: readonly MessageRoute[];
    /** How routes are delivered over HTTPS, by name: secrets. */
    readonly deliveries: Readonly<Record<string, SecretDelivery>>;
    /** Readers of the routes of kind `email`, by the name of the route. */
    readonly mail: Readonly<Record<string, readonly string[]>>;
  };
}

/** How a route is delivered, as a secret. Which resources it needs is none. */
interface SecretDelivery {
  readonly hasCloseEndpoint: boolean;
  readonly hasChangeEndpoint: boolean;
  readonly delivery: pulumi.Output<RouteDelivery>;
}

const prefix = 'model-observability:';

/** The SDK exports it without a type; `Config.getSecret` makes any value a secret, and cannot tell. */
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret: (key: string) => boolean };

/** Keys with a text value; all others arrive as JSON. */
const textKeys = ['owner', 'environment', 'endpointsFolder', 'pagerUrl'];

/**
 * Reads the stack's settings, and the SLA and schema files that they name, relative to the program's folder.
 * Throws one error that lists every problem, before any resource exists.
 */
export function loadSettings(): Settings {
  const stack = pulumi.getStack();
  const root = resolve(__dirname, '..');
  const config = pulumi.runtime.allConfig();
  const result = parseSettings(rawSettings(config), {
    stack,
    preview: pulumi.runtime.isDryRun(),
    readFile: (path) => readFileSync(resolve(root, path), 'utf8'),
    listFiles: (path) => listFiles(resolve(root, path)),
    defaultTags: readDefaultTags(config['aws:defaultTags']),
    encrypted: Object.keys(config)
      .filter((key) => isConfigSecret(key))
      .map((key) => key.replace(prefix, '')),
  });
  if (result.problems) throw settingsError(stack, result.problems);
  for (const warning of result.warnings) void pulumi.log.warn(formatProblem(warning));
  const { settings } = result;
  const { pagerUrl, deliveries, ...alerts } = settings.alerts;
  return {
    ...settings,
    alerts: {
      ...alerts,
      pagerUrl: pagerUrl === undefined ? undefined : pulumi.secret(pagerUrl),
      deliveries: Object.fromEntries(
        Object.entries(deliveries).map(([name, delivery]) => [
          name,
          {
            hasCloseEndpoint: delivery.closeEndpoint !== undefined,
            hasChangeEndpoint: delivery.changeEndpoint !== undefined,
            delivery: pulumi.secret(delivery),
          },
        ]),
      ),
    },
  };
}

/** A RunError, which Pulumi prints without a stack trace. */
function settingsError(stack: string, problems: readonly Problem[]): pulumi.RunError {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const lines = problems.map((problem) => `  ${formatProblem(problem)}`);
  return new pulumi.RunError(
    [`${count} in Pulumi.${stack}.yaml and the files that it names; nothing was deployed.`, ...lines].join('\n'),
  );
}

/** The keys of this project, parsed. Invalid JSON stays text, which the schema refuses. */
function rawSettings(config: Readonly<Record<string, string>>): Record<string, unknown> {
  const ours = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(
    ours.map(([key, value]) => {
      const name = key.slice(prefix.length);
      return [name, textKeys.includes(name) ? value : parsed(value)];
    }),
  );
}

/** The provider's default tags. Another shape than `{ tags: { key: value } }` is left to the provider. */
function readDefaultTags(setting: string | undefined): Record<string, string> {
  const value = setting === undefined ? undefined : parsed(setting);
  const tags = isPlainObject(value) && isPlainObject(value['tags']) ? value['tags'] : {};
  return Object.fromEntries(Object.entries(tags).map(([key, tag]) => [key, String(tag)]));
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

import type { EnforcementLevel } from '@pulumi/policy';
import type { Rule } from '../rule';

/** Enforcement level by the first word of a stack's name. Other stacks have the level of `prod`. */
const levels = { dev: 'advisory', prod: 'mandatory' } as const satisfies Record<string, EnforcementLevel>;

/** Returns the default level of policies for a stack such as `dev`, `dev-anna` or `org/project/dev`. */
export function environmentLevel(stack: string | undefined): EnforcementLevel {
  const environment = environmentOf(stack ?? '');
  return Object.hasOwn(levels, environment) ? levels[environment as keyof typeof levels] : levels.prod;
}

/** The first word of a stack's name, whatever organization and project stand before it. */
function environmentOf(stack: string): string {
  return stack.split('/').at(-1)?.split('-')[0] ?? '';
}

/**
 * Returns a rule with the defaults of the stack's environment in its schema. The engine fills in defaults from there, and
 * a rule can't distinguish them from config.
 */
export function applyEnvironmentDefaults(rule: Rule, stack: string): Rule {
  const { configSchema, environmentDefaults = {} } = rule;
  const environment = environmentOf(stack);
  const own = Object.hasOwn(environmentDefaults, environment) ? environmentDefaults[environment] : undefined;
  if (!configSchema || !own) return rule;
  const properties = Object.entries(configSchema.properties ?? {}).map(([key, schema]) => {
    if (typeof schema === 'boolean' || !Object.hasOwn(own, key)) return [key, schema] as const;
    return [key, { ...schema, default: own[key] }] as const;
  });
  return { ...rule, configSchema: { ...configSchema, properties: Object.fromEntries(properties) } };
}

import type { Rule } from '../rule';
import { environmentOf } from './environmentLevel';

/**
 * A rule with the defaults of the stack's environment in its schema, where the engine takes them from: what config gives
 * is not told apart from a default once the engine has filled it in.
 */
export function inEnvironment(rule: Rule, stack: string): Rule {
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

import type { EnforcementLevel } from '@pulumi/policy';

/** Level of a stack's findings by the first word of its name; whatever is not listed is taken as seriously as `prod`. */
const levels = { dev: 'advisory', prod: 'mandatory' } as const satisfies Record<string, EnforcementLevel>;

/** The level of every policy that config gives none, for a stack such as `dev`, `dev-anna` or `org/project/dev`. */
export function environmentLevel(stack: string | undefined): EnforcementLevel {
  const environment = environmentOf(stack ?? '');
  return Object.hasOwn(levels, environment) ? levels[environment as keyof typeof levels] : levels.prod;
}

/** The first word of a stack's name, whatever organisation and project stand before it. */
export function environmentOf(stack: string): string {
  return stack.split('/').at(-1)?.split('-')[0] ?? '';
}

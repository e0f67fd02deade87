import type { PolicyConfigSchema } from '@pulumi/policy';
import { textsOf } from '../../pack/propertyValue';
import type { RuleSettings } from '../../pack/rule';
import { globMatches } from '../../pack/text/glob';
import type { Principal } from './principals';

/** The setting of rules that some principals are meant to be exempt from. */
export const allowedPrincipalsSchema: PolicyConfigSchema = {
  properties: {
    allowedPrincipals: {
      type: 'array',
      items: { type: 'string' },
      description:
        'Patterns of `type::name` of the roles, users, groups and policies that may, such as `aws:iam/role:Role::deployment*`.',
      default: [],
    },
  },
};

export function isAllowedPrincipal({ resource }: Principal, settings: RuleSettings): boolean {
  const name = `${resource.type}::${resource.name}`;
  return textsOf(settings['allowedPrincipals']).some((pattern) => globMatches(pattern, name));
}

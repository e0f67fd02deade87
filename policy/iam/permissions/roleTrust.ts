import { textsOf } from '../../pack/propertyValue';
import type { Resource } from '../../pack/resource';
import { actionFacts } from '../actions/actionFacts';
import { actionMatcher } from '../actions/actionPattern';
import { judgedEntries } from '../conditions/conditionStrength';
import { limitsGrant } from '../conditions/limitingConditions';
import { policyStatements } from '../documents/policyStatements';
import type { Principal } from '../principals/principals';
import { type TrustedPrincipal, trustedPrincipals } from '../principals/trustedPrincipals';

/** Who wants to have a role: a principal of the same account, or a service. */
type Applicant = { readonly caller: Principal } | { readonly service: string };

/** Whether a role's trust policy lets someone have the role without a condition; false if the policy is not known. */
export function isTrusted(role: Resource, applicant: Applicant): boolean {
  const document = role.property('assumeRolePolicy');
  const read = document === undefined ? undefined : policyStatements(document);
  if (!read || 'broken' in read) return false;
  const account = accountOf(role);
  return read.statements.some(
    ({ fields }) =>
      fields['Effect'] === 'Allow' &&
      actionMatcher(textsOf(fields['Action']))('sts:assumerole') &&
      !judgedEntries(fields['Condition'], actionFacts('sts:AssumeRole')).some(limitsGrant) &&
      trustedPrincipals(fields['Principal']).some((trusted) => includes(trusted, applicant, account)),
  );
}

function accountOf(role: Resource): string | undefined {
  const arn = role.property('arn');
  return typeof arn === 'string' ? arn.split(':')[4] : undefined;
}

function includes(trusted: TrustedPrincipal, applicant: Applicant, ownAccount: string | undefined): boolean {
  if ('service' in applicant) {
    return trusted.is === 'service' && trusted.text.replace(/\.cn$/, '') === applicant.service;
  }
  if (trusted.is === 'everybody') return true;
  if (trusted.is !== 'account' || (ownAccount !== undefined && trusted.account !== ownAccount)) return false;
  const [, , , , , entity = 'root'] = trusted.text.split(':');
  return entity === 'root' || namesPrincipal(trusted.text, applicant.caller);
}

/** Whether an ARN names a principal, by its own ARN or by the end of it. */
function namesPrincipal(arn: string, { resource, name }: Principal): boolean {
  const own = resource.property('arn');
  if (typeof own === 'string' && own !== '') return own === arn;
  const names = [resource.property('name'), name].filter((text) => typeof text === 'string');
  return names.includes(arn.split('/').at(-1) ?? '');
}

import { textsOf } from '../../pack/propertyValue';
import type { Resource } from '../../pack/resource';
import { actionMatches } from '../actions/actionPattern';
import { policyStatements } from '../documents/policyStatements';
import { resourcePolicies } from './resourcePolicies';
import { trustedPrincipals } from './trustedPrincipals';

/**
 * The account of a stack, by the ARNs of its resources and by the accounts that may change its key policies, because AWS
 * rejects a key policy that locks its own account out. Undefined when neither is known, as in a first preview, and for a
 * stack with several accounts.
 */
export function ownAccount(resources: readonly Resource[]): string | undefined {
  const accounts = new Set([...resources.map(accountInArn), ...accountsOfKeys(resources)]);
  accounts.delete(undefined);
  const [only, ...others] = accounts;
  return others.length === 0 ? only : undefined;
}

function accountInArn(resource: Resource): string | undefined {
  const arn = resource.property('arn');
  const account = typeof arn === 'string' ? arn.split(':')[4] : undefined;
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}

function accountsOfKeys(resources: readonly Resource[]): string[] {
  return resourcePolicies(resources).flatMap(({ service, document }) => {
    const read = service === 'kms' ? policyStatements(document) : { broken: '' };
    if ('broken' in read) return [];
    return read.statements
      .filter(({ fields }) => fields['Effect'] === 'Allow')
      .filter(({ fields }) => textsOf(fields['Action']).some((action) => actionMatches(action, 'kms:PutKeyPolicy')))
      .flatMap(({ fields }) => trustedPrincipals(fields['Principal']))
      .flatMap((principal) => (principal.is === 'account' ? [principal.account] : []));
  });
}

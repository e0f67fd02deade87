import { actionsOfService, serviceNames } from '../iam/actions/actionFacts';
import { escalationPaths } from '../iam/permissions/escalationPaths';
import { grantVerdicts } from '../iam/permissions/grantVerdicts';
import { allowedPrincipalsSchema } from '../iam/principals/allowedPrincipals';
import { lazy } from '../pack/memoize';
import type { StackRule } from '../pack/rule';

/** Actions that the table says manage permissions, without those that iam-privilege-escalation judges already. */
export const managingActions = lazy(() => {
  const judgedThere = new Set(escalationPaths.map(({ needs }) => needs[0]));
  return serviceNames().flatMap((service) =>
    [...(actionsOfService(service)?.values() ?? [])]
      .filter(({ name, levels }) => levels.includes('Permissions management') && !judgedThere.has(name))
      // Some that read a policy have that level too, and change none.
      .filter(({ name }) => !/:(?:BatchGet|Describe|Get|List)/.test(name))
      .map(({ name }) => name),
  );
});

/** Who may write any bucket's or key's policy decides who reads it. */
export const iamPermissionsManagement: StackRule = {
  id: 'iam-permissions-management',
  displayName: 'Permissions are managed by name',
  description: 'Actions that change permissions name the resources whose permissions they change.',
  severity: 'high',
  framework: {
    name: 'AWS Well-Architected Framework',
    version: '2024-06',
    reference: 'SEC03-BP02',
    specification: 'Grant least privilege access',
  },
  remediationSteps: 'Name in Resource the buckets, keys, functions or policies whose permissions are changed.',
  configSchema: allowedPrincipalsSchema,
  checkStack: (resources, settings) =>
    grantVerdicts(resources, settings, {
      actions: managingActions(),
      onlyUnlimited: true,
      can: 'can change permissions anywhere in the account',
      remedy: 'name the ARNs whose permissions are managed',
    }),
};

import { type ActionFacts, actionsOfService } from '../../policy/iam/actions/actionFacts';
import { typePattern } from '../../policy/iam/resources/arnPattern';
import { type Authorization, authorize, type Caller, type IamRequest } from '../../rehearsal/localAws/iam/authorize';
import type { RequestContext } from '../../rehearsal/localAws/iam/conditions';
import { matchesWildcards } from '../../rehearsal/localAws/iam/wildcards';
import { ownStack } from '../policy/ownStack';
import type { StackResource } from '../policy/policyStack';
import { scope } from './pulumiMocks';

/** A request without the account of its resource: every resource here is in the stack's account. */
type Request = Omit<IamRequest, 'resourceAccount'>;

/** Decides requests by the policies that the program gives its roles and resources. */
export interface StackPermissions {
  /** Logical names of the roles, ascending. */
  readonly roles: readonly string[];
  /** ARN of a resource by its type's last part and its logical name. */
  arnOf(type: string, name: string): string;
  /** A session of a role. */
  sessionOf(role: string): Caller;
  decide(request: Request, identity?: readonly unknown[]): Authorization;
  /** Names of the actions that a role is allowed on a resource, of all that AWS has for its type. */
  allowedActions(role: string, arn: string, context?: RequestContext): string[];
  /** Names of the actions of some services that a role is allowed on `*`. */
  allowedAnywhere(role: string, services: readonly string[], context?: RequestContext): string[];
}

const policyTypes = /:(BucketPolicy|QueuePolicy|TopicPolicy)$/;

/** The permissions in the example stack `prod`, with every ARN known. */
export async function readStackPermissions(): Promise<StackPermissions> {
  const resources = await ownStack('prod', 'update', {
    'model-observability:alerts': { pager: 'optional', tickets: true },
    'model-observability:analyzer': { largeWindows: {} },
  });
  const roles = resources.filter(({ type }) => type === 'aws:iam/role:Role');
  const resourcePolicies = new Map(resources.flatMap((resource) => [...policiesOf(resource)]));

  const arnOf = (type: string, name: string) => {
    const resource = resources.find((candidate) => candidate.name === name && candidate.type.endsWith(`:${type}`));
    if (!resource) throw new Error(`the stack has no ${type} '${name}'`);
    return text(resource, 'arn');
  };
  const identityPolicies = (caller: Caller): unknown[] => {
    const name = 'arn' in caller ? caller.arn.split('/')[1] : undefined;
    return resources
      .filter(({ type, props }) => type === 'aws:iam/rolePolicy:RolePolicy' && props?.['role'] === name)
      .map(({ props }) => props?.['policy']);
  };
  const decide: StackPermissions['decide'] = (request, identity) =>
    authorize(
      { ...request, resourceAccount: scope.accountId },
      {
        identity: identity ?? identityPolicies(request.caller),
        resource: resourcePolicies.get(ownerOf(request.resource)),
      },
    );
  const sessionOf = (role: string): Caller => {
    const name = arnOf('Role', role).split('/').at(-1);
    return { arn: `arn:aws:sts::${scope.accountId}:assumed-role/${name}/session` };
  };
  const allowed = (role: string, actions: readonly ActionFacts[], resource: string, context?: RequestContext) =>
    actions
      .map(({ name }) => name)
      .filter((action) => decide({ caller: sessionOf(role), action, resource, context }).allowed)
      .sort();
  return {
    roles: roles.map(({ name }) => name).sort(),
    arnOf,
    sessionOf,
    decide,
    allowedActions: (role, arn, context) => allowed(role, actionsOn(arn), arn, context),
    allowedAnywhere: (role, services, context) => allowed(role, services.flatMap(actionsOf), '*', context),
  };
}

function actionsOf(service: string): ActionFacts[] {
  const actions = actionsOfService(service);
  if (!actions) throw new Error(`the action table has no service '${service}'`);
  return [...actions.values()];
}

/** The actions that can be limited to resources of an ARN's type. */
function actionsOn(arn: string): ActionFacts[] {
  return actionsOf(serviceOf(arn)).filter(({ resources }) =>
    resources.some((type) => matchesWildcards(typePattern(type), arn)),
  );
}

/** The policies of a resource, by its ARN. */
function* policiesOf(resource: StackResource): Iterable<readonly [arn: string, policy: unknown]> {
  const { type, props = {} } = resource;
  if (type === 'aws:kms/key:Key') yield [text(resource, 'arn'), props['policy']];
  if (type === 'aws:iam/role:Role') yield [text(resource, 'arn'), props['assumeRolePolicy']];
  // A policy of a bucket, topic or queue names it in each of its statements.
  if (policyTypes.test(type)) {
    const { Statement } = props['policy'] as { Statement: { Resource: string | string[] }[] };
    yield [ownerOf([Statement[0]?.Resource].flat()[0] ?? ''), props['policy']];
  }
}

/** ARN of the resource whose policy applies: the bucket of an object, else the resource itself. */
function ownerOf(arn: string): string {
  return arn.startsWith('arn:aws:s3:::') ? (arn.split('/')[0] ?? '') : arn;
}

function serviceOf(arn: string): string {
  return arn.split(':')[2] ?? '';
}

function text({ type, name, props = {} }: StackResource, property: string): string {
  const value = props[property];
  if (typeof value !== 'string') throw new Error(`${type} '${name}' has no ${property}`);
  return value;
}

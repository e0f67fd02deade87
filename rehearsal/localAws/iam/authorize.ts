import { indexContext, meetsConditions, type RequestContext, resolveVariables, type ValuesByKey } from './conditions';
import { parsePolicy, type Statement } from './policyDocument';
import { matchesWildcards } from './wildcards';

/** A caller: a service on its own account (`sns.amazonaws.com`), or the ARN of a user, role or role session. */
export type Caller = { readonly service: string } | { readonly arn: string };

/** One request to AWS, as IAM sees it. */
export interface IamRequest {
  readonly caller: Caller;
  /** Such as `s3:GetObject`. */
  readonly action: string;
  /** ARN; `*` for an action without resources. */
  readonly resource: string;
  /** Account of the resource. @default the one in its ARN, else the caller's */
  readonly resourceAccount?: string;
  /** Condition keys besides those that follow from caller and resource. `aws:SecureTransport` is true by default. */
  readonly context?: RequestContext;
}

/** Policies that apply to a request, as objects or JSON texts. */
export interface ApplicablePolicies {
  /** Of the caller. */
  readonly identity?: readonly unknown[];
  /** Of the resource; a role's trust policy for `sts:AssumeRole`. */
  readonly resource?: unknown;
}

export interface Authorization {
  readonly allowed: boolean;
  /** `NobodyDeletes denies`, `ReadQueue allows`, or what is missing. */
  readonly reason: string;
}

/**
 * Decides a request by the policies of caller and resource: a denial wins; within an account either policy allows, but a key
 * or a role must allow too; between accounts both. Session policies, boundaries and organizations have no part.
 * From "Policy evaluation logic" of the IAM User Guide and "Key policies in AWS KMS".
 */
export function authorize(request: IamRequest, policies: ApplicablePolicies): Authorization {
  const context = indexContext(completeContext(request));
  const applies = (statement: Statement) => matchesRequest(statement, request, context);
  const identity = (policies.identity ?? []).flatMap(parsePolicy).filter(applies);
  const resource = (policies.resource === undefined ? [] : parsePolicy(policies.resource)).filter(applies);
  const names = (kind: PrincipalMatch) => (statement: Statement) => matchPrincipal(statement, request.caller) === kind;
  const direct = resource.filter(names('caller'));
  const byAccount = resource.filter(names('account'));

  const denial = [...identity, ...direct, ...byAccount].find(({ effect }) => effect === 'Deny');
  if (denial) return { allowed: false, reason: `${denial.label} denies` };
  const [byIdentity, byResource, delegation] = [identity, direct, byAccount].map((statements) =>
    statements.find(({ effect }) => effect === 'Allow'),
  );
  return decide(request, { byIdentity, byResource, delegation });
}

interface Grants {
  readonly byIdentity?: Statement;
  /** A statement of the resource that names the caller. */
  readonly byResource?: Statement;
  /** A statement of the resource that leaves the decision to the caller's account. */
  readonly delegation?: Statement;
}

function decide(request: IamRequest, { byIdentity, byResource, delegation }: Grants): Authorization {
  const allowedBy = ({ label }: Statement) => ({ allowed: true, reason: `${label} allows` });
  const missing = (reason: string) => ({ allowed: false, reason });
  if ('service' in request.caller) {
    return byResource ? allowedBy(byResource) : missing('no statement of the resource allows the service');
  }
  const isOtherAccount = accountOf(request.caller.arn) !== resourceAccountOf(request);
  if (isOtherAccount) {
    if (!byResource && !delegation) return missing('no statement of the resource allows the other account');
    return byIdentity ? allowedBy(byIdentity) : missing('no statement of the caller allows it');
  }
  if (byResource) return allowedBy(byResource);
  if (needsResourcePolicy(request.action) && !delegation) return missing('no statement of the resource allows it');
  return byIdentity ? allowedBy(byIdentity) : missing('no statement allows it');
}

/** Identity policies alone never reach a key or a role: its own policy must let the account decide. A listing has no key. */
function needsResourcePolicy(action: string): boolean {
  return /^(kms:(?!List(Aliases|Keys)$)|sts:AssumeRole)/i.test(action);
}

/** Condition keys of the request, with those that follow from caller and resource. */
function completeContext(request: IamRequest): RequestContext {
  const { caller } = request;
  const byCaller: Record<string, string> =
    'service' in caller
      ? { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': caller.service }
      : {
          'aws:PrincipalIsAWSService': 'false',
          'aws:PrincipalArn': roleArnOf(caller.arn) ?? caller.arn,
          'aws:PrincipalAccount': accountOf(caller.arn),
        };
  const account = resourceAccountOf(request);
  return {
    'aws:SecureTransport': 'true',
    ...byCaller,
    ...(account === undefined ? {} : { 'aws:ResourceAccount': account }),
    ...request.context,
  };
}

function resourceAccountOf({ caller, resource, resourceAccount }: IamRequest): string | undefined {
  return resourceAccount ?? (accountOf(resource) || ('arn' in caller ? accountOf(caller.arn) : undefined));
}

/** Account of an ARN; empty for one without, as those of S3. */
function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** ARN of the role of a session; undefined for other callers. Sessions do not show the role's path. */
function roleArnOf(arn: string): string | undefined {
  const { partition, account, role } =
    /^arn:(?<partition>[^:]+):sts::(?<account>\d+):assumed-role\/(?<role>[^/]+)\//.exec(arn)?.groups ?? {};
  return role === undefined ? undefined : `arn:${partition}:iam::${account}:role/${role}`;
}

function matchesRequest(statement: Statement, request: IamRequest, context: ValuesByKey): boolean {
  const action = request.action.toLowerCase();
  const matchesAction = statement.actions.some((pattern) => matchesWildcards(pattern.toLowerCase(), action));
  if (matchesAction === statement.notAction) return false;
  const matchesResource = statement.resources.some((pattern) => {
    const resolved = resolveVariables(pattern, context);
    return resolved !== undefined && matchesWildcards(resolved, request.resource);
  });
  return matchesResource !== statement.notResource && meetsConditions(statement.conditions, context);
}

type PrincipalMatch = 'caller' | 'account' | 'none';

/** Whether a statement of a resource names the caller itself, or its account. */
function matchPrincipal({ principals = {} }: Statement, caller: Caller): PrincipalMatch {
  const { AWS = [], Service = [] } = principals;
  if (AWS.includes('*')) return 'caller';
  if ('service' in caller) return Service.includes(caller.service) ? 'caller' : 'none';
  const role = roleArnOf(caller.arn);
  if (AWS.includes(caller.arn) || (role !== undefined && AWS.includes(role))) return 'caller';
  const account = accountOf(caller.arn);
  const isAccount = (name: string) =>
    name === account || name === `${caller.arn.split(':', 2).join(':')}:iam::${account}:root`;
  return AWS.some(isAccount) ? 'account' : 'none';
}

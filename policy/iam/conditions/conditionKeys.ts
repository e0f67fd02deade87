import { memoize, mostTexts } from '../../pack/memoize';
import { globMatches } from '../../pack/text/glob';
import { allConditionKeys, type RequestContext } from '../actions/actionFacts';

/** The form of a key's values; a literal of another form equals no value. */
export type ValueForm = 'text' | 'account' | 'arn' | 'boolean' | 'organization' | 'address' | 'time';

/** A condition key in the requests of one action. */
export interface ConditionKeyFacts {
  readonly present: 'always' | 'sometimes' | 'never';
  readonly form: ValueForm;
  /** The value in almost every request: a condition on it restricts nothing. */
  readonly usual?: string;
  /** The caller sets its value. */
  readonly claimed?: true;
  /** It names the resource that a service acts for, so that an ARN of any account restricts nothing. */
  readonly onBehalf?: true;
}

/**
 * Keys that requests of any action may have, in lower case; after a final `/` follows a name. From "AWS global
 * condition context keys" of the IAM user guide, with the cross-service keys that it lists.
 */
const globalKeys = {
  'aws:assumedroot': { present: 'sometimes', form: 'boolean' },
  'aws:calledvia': { present: 'sometimes', form: 'text' },
  'aws:calledviafirst': { present: 'sometimes', form: 'text' },
  'aws:calledvialast': { present: 'sometimes', form: 'text' },
  'aws:calledviaawsmcp': { present: 'sometimes', form: 'text' },
  'aws:chatbotsourcearn': { present: 'sometimes', form: 'arn' },
  'aws:currenttime': { present: 'always', form: 'time' },
  'aws:ec2instancesourceprivateipv4': { present: 'sometimes', form: 'address' },
  'aws:ec2instancesourcevpc': { present: 'sometimes', form: 'text' },
  'aws:epochtime': { present: 'always', form: 'time' },
  'aws:federatedprovider': { present: 'sometimes', form: 'text' },
  // True only for the actions of MCP servers themselves ("AWSMcpServiceActionsFullAccess" of the managed policy reference).
  'aws:ismcpserviceaction': { present: 'sometimes', form: 'boolean' },
  'aws:multifactorauthage': { present: 'sometimes', form: 'text' },
  'aws:multifactorauthpresent': { present: 'sometimes', form: 'boolean' },
  'aws:principalaccount': { present: 'always', form: 'account' },
  'aws:principalarn': { present: 'always', form: 'arn' },
  'aws:principalisawsservice': { present: 'always', form: 'boolean', usual: 'false' },
  'aws:principalorgid': { present: 'sometimes', form: 'organization' },
  'aws:principalorgpaths': { present: 'sometimes', form: 'text' },
  'aws:principalservicename': { present: 'sometimes', form: 'text' },
  'aws:principalservicenameslist': { present: 'sometimes', form: 'text' },
  'aws:principaltag/': { present: 'sometimes', form: 'text' },
  'aws:principaltype': { present: 'always', form: 'text' },
  'aws:referer': { present: 'sometimes', form: 'text', claimed: true },
  'aws:requestedregion': { present: 'always', form: 'text' },
  'aws:requesttag/': { present: 'sometimes', form: 'text' },
  // EBS and EventBridge, and some actions of EC2 and WorkSpaces, don't send it.
  'aws:resourceaccount': { present: 'sometimes', form: 'account' },
  'aws:resourceorgid': { present: 'sometimes', form: 'organization' },
  'aws:resourceorgpaths': { present: 'sometimes', form: 'text' },
  'aws:resourcetag/': { present: 'sometimes', form: 'text' },
  'aws:securetransport': { present: 'always', form: 'boolean', usual: 'true' },
  'aws:signinsessionarn': { present: 'sometimes', form: 'arn' },
  'aws:sourceaccount': { present: 'sometimes', form: 'account' },
  'aws:sourcearn': { present: 'sometimes', form: 'arn', onBehalf: true },
  'aws:sourceidentity': { present: 'sometimes', form: 'text' },
  'aws:sourceip': { present: 'sometimes', form: 'address' },
  'aws:sourceorgid': { present: 'sometimes', form: 'organization' },
  'aws:sourceorgpaths': { present: 'sometimes', form: 'text' },
  'aws:sourcevpc': { present: 'sometimes', form: 'text' },
  'aws:sourcevpcarn': { present: 'sometimes', form: 'arn' },
  'aws:sourcevpce': { present: 'sometimes', form: 'text' },
  'aws:tagkeys': { present: 'sometimes', form: 'text' },
  'aws:tokenissuetime': { present: 'sometimes', form: 'text' },
  'aws:useragent': { present: 'sometimes', form: 'text', claimed: true },
  'aws:userid': { present: 'always', form: 'text' },
  'aws:username': { present: 'sometimes', form: 'text' },
  'aws:viaawsservice': { present: 'always', form: 'boolean', usual: 'false' },
  'aws:viaawsmcpservice': { present: 'sometimes', form: 'boolean' },
  'aws:vpceaccount': { present: 'sometimes', form: 'account' },
  'aws:vpceorgid': { present: 'sometimes', form: 'organization' },
  'aws:vpceorgpaths': { present: 'sometimes', form: 'text' },
  'aws:vpcsourceip': { present: 'sometimes', form: 'address' },
  'codebuild:buildarn': { present: 'sometimes', form: 'arn' },
  'codebuild:projectarn': { present: 'sometimes', form: 'arn' },
  'ec2:roledelivery': { present: 'sometimes', form: 'text' },
  'ec2:sourceinstancearn': { present: 'sometimes', form: 'arn' },
  'glue:credentialissuingservice': { present: 'sometimes', form: 'text' },
  'glue:roleassumedby': { present: 'sometimes', form: 'text' },
  'identitystore:userid': { present: 'sometimes', form: 'text' },
  // Every CreateGrant request names the operations, and CreateGrant alone has the key ("kms:GrantOperations" of the KMS guide).
  'kms:grantoperations': { present: 'always', form: 'text' },
  'lambda:sourcefunctionarn': { present: 'sometimes', form: 'arn' },
  'ssm:sourceinstancearn': { present: 'sometimes', form: 'arn' },
} as const satisfies Record<string, ConditionKeyFacts>;

const sometimes: ConditionKeyFacts = { present: 'sometimes', form: 'text' };
const never: ConditionKeyFacts = { present: 'never', form: 'text' };

/**
 * A key in requests of an action; without an action, in any request. Undefined for a key that is in neither the action
 * table nor the list above. Case-insensitive.
 */
export function conditionKeyFacts(key: string, context: RequestContext | undefined): ConditionKeyFacts | undefined {
  const name = key.toLowerCase();
  const listed = globalKeys[withoutTag(name) as keyof typeof globalKeys] as ConditionKeyFacts | undefined;
  if (Object.hasOwn(globalKeys, withoutTag(name)) && listed) {
    return context && !maySend(context, name) ? never : listed;
  }
  if (context && (matchesOne(context.conditionKeys, name) || isClaim(context, name))) return sometimes;
  if (!someActionSends(name)) return undefined;
  return context ? never : sometimes;
}

const someActionSends = memoize((name: string) => matchesOne(allConditionKeys(), name), mostTexts);

function withoutTag(name: string): string {
  const slash = name.indexOf('/');
  return slash < 0 ? name : name.slice(0, slash + 1);
}

/**
 * The reference omits the tag keys for some actions that send them (aws:ResourceTag of sts:AssumeRole), so an action
 * counts as not sending them only if it has no resources, or changes nothing.
 */
function maySend({ conditionKeys, hasResources, levels }: RequestContext, name: string): boolean {
  if (matchesOne(conditionKeys, name)) return true;
  if (name.startsWith('aws:resourcetag/')) return hasResources;
  if (name === 'aws:tagkeys' || name.startsWith('aws:requesttag/')) {
    return levels.some((level) => level !== 'Read' && level !== 'List');
  }
  return true;
}

/** A claim of an identity provider, `host/path:claim`; the reference lists only a few. */
function isClaim({ stsAction = '' }: RequestContext, name: string): boolean {
  const federated = ['AssumeRoleWithWebIdentity', 'AssumeRole', 'TagSession'].includes(stsAction);
  const colon = name.indexOf(':');
  return federated && name.slice(0, Math.max(colon, 0)).includes('.') && name.length > colon + 1;
}

function matchesOne(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => globMatches(pattern, name));
}

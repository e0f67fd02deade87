import { isPlainlyWild } from '../iam/actions/actionPattern';
import { policyStatements } from '../iam/documents/policyStatements';
import {
  asList,
  holdsUnknown,
  isPlainObject,
  notYetKnown,
  type PlainObject,
  type PropertyValue,
  textsOf,
} from '../pack/propertyValue';
import { comingFrom, isFutureOutput, type Resource } from '../pack/resource';
import { globMatches } from '../pack/text/glob';
import type { HygieneAnswer, HygieneCheck } from './hygieneChecks';

export const tlsOnly: HygieneCheck = {
  types: ['aws:s3/bucketPolicy:BucketPolicy'],
  lack: 'accepts requests without TLS',
  remedy:
    "add an aws.s3.BucketPolicy that denies 's3:*' to '*' on the bucket and its objects when " +
    "aws:SecureTransport is 'false'",
  inspect: judgePolicy,
  inline: (bucket) => (isFutureOutput(bucket, 'policy') ? { is: 'unmet' } : judgePolicy(bucket, bucket)),
};

function judgePolicy(companion: Resource, bucket: Resource): HygieneAnswer {
  const document = companion.property('policy');
  if (document === undefined) return { is: 'unmet' };
  const read = policyStatements(document);
  if ('broken' in read) return { is: 'unmet', why: `the policy '${companion.name}' ${read.broken}` };
  const refusing = read.statements.filter(({ fields }) => refusesPlainHttp(fields));
  const covering = refusing.map(({ fields }) => covers(asList(fields['Resource']), companion, bucket));
  if (covering.includes(true)) return { is: 'met' };
  const unclear =
    read.unknown || covering.includes(notYetKnown) || read.statements.some(({ fields }) => mayDenyPlainHttp(fields));
  if (unclear) {
    return {
      is: 'unknown',
      why: `the policy '${companion.name}' is known only during the update${comingFrom(companion, 'policy')}`,
    };
  }
  const part = refusing.length > 0 ? 'denies them only for part of the bucket' : 'does not deny them to everyone';
  return { is: 'unmet', why: `'${companion.name}' ${part}` };
}

/** Whether a statement denies every action to everyone, with missing TLS as its only condition. */
function refusesPlainHttp({ Effect, Action, Principal, Condition }: PlainObject): boolean {
  const aws = isPlainObject(Principal) ? Principal['AWS'] : Principal;
  const toAll = asList(aws).includes('*');
  const allActions = asList(Action).some((action) => typeof action === 'string' && coversS3(action));
  return Effect === 'Deny' && toAll && allActions && isLackOfTls(Condition);
}

function coversS3(action: string): boolean {
  return (
    isPlainlyWild(action) &&
    (action === '*' || /^s3:/i.test(action)) &&
    globMatches(action.toLowerCase(), 's3:getobject')
  );
}

function isLackOfTls(condition: PropertyValue | undefined): boolean {
  if (!isPlainObject(condition)) return false;
  const [entry, ...others] = Object.entries(condition);
  if (!entry || others.length > 0) return false;
  const [operator, keys] = entry;
  if (!/^Bool(IfExists)?$/i.test(operator) || !isPlainObject(keys)) return false;
  const [[key, value] = [''], ...more] = Object.entries(keys);
  const refused = asList(value).some(
    (item) => item === false || (typeof item === 'string' && item.toLowerCase() === 'false'),
  );
  return more.length === 0 && key.toLowerCase() === 'aws:securetransport' && refused;
}

/** Whether the resources of a statement cover the bucket and its objects. */
function covers(listed: readonly PropertyValue[], companion: Resource, bucket: Resource): boolean | typeof notYetKnown {
  const unknown = listed.filter((resource) => resource === notYetKnown).length;
  const name = bucket.property('bucket');
  const arn = bucket.property('arn');
  const patterns = textsOf(listed);
  // A preview may know the name before the ARN. The partition is then that of the policy.
  const partition = patterns[0]?.split(':')[1] ?? 'aws';
  const byName = typeof name === 'string' && name !== '' ? `arn:${partition}:s3:::${name}` : undefined;
  const known = typeof arn === 'string' && arn !== '' ? arn : byName;
  const target = known ?? 'arn:aws:s3:::7v-not-yet-named-7v';
  const hits = [target, `${target}/7v/7v`].filter((text) => patterns.some((pattern) => globMatches(pattern, text)));
  if (hits.length === 2) return true;
  if (unknown === 0) return known === undefined && patterns.length > 0 ? notYetKnown : false;
  // Two unknown resources that come from this bucket are assumed to be the bucket and its objects.
  const ofBucket = (companion.sources('policy') ?? []).includes(bucket);
  return ofBucket && hits.length + unknown >= 2 ? true : notYetKnown;
}

/** Whether a statement may turn out to deny requests without TLS. */
function mayDenyPlainHttp(fields: PlainObject): boolean {
  const { Effect } = fields;
  if (Effect !== notYetKnown && Effect !== 'Deny') return false;
  return ['Effect', 'Action', 'Principal', 'Condition'].some((key) => holdsUnknown(fields[key]));
}

import { memoize, mostTexts } from '../../pack/memoize';
import { asList, holdsUnknown, type PropertyValue, textsOf } from '../../pack/propertyValue';
import type { Resource } from '../../pack/resource';
import { actionMatcher } from '../actions/actionPattern';
import { policyStatements, type Statement } from '../documents/policyStatements';
import { managedPolicyDocument, managedPolicyName } from './managedPolicies';

/** A statement that a principal holds, ready to be asked about many actions. */
export interface HeldStatement {
  /** `statement 'Read' of policy 'monitor'`. */
  readonly place: string;
  readonly effect: 'Allow' | 'Deny';
  /** Whether it is about an action, told in lower case. */
  readonly isAbout: (action: string) => boolean;
  /** Patterns of ARNs; every resource of `*` for a statement with NotResource. An unknown one stands for some resource. */
  readonly resources: readonly PropertyValue[];
  /** Patterns of the resources that it is not about: its NotResource. */
  readonly except: readonly string[];
  readonly condition: PropertyValue | undefined;
  /** The group that hands it to the principal. */
  readonly group?: Resource;
  /** The policy of AWS that it stands in, which nobody but AWS can change. */
  readonly awsPolicy?: string;
  /** It stands in a resource's own policy, not in one of the principal's. */
  readonly fromResourcePolicy?: true;
  /** The resource's policy is for everybody. */
  readonly isPublic?: true;
  /** A boundary that doesn't deny it leaves it whole. */
  readonly ignoresBoundary?: true;
}

/** The statements of a permissions boundary, or a clause on why they can't be read. */
export type Boundary = readonly HeldStatement[] | { readonly unknown: string };

/**
 * The statements of a document; what is broken or not known yet is left out, and `iam-no-wildcard` says so. A part that
 * is not known takes nothing away: a Deny with an unknown exception denies nothing.
 */
export function heldStatements(document: PropertyValue, where: string): readonly HeldStatement[] {
  const read = policyStatements(document);
  if ('broken' in read) return [];
  return read.statements.flatMap((statement) => heldStatement(statement, where) ?? []);
}

/** The statements of a policy of AWS, by its ARN; undefined for one that the table doesn't know. Their place is the policy. */
export const heldOfAws = memoize((arn: string): readonly HeldStatement[] | undefined => {
  const document = managedPolicyDocument(arn);
  const awsPolicy = managedPolicyName(arn) ?? '';
  const place = awsPolicyPlace(awsPolicy);
  return document && heldStatements(document, place).map((held) => ({ ...held, place, awsPolicy }));
}, mostTexts);

/** How a sentence names a policy of AWS. */
export function awsPolicyPlace(name: string): string {
  return `AWS's policy '${name}'`;
}

/** One statement; undefined for one without a known effect, and for a Deny whose exceptions aren't known. */
export function heldStatement({ label, fields }: Statement, where: string): HeldStatement | undefined {
  const { Effect: effect, NotAction, NotResource } = fields;
  if (effect !== 'Allow' && effect !== 'Deny') return undefined;
  const open = holdsUnknown(NotAction) || holdsUnknown(NotResource);
  if (effect === 'Deny' && open) return undefined;
  return {
    place: `${label} of ${where}`,
    effect,
    isAbout:
      NotAction === undefined ? actionMatcher(textsOf(fields['Action'])) : not(actionMatcher(textsOf(NotAction))),
    resources: NotResource === undefined ? asList(fields['Resource']) : ['*'],
    except: textsOf(NotResource),
    condition: fields['Condition'],
  };
}

function not(matches: (action: string) => boolean): (action: string) => boolean {
  return (action) => !matches(action);
}

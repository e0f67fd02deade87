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
  /** Whether it applies to an action, in lower case. */
  readonly appliesTo: (action: string) => boolean;
  /** Patterns of ARNs; every resource of `*` for a statement with NotResource. An unknown one stands for some resource. */
  readonly resources: readonly PropertyValue[];
  /** Patterns of the resources that it is not about: its NotResource. */
  readonly except: readonly string[];
  readonly condition: PropertyValue | undefined;
  /** The group that the principal has it from. */
  readonly group?: Resource;
  /** Name of the AWS managed policy that contains it; only AWS can change it. */
  readonly awsPolicy?: string;
  /** It is in a resource policy, not in an identity policy. */
  readonly fromResourcePolicy?: true;
  /** It is for every principal. */
  readonly isPublic?: true;
  /** The Allow statements of a boundary don't limit it. */
  readonly ignoresBoundary?: true;
}

/** The statements of a permissions boundary, or a clause on why they can't be read. */
export type Boundary = readonly HeldStatement[] | { readonly unknown: string };

/**
 * The statements of a document, without those that are broken or not known yet, which `iam-no-wildcard` reports. An
 * unknown part subtracts nothing: a Deny with an unknown exception denies nothing.
 */
export function heldStatements(document: PropertyValue, where: string): readonly HeldStatement[] {
  const read = policyStatements(document);
  if ('broken' in read) return [];
  return read.statements.flatMap((statement) => heldStatement(statement, where) ?? []);
}

/** The statements of an AWS managed policy, by its ARN; undefined for a policy that is not in the table. */
export const managedPolicyStatements = memoize((arn: string): readonly HeldStatement[] | undefined => {
  const document = managedPolicyDocument(arn);
  const awsPolicy = managedPolicyName(arn) ?? '';
  const place = awsPolicyPlace(awsPolicy);
  return document && heldStatements(document, place).map((held) => ({ ...held, place, awsPolicy }));
}, mostTexts);

/** The name of an AWS managed policy in a sentence. */
export function awsPolicyPlace(name: string): string {
  return `AWS managed policy '${name}'`;
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
    appliesTo:
      NotAction === undefined ? actionMatcher(textsOf(fields['Action'])) : not(actionMatcher(textsOf(NotAction))),
    resources: NotResource === undefined ? asList(fields['Resource']) : ['*'],
    except: textsOf(NotResource),
    condition: fields['Condition'],
  };
}

function not(matches: (action: string) => boolean): (action: string) => boolean {
  return (action) => !matches(action);
}

import type { PropertyValue } from '../../pack/propertyValue';
import type { ActionFacts } from '../actions/actionFacts';
import type { HeldStatement } from '../principals/heldStatements';

/** An action that one statement allows a principal, after every Deny and the boundary. */
export interface Grant {
  readonly facts: ActionFacts;
  readonly statement: HeldStatement;
  /** Patterns of the allowed resources, at least one; an unknown one stands for some resource. */
  readonly resources: readonly PropertyValue[];
  /** Those of the patterns that together match all, or nearly all, resources of a type of the action. */
  readonly unlimited: readonly string[];
  /** Conditions of the statement and of the boundary's, all of which must be met. */
  readonly conditions: readonly PropertyValue[];
}

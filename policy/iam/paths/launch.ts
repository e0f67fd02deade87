/** A way to run code, or to call AWS, with a role that the caller passes to a service. */
export interface Launch {
  /** Services that the role is passed to; one of them is enough. */
  readonly passedTo: readonly [string, ...string[]];
  /** Lists of actions; each list is enough with iam:PassRole. */
  readonly actions: readonly (readonly [string, ...string[]])[];
  /** What runs with the role; follows `start`. */
  readonly starts: string;
  readonly source: string;
}

/** Paths that "AWS IAM privilege escalation methods" of Rhino Security Labs and pathfinding.cloud of Datadog describe. */
export const published = 'pathfinding.cloud and Rhino Security Labs, AWS IAM privilege escalation methods';

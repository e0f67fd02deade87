/** A combination of actions by which a principal gains further permissions. */
export interface EscalationPath {
  /** All of these; the first must be allowed on every resource, the others on some. */
  readonly needs: readonly [string, ...string[]];
  /** What the principal can then do, `change ...`; follows `enough to`. */
  readonly gain: string;
  /** Services that the role is passed to; one of them is enough. Only where the first need is iam:PassRole. */
  readonly passedTo?: readonly [string, ...string[]];
  /** Only principals of these kinds; of every kind where it is absent. */
  readonly kinds?: readonly ('role' | 'user' | 'group' | 'policy')[];
  /** A resource of the first action that is enough by itself. @default only all resources together are */
  readonly target?: EscalationTarget;
  /** Where the actions and what they give are documented. */
  readonly source: string;
}

/** A single role, user, group or policy on which the first action of a path is enough. */
export interface EscalationTarget {
  readonly type: 'role' | 'user' | 'group' | 'policy';
  /** `own`: the principal itself, its group, or its policy; `boundary`: itself if it has one; `administrator`: whoever can gain further permissions. */
  readonly is: 'own' | 'boundary' | 'administrator';
  /** What the principal can then do; the target's name follows. */
  readonly gain: string;
}

/** Kinds of calls that silence the monitoring, weaken it, or switch it on again. */
export type AuditKind =
  | 'alarm muted'
  | 'alarm changed'
  | 'alarm unmuted'
  | 'alert path changed'
  | 'schedule changed'
  | 'capture changed'
  | 'baseline modified'
  | 'schema modified'
  | 'settings modified'
  | 'data deleted'
  | 'event path changed'
  | 'function changed'
  | 'permissions changed'
  | 'bucket weakened'
  | 'key weakened'
  | 'log weakened'
  | 'dashboard changed'
  | 'index changed'
  | 'evidence weakened';

/** Calls by kind, in CloudTrail's spelling. */
export type CallsByKind = Readonly<Partial<Record<AuditKind, readonly string[]>>>;

/** A resource that a part of the chain depends on, and the calls that cut the chain there. A text gives the reason where there are none. */
export interface Dependency {
  /** Part of the chain that stops without the resource. */
  readonly part: string;
  /** Service, as in CloudTrail's `eventSource`. */
  readonly source: string;
  /** Request parameters that name the resource; none if the calls don't name it. */
  readonly named: readonly string[];
  /** Names of resources that neither the program nor the settings name. */
  readonly fixedNames?: readonly string[];
  /** What the names of resources have that AWS names: other resources of the account may have such names too. */
  readonly namePart?: string;
  /** Whether names begin with that of a monitored endpoint. @default they are those of the stack's resources */
  readonly namedAfterEndpoint?: true;
  /** The call that makes these calls take effect: until then they cut nothing. @default they take effect at once */
  readonly takesEffectWith?: string;
  /** Prefix of the objects' keys, for objects of the store. */
  readonly keyPrefix?: string;
  readonly deletes: CallsByKind | string;
  readonly disables: CallsByKind | string;
  readonly permissions: CallsByKind | string;
  /** Calls that switch it on again. */
  readonly restores?: CallsByKind;
}

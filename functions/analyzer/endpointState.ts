import * as z from 'zod';
import { analyzerStateKey, type SchemaRef } from '../../contract/storeLayout';
import type { ObjectStore } from '../../store/objectStore';
import { readStored, writeStored } from './storedFile';

const instant = z.iso.datetime();

/** What the analyzer keeps of an endpoint between two runs. */
const stateSchema = z.strictObject({
  version: z.literal(1),
  /** Schedule of the windows. */
  schedule: z.string(),
  /** Start of the first window that belongs to this schedule: earlier ones are another schedule's or nobody's. */
  since: instant,
  /** End of the last window whose run has begun. */
  until: instant,
  /** No window that ended before awaits a run. @default `until` */
  complete: instant.optional(),
  /** Former schedules and the time in which their windows are. @default none */
  former: z.array(z.strictObject({ schedule: z.string(), since: instant, until: instant })).optional(),
  /** The run at work, and when it has certainly ended; null if there is none. */
  lock: z.strictObject({ run: z.string(), expires: instant }).nullable(),
});

type EndpointState = z.infer<typeof stateSchema>;
/** The state without its lock. */
export type EndpointProgress = Omit<EndpointState, 'version' | 'lock'>;

/** Another run works on the endpoint. */
export class RunOverlapError extends Error {
  override readonly name = 'RunOverlapError';
}

/** The endpoint's state, locked for one run. */
export interface LockedState {
  readonly state: EndpointProgress;
  /** Writes the next state, without the lock. */
  release(next: EndpointProgress): Promise<void>;
}

export interface LockArgs extends SchemaRef {
  readonly store: ObjectStore;
  /** Id of the run, unique also among the invocations of one event. */
  readonly run: string;
  readonly now: Date;
  /** When the run has certainly ended, because it is killed before. */
  readonly expires: Date;
  /** The progress as this run begins; `before` is undefined for an endpoint that has none. */
  readonly begin: (before: EndpointProgress | undefined) => EndpointProgress;
}

/**
 * Locks an endpoint by a conditional write of its state, so that of two runs at the same time one works, even if both are
 * invocations of one event. The lock of a run that was killed expires. Throws a RunOverlapError while the endpoint is locked.
 */
export async function lockEndpoint(args: LockArgs): Promise<LockedState> {
  const { store, run, expires, begin } = args;
  const key = analyzerStateKey(args);
  const stored = await readUnlocked(args);
  const before = stored && readState(key, stored.text);
  const state = begin(before);
  const text = stateText(state, { run, expires: expires.toISOString() });
  if (!(await writeStored(store, key, text, stored?.etag))) throw overlap(args, 'since a moment ago');
  return {
    state,
    release: async (next) => {
      const locked = await readStored(store, key);
      if (!locked) return;
      // Another run took the expired lock: the state is its own now.
      if (readState(key, locked.text).lock?.run !== run) return;
      await store.replace(key, stateText(next, null), locked.etag);
    },
  };
}

/** The text of an endpoint's state. Throws a RunOverlapError while a run has the lock, except `ownRun`. */
export async function readUnlocked(
  args: Pick<LockArgs, 'store' | 'endpoint' | 'schema' | 'now'> & { readonly ownRun?: string },
) {
  const { store, now, ownRun } = args;
  const key = analyzerStateKey(args);
  const stored = await readStored(store, key);
  const lock = stored && readState(key, stored.text).lock;
  if (lock && lock.run !== ownRun && Date.parse(lock.expires) > now.getTime()) {
    throw overlap(args, `until ${lock.expires} at the latest`);
  }
  return stored;
}

function stateText(
  { schedule, since, until, complete, former }: EndpointProgress,
  lock: EndpointState['lock'],
): string {
  const state: EndpointState = { version: 1, schedule, since, until, complete, former, lock };
  return `${JSON.stringify(state, null, 2)}\n`;
}

function readState(key: string, text: string): EndpointState {
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    throw new Error(`${key}: invalid state of the analyzer; delete the object, and the next run writes a new one`);
  }
}

function overlap({ endpoint }: SchemaRef, since: string): RunOverlapError {
  return new RunOverlapError(`endpoint ${endpoint}: another run is at work ${since}`);
}

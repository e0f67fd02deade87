import { sageMakerName, sageMakerNameHint } from '../../contract/sageMakerName';
import { UserError } from '../../contract/userError';
import type { IncidentState } from '../../incidents/memory/incidentState';
import { selectIncidents } from '../../incidents/memory/selectIncidents';
import { readIncidentDocuments, type StoredIncidents } from '../../store/incidentDocuments';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import { type CaptureWindow, refuseEmptyWindow } from '../input/captureWindow';
import { firstLines, printError } from '../terminal/output';

export interface StoreOptions {
  readonly store: string;
  readonly endpointUrl?: string;
  /** @default false */
  readonly json?: boolean;
}

/** Options that select incidents. */
export interface FilterOptions extends StoreOptions, CaptureWindow {
  readonly endpoint?: readonly string[];
  readonly state?: readonly IncidentState[];
  readonly feature?: readonly string[];
  readonly fingerprint?: string;
}

/** Runs a task on the store of some options, and closes it. */
export async function withStore<T>(options: StoreOptions, task: (store: ObjectStore) => Promise<T>): Promise<T> {
  const store = openStore(options.store, options.endpointUrl);
  try {
    return await task(store);
  } finally {
    store.close();
  }
}

/** Throws a UserError for options that can select no incident. */
export function checkFilter(options: FilterOptions): void {
  refuseEmptyWindow(options);
  const invalid = options.endpoint?.find((name) => !sageMakerName.test(name));
  if (invalid !== undefined) throw new UserError(`invalid endpoint name '${invalid}': ${sageMakerNameHint}`);
}

/** Reads the incidents that some options select, the newest first, and warns about documents that cannot be read. */
export async function readSelected(store: ObjectStore, options: FilterOptions): Promise<StoredIncidents> {
  checkFilter(options);
  const { records, unreadable } = await readIncidentDocuments(store, options.endpoint);
  warnUnreadable(unreadable, options);
  return { records: selectIncidents(records, options), unreadable };
}

/** Warns about documents that cannot be read; the JSON lists them. */
export function warnUnreadable(unreadable: StoredIncidents['unreadable'], { json }: StoreOptions): void {
  if (unreadable.length === 0 || json) return;
  const lines = unreadable.map(({ key, reason }) => `${key}: ${reason}`);
  printError(['documents that cannot be read:', ...firstLines(lines, ' in --json')].join('\n'));
}

/** Why no incident was selected. */
export function emptyReason({ store, endpoint, state, feature, fingerprint, from, to }: FilterOptions): string {
  const isFiltered = [endpoint, state, feature, fingerprint, from, to].some((value) => value !== undefined);
  return `no incident ${isFiltered ? 'matches the options' : 'exists'} in ${store}`;
}

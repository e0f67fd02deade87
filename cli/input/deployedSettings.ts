import type { EndpointMonitor } from '../../contract/monitorSettings';
import type { ObjectStore } from '../../store/objectStore';
import { findStoredSettings } from '../../store/storedSettings';

/**
 * The settings that a stack deployed for an endpoint, with every default; undefined in a store that has none of it. Throws a
 * UserError if they cannot be read.
 */
export async function deployedSettings(store: ObjectStore, endpoint: string): Promise<EndpointMonitor | undefined> {
  const { endpoints = {} } = (await findStoredSettings(store)) ?? {};
  return Object.hasOwn(endpoints, endpoint) ? endpoints[endpoint] : undefined;
}

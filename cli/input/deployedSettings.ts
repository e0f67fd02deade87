import type { EndpointMonitor } from '../../contract/monitorSettings';
import { UserError } from '../../contract/userError';
import type { ObjectStore } from '../../store/objectStore';
import { readStoredSettings, settingsOf } from '../../store/storedSettings';

/** The settings that a stack deployed for an endpoint, with every default; undefined in a store that has none of it. */
export async function deployedSettings(store: ObjectStore, endpoint: string): Promise<EndpointMonitor | undefined> {
  try {
    return settingsOf(await readStoredSettings(store), endpoint);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

import { engines, type MonitorSettings, monitorSettingsKey, readMonitorSettings } from '../contract/monitorSettings';
import { UserError } from '../contract/userError';
import type { ObjectStore } from './objectStore';

/** Reads the settings that the stack wrote for its functions. Throws a UserError if they are missing or invalid. */
export async function readStoredSettings(store: ObjectStore): Promise<MonitorSettings> {
  const place = `${store.address}/${monitorSettingsKey}`;
  const object = await store.read(monitorSettingsKey);
  if (!object) throw new UserError(`${place}: not found; 'pulumi up' writes it, and --store names the stack's store`);
  try {
    return readMonitorSettings(new TextDecoder().decode(object.body));
  } catch {
    throw new UserError(
      `${place}: not the settings of a stack of this release (engines ${engines.join(', ')}); use the release that the stack was deployed with, or run 'pulumi up'`,
    );
  }
}

/** Settings of one endpoint. Throws a UserError that lists the monitored endpoints. */
export function settingsOf({ stack, endpoints }: MonitorSettings, endpoint: string) {
  const settings = Object.hasOwn(endpoints, endpoint) ? endpoints[endpoint] : undefined;
  if (settings) return settings;
  const known = Object.keys(endpoints).sort().join(', ') || 'none';
  throw new UserError(`stack ${stack} does not monitor endpoint '${endpoint}'; monitored endpoints: ${known}`);
}

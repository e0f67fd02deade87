import { type AuditSettings, auditSettingsKey, readAuditSettings } from '../contract/auditSettings';
import { engines, type MonitorSettings, monitorSettingsKey, readMonitorSettings } from '../contract/monitorSettings';
import { UserError } from '../contract/userError';
import type { ObjectStore } from './objectStore';

const ofEngines = ` (engines ${engines.join(', ')})`;

/** Reads the settings that the stack wrote for its functions. Throws a UserError if they are missing or invalid. */
export function readStoredSettings(store: ObjectStore): Promise<MonitorSettings> {
  return readWrittenSettings(store, monitorSettingsKey, readMonitorSettings, ofEngines);
}

/** The same, but undefined in a store that has none. */
export function findStoredSettings(store: ObjectStore): Promise<MonitorSettings | undefined> {
  return findWrittenSettings(store, monitorSettingsKey, readMonitorSettings, ofEngines);
}

/** Reads settings for the self-check and the audit function. Throws a UserError if they are missing or invalid. */
export function readStoredAuditSettings(store: ObjectStore): Promise<AuditSettings> {
  return readWrittenSettings(store, auditSettingsKey, readAuditSettings);
}

/** Reads what the stack wrote to its store. Throws a UserError if it is missing. */
async function readWrittenSettings<T>(
  ...[store, key, read, detail]: Parameters<typeof findWrittenSettings<T>>
): Promise<T> {
  const settings = await findWrittenSettings(store, key, read, detail);
  if (settings !== undefined) return settings;
  throw new UserError(`${store.address}/${key}: not found; 'pulumi up' writes it, and --store names the stack's store`);
}

/** Reads what the stack wrote to its store, if anything. Throws a UserError if it is of another release, which `detail` explains. */
async function findWrittenSettings<T>(
  store: ObjectStore,
  key: string,
  read: (text: string) => T,
  detail = '',
): Promise<T | undefined> {
  const object = await store.read(key);
  if (!object) return undefined;
  try {
    return read(new TextDecoder().decode(object.body));
  } catch {
    throw new UserError(
      `${store.address}/${key}: not the settings of a stack of this release${detail}; use the release that the stack was deployed with, or run 'pulumi up'`,
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

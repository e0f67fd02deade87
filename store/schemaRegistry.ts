import { type CaptureSchema, nextVersion, versionNumber } from '../contract/captureSchema';
import {
  parseRegisteredSchema,
  type RegisteredSchema,
  registeredSchemaOf,
  registeredSchemaText,
} from '../contract/registeredSchema';
import { sageMakerName, sageMakerNameHint } from '../contract/sageMakerName';
import { type SchemaRef, schemaKey, schemasPrefix } from '../contract/storeLayout';
import { UserError } from '../contract/userError';
import { schemaDifferences } from '../quality/schema/schemaDifferences';
import type { ObjectStore } from './objectStore';

/** An endpoint's registered schemas, oldest version first. Throws a UserError for a file that was changed. */
export async function registeredSchemas(store: ObjectStore, endpoint: string): Promise<RegisteredSchema[]> {
  const schemas: RegisteredSchema[] = [];
  for (const schema of await registeredVersions(store, endpoint)) {
    const registered = await readRegisteredSchema(store, { endpoint, schema });
    if (registered) schemas.push(registered);
  }
  return schemas;
}

/**
 * Registers a schema version. Nothing is ever overwritten: if the version has the same columns, nothing is written. If it
 * has other columns, throws a UserError with the differences and the next free version.
 */
export async function registerSchema(
  store: ObjectStore,
  endpoint: string,
  schema: CaptureSchema,
): Promise<{ registered: RegisteredSchema; written: boolean }> {
  refuseInvalidName(endpoint);
  const registered = registeredSchemaOf(endpoint, schema);
  const ref = { endpoint, schema: schema.version };
  // Read first: CloudTrail would record a refused write as an attempt to change the schema.
  let existing = await readRegisteredSchema(store, ref);
  if (!existing && (await store.create(schemaKey(ref), registeredSchemaText(registered)))) {
    return { registered, written: true };
  }
  existing ??= await readRegisteredSchema(store, ref);
  if (!existing) throw new UserError(`${store.address}/${schemaKey(ref)}: was removed during registration; try again`);
  if (existing.fingerprint === registered.fingerprint) return { registered: existing, written: false };
  const free = nextVersion(await registeredVersions(store, endpoint));
  throw new UserError(
    `${store.address}: schema ${schema.version} of ${endpoint} is registered with other columns. ${schemaDifferences(schema, existing).join(' ')} Versions are never overwritten: register yours as ${free} and derive a baseline for it.`,
  );
}

/** Returns undefined if the version is not registered. */
async function readRegisteredSchema(store: ObjectStore, ref: SchemaRef): Promise<RegisteredSchema | undefined> {
  const key = schemaKey(ref);
  const object = await store.read(key);
  if (!object) return undefined;
  try {
    return parseRegisteredSchema(new TextDecoder().decode(object.body), ref);
  } catch (error) {
    const version = object.versionId === undefined ? '' : `, version ${object.versionId}`;
    throw new UserError(
      `${store.address}/${key}${version}: invalid registered schema: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

async function registeredVersions(store: ObjectStore, endpoint: string): Promise<string[]> {
  refuseInvalidName(endpoint);
  const below = schemasPrefix(endpoint);
  return (await store.list(below))
    .flatMap(({ key }) => /^(?<version>v[1-9]\d*)\.json$/.exec(key.slice(below.length))?.groups?.['version'] ?? [])
    .sort((a, b) => versionNumber(a) - versionNumber(b));
}

/** Other characters would lead to another key. */
function refuseInvalidName(endpoint: string): void {
  if (sageMakerName.test(endpoint)) return;
  throw new UserError(`invalid endpoint name '${endpoint}': ${sageMakerNameHint}`);
}

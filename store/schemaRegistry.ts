import { type CaptureSchema, nextVersion, versionNumber } from '../contract/captureSchema';
import {
  parseRegisteredSchema,
  type RegisteredSchema,
  registeredSchemaOf,
  registeredSchemaText,
} from '../contract/registeredSchema';
import { sageMakerName, sageMakerNameText } from '../contract/sageMakerName';
import { type SchemaRef, schemaKey, schemasPrefix } from '../contract/storeLayout';
import { UserError } from '../contract/userError';
import { shapeChanges } from '../quality/schema/compareShape';
import type { ObjectStore } from './objectStore';

/** An endpoint's registered schemas, the oldest version first. A UserError names one that is not what it says. */
export async function registeredSchemas(store: ObjectStore, endpoint: string): Promise<RegisteredSchema[]> {
  const schemas: RegisteredSchema[] = [];
  for (const schema of await registeredVersions(store, endpoint)) {
    const found = await registeredSchema(store, { endpoint, schema });
    if (found) schemas.push(found);
  }
  return schemas;
}

/**
 * Puts a schema into the registry, where nothing is ever overwritten. The same columns again are fine, and nothing is
 * written; a version that stands for other columns is refused, in a sentence with what differs and which version is free.
 */
export async function registerSchema(
  store: ObjectStore,
  endpoint: string,
  schema: CaptureSchema,
): Promise<{ registered: RegisteredSchema; written: boolean }> {
  refuseName(endpoint);
  const registered = registeredSchemaOf(endpoint, schema);
  const ref = { endpoint, schema: schema.version };
  // Looked at first: a write that is refused would stand on the trail's record as if somebody had tried to change it.
  let there = await registeredSchema(store, ref);
  if (!there && (await store.create(schemaKey(ref), registeredSchemaText(registered)))) {
    return { registered, written: true };
  }
  there ??= await registeredSchema(store, ref);
  if (!there)
    throw new UserError(`${store.address}/${schemaKey(ref)}: was taken away while it was registered; try again`);
  if (there.fingerprint === registered.fingerprint) return { registered: there, written: false };
  const free = nextVersion(await registeredVersions(store, endpoint));
  const differences = shapeChanges(schema, there).map(({ text }) => text);
  throw new UserError(
    `${store.address}: schema ${schema.version} of ${endpoint} is registered with other columns. ${differences.join(' ')} A version is never overwritten: make yours ${free}, and derive a baseline for it.`,
  );
}

/** One version; undefined where it is not registered. */
async function registeredSchema(store: ObjectStore, ref: SchemaRef): Promise<RegisteredSchema | undefined> {
  const key = schemaKey(ref);
  const found = await store.read(key);
  if (!found) return undefined;
  try {
    return parseRegisteredSchema(new TextDecoder().decode(found.body), ref);
  } catch (error) {
    const version = found.versionId === undefined ? '' : `, version ${found.versionId}`;
    throw new UserError(
      `${store.address}/${key}${version}: the registered schema is refused: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

async function registeredVersions(store: ObjectStore, endpoint: string): Promise<string[]> {
  refuseName(endpoint);
  const below = schemasPrefix(endpoint);
  return (await store.list(below))
    .flatMap(({ key }) => /^(?<version>v[1-9]\d*)\.json$/.exec(key.slice(below.length))?.groups?.['version'] ?? [])
    .sort((a, b) => versionNumber(a) - versionNumber(b));
}

/** A name with other characters would lead to another key. */
function refuseName(endpoint: string): void {
  if (sageMakerName.test(endpoint)) return;
  throw new UserError(`'${endpoint}' is no name of an endpoint: one ${sageMakerNameText}`);
}

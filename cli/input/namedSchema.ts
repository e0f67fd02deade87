import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CaptureSchema } from '../../contract/captureSchema';
import type { SchemaRef } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import { readCaptureSchema } from '../../store/documents';
import type { ObjectStore } from '../../store/objectStore';
import { registeredSchemas } from '../../store/schemaRegistry';

/**
 * The schema of a version's name: the file that somebody gives, else the version in the store's registry, else the file
 * `schemas/<endpoint>/<version>.yaml` where the command runs.
 */
export async function namedSchema(
  store: ObjectStore,
  { endpoint, schema: version, schemaFile }: SchemaRef & { readonly schemaFile?: string },
): Promise<CaptureSchema> {
  if (schemaFile !== undefined) return fileOf(schemaFile, version);
  const registered = await registeredSchemas(store, endpoint);
  const found = registered.find((each) => each.version === version);
  if (found) return found;
  const usual = join('schemas', endpoint, `${version}.yaml`);
  if (existsSync(usual)) return fileOf(usual, version);
  const known = registered.map((each) => each.version).join(', ') || 'none of this endpoint';
  throw new UserError(
    `schema ${version} of ${endpoint} is not known: the registry of ${store.address} has ${known}, and there is no ${usual}; name its file by --schema-file`,
  );
}

function fileOf(file: string, version: string): CaptureSchema {
  const schema = readCaptureSchema(file);
  if (schema.version === version) return schema;
  throw new UserError(`${file}: is version ${schema.version}, and --schema asks for ${version}`);
}

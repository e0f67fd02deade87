import { schemaKey } from '../../contract/storeLayout';
import { readCaptureSchema } from '../../store/documents';
import { openStore } from '../../store/openStore';
import { registerSchema } from '../../store/schemaRegistry';
import { print, printJson } from '../terminal/print';

interface RegisterOptions {
  readonly schema: string;
  readonly endpoint: string;
  readonly store: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Puts a schema's version into the registry of a store. */
export async function registerCommand(options: RegisterOptions): Promise<void> {
  const schema = readCaptureSchema(options.schema);
  const store = openStore(options.store, options.endpointUrl);
  try {
    const { registered, written } = await registerSchema(store, options.endpoint, schema);
    const { endpoint, version, fingerprint } = registered;
    const uri = `${store.address}/${schemaKey({ endpoint, schema: version })}`;
    if (options.json) return printJson({ endpoint, version, fingerprint, written, uri });
    const name = `schema ${version} (${fingerprint.slice(0, 12)}) of ${endpoint}`;
    print(written ? `${name} registered as ${uri}` : `${name} was registered before with the same columns: ${uri}`);
  } finally {
    store.close();
  }
}

import type { Column } from '../../contract/captureSchema';
import type { RegisteredSchema } from '../../contract/registeredSchema';
import { textTable } from '../../report/text/textTable';
import { openStore } from '../../store/openStore';
import { registeredSchemas } from '../../store/schemaRegistry';
import { exitCodes } from '../terminal/exitCodes';
import { print, printError, printJson } from '../terminal/print';

interface ListOptions {
  readonly store: string;
  readonly endpoint: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

const columns = [
  { title: 'version' },
  { title: 'fingerprint' },
  { title: 'output', width: 30 },
  { title: 'input', width: 60 },
];

/** Shows an endpoint's registered schemas, the oldest version first. */
export async function schemaListCommand({ store: address, endpoint, endpointUrl, json }: ListOptions): Promise<void> {
  const store = openStore(address, endpointUrl);
  try {
    const schemas = await registeredSchemas(store, endpoint);
    if (json) printJson({ endpoint, schemas });
    else if (schemas.length === 0) printError(`${store.address}: no schema of endpoint ${endpoint} is registered`);
    else print(textTable(columns, schemas.map(rowOf)).join('\n'));
    if (schemas.length === 0) process.exitCode = exitCodes.empty;
  } finally {
    store.close();
  }
}

function rowOf({ version, fingerprint, output, input }: RegisteredSchema): string[] {
  return [version, fingerprint.slice(0, 12), namesOf(output), namesOf(input)];
}

function namesOf(side: readonly Column[]): string {
  return side.map(({ name, type }) => `${name} ${type}`).join(', ');
}

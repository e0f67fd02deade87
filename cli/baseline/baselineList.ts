import { parse } from 'yaml';
import type { BaselineManifest } from '../../contract/baselineManifest';
import { UserError } from '../../contract/userError';
import { formatInstant } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { readText } from '../../store/documents';
import { openStore } from '../../store/openStore';
import { storedManifests } from '../../store/storedBaseline';
import { exitCodes } from '../terminal/exitCodes';
import { print, printError, printJson } from '../terminal/print';

interface ListOptions {
  readonly store: string;
  readonly endpoint: string;
  readonly stackFile?: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

const columns = ['', 'id', 'schema', 'rows', 'derived', 'approved', 'by', 'why'].map((title) => ({
  title,
  numeric: title === 'rows',
}));

/** Shows an endpoint's baselines in a store, the oldest first, and which one is in force. */
export async function listCommand({
  store: address,
  endpoint,
  stackFile,
  endpointUrl,
  json,
}: ListOptions): Promise<void> {
  const inForce = stackFile === undefined ? undefined : baselineInForce(stackFile, endpoint);
  const store = openStore(address, endpointUrl);
  try {
    const baselines = await storedManifests(store, endpoint);
    if (inForce !== undefined && !baselines.some(({ id }) => id === inForce)) {
      throw new UserError(
        `${stackFile}: puts baseline ${inForce} of ${endpoint} in force, which ${store.address} does not have: the next run would fail`,
      );
    }
    if (json) printJson({ endpoint, ...(inForce === undefined ? {} : { inForce }), baselines });
    else if (baselines.length === 0) printError(`${store.address}: no baseline of endpoint ${endpoint}`);
    else
      print(
        textTable(
          columns,
          baselines.map((each) => rowOf(each, inForce)),
        ).join('\n'),
      );
    if (baselines.length === 0) process.exitCode = exitCodes.empty;
  } finally {
    store.close();
  }
}

function rowOf({ id, schema, rows, derivedAt, approval }: BaselineManifest, inForce: string | undefined): string[] {
  const approved = approval ? [formatInstant(approval.at), approval.by, approval.why] : ['not approved', '', ''];
  return [id === inForce ? 'in force' : '', id, schema, String(rows), formatInstant(derivedAt), ...approved];
}

interface StackFile {
  readonly config?: Readonly<Record<string, unknown>>;
}

/** The baseline that a stack's file names for an endpoint; undefined where it names none. */
function baselineInForce(file: string, endpoint: string): string | undefined {
  const { config } = (parse(readText(file)) ?? {}) as StackFile;
  const endpoints = config?.['model-observability:endpoints'] as
    | Readonly<Record<string, { readonly baseline?: string } | undefined>>
    | undefined;
  const entry = endpoints?.[endpoint];
  if (entry) return entry.baseline;
  throw new UserError(
    `${file}: has no endpoint ${endpoint}; it has ${Object.keys(endpoints ?? {}).join(', ') || 'none'}`,
  );
}

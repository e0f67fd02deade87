import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { BaselineManifest } from '../../contract/baselineManifest';
import { UserError } from '../../contract/userError';
import { formatInstant } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { readTextFile } from '../../store/documents';
import { openStore } from '../../store/openStore';
import { storedManifests } from '../../store/storedBaseline';
import { exitCodes } from '../terminal/exitCodes';
import { printError, printJson, printText } from '../terminal/output';

interface ListOptions {
  readonly store: string;
  readonly endpoint: string;
  readonly stackFile?: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

const columns = ['state', 'id', 'schema', 'rows', 'derived', 'approved', 'approver', 'reason'].map((title) => ({
  title,
  numeric: title === 'rows',
}));

/** Prints the baselines of an endpoint in a store, oldest first, and which one is in effect. */
export async function listBaselines({
  store: address,
  endpoint,
  stackFile,
  endpointUrl,
  json,
}: ListOptions): Promise<void> {
  const inEffect = stackFile === undefined ? undefined : readBaselineInEffect(stackFile, endpoint);
  const store = openStore(address, endpointUrl);
  try {
    const baselines = await storedManifests(store, endpoint);
    if (inEffect !== undefined && !baselines.some(({ id }) => id === inEffect)) {
      throw new UserError(
        `${stackFile}: baseline ${inEffect} of endpoint ${endpoint} is not in ${store.address}; the next run would fail`,
      );
    }
    if (json) printJson({ endpoint, inForce: inEffect, baselines });
    else if (baselines.length === 0) printError(`${store.address}: no baselines of endpoint ${endpoint}`);
    else
      printText(
        textTable(
          columns,
          baselines.map((manifest) => tableRow(manifest, inEffect)),
        ).join('\n'),
      );
    if (baselines.length === 0) process.exitCode = exitCodes.empty;
  } finally {
    store.close();
  }
}

function tableRow({ id, schema, rows, derivedAt, approval }: BaselineManifest, inEffect: string | undefined): string[] {
  const approved = approval ? [formatInstant(approval.at), approval.by, approval.why] : ['not approved', '', ''];
  return [id === inEffect ? 'in effect' : '', id, schema, String(rows), formatInstant(derivedAt), ...approved];
}

interface StackFile {
  readonly config?: Readonly<Record<string, unknown>>;
}
interface EndpointSettings {
  readonly baseline?: string;
}

const prefix = 'model-observability:';

/**
 * Reads which baseline a stack's settings name for an endpoint, in the stack file or in the endpoint's own file; undefined
 * when they name none.
 */
function readBaselineInEffect(file: string, endpoint: string): string | undefined {
  const { config } = (parse(readTextFile(file)) ?? {}) as StackFile;
  const { [`${prefix}endpoints`]: endpoints = {}, [`${prefix}endpointsFolder`]: folder = 'endpoints' } = config ?? {};
  const inStackFile = endpoints as Readonly<Record<string, EndpointSettings | undefined>>;
  const ownFile = join(dirname(file), String(folder), `${endpoint}.yaml`);
  const settings =
    inStackFile[endpoint] ?? (existsSync(ownFile) ? (parse(readTextFile(ownFile)) as EndpointSettings) : undefined);
  if (settings) return settings.baseline;
  const configured = Object.keys(inStackFile).join(', ') || 'none';
  throw new UserError(
    `${file}: unknown endpoint '${endpoint}'; configured endpoints: ${configured}, and no file ${ownFile}`,
  );
}

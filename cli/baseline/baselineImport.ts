import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../contract/userError';
import { importBaseline } from '../../quality/baseline/importBaseline';
import { schemaText } from '../../quality/schema/schemaText';
import { formatCount } from '../../report/text/formats';
import { readCaptureSchema, readSla } from '../../store/documents';
import { readAddress } from '../input/managedFiles';
import { refuseInvalidNames, refuseWithout } from '../terminal/options';
import { printJson, printText } from '../terminal/output';
import type * as source from './importSource';
import type { ImportSource } from './importSource';

interface ImportOptions {
  readonly statistics?: string;
  readonly constraints?: string;
  readonly jobDefinition?: string;
  readonly schedule?: string;
  readonly endpoint?: string;
  readonly schema?: string;
  readonly schemaVersion: string;
  readonly outputs: number;
  readonly sla?: string;
  readonly by: string;
  readonly out: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Takes over a baseline that Model Monitor made: writes its files with a manifest, and a proposed schema. */
export async function importCommand(folder: string | undefined, options: ImportOptions): Promise<void> {
  const place = await findSource(folder, options);
  const sla = options.sla === undefined ? undefined : readSla(options.sla);
  const endpoint = options.endpoint ?? place.endpoint ?? sla?.endpoint;
  if (endpoint === undefined) throw new UserError('--endpoint is required: name the endpoint of the baseline');
  refuseInvalidNames({ endpoint, schema: options.schemaVersion });
  if (sla && sla.endpoint !== endpoint) {
    throw new UserError(`--sla ${options.sla} is of endpoint ${sla.endpoint}; use the SLA of ${endpoint}`);
  }
  const { schemaVersion: version, outputs } = options;
  const readFile = async (address: string) => ({ address, text: await readAddress(address, options.endpointUrl) });
  const { manifest, files, schema } = importBaseline({
    statistics: await readFile(place.statistics),
    constraints: await readFile(place.constraints),
    endpoint,
    schema: options.schema === undefined ? { version, outputs } : readCaptureSchema(options.schema),
    sla,
    importedAt: new Date(),
    importedBy: options.by,
    origin: place.origin,
  });
  const out = join(options.out, manifest.id);
  await mkdir(out, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(out, name), text);
  const proposed = options.schema === undefined ? join(out, 'schema.yaml') : undefined;
  if (proposed !== undefined) await writeFile(proposed, schemaText(schema));
  if (options.json) return printJson({ manifest, schema: proposed, out });
  const columns = `${schema.output.length} of the response, ${schema.input.length} of the request`;
  printText(
    [
      `baseline ${manifest.id} of ${endpoint}: ${formatCount(manifest.rows, 'row')}, columns: ${columns}`,
      `  source: ${manifest.source}`,
      ...manifest.slaChanges.map((change) => `  constraint: ${change}`),
      `written to ${out}`,
      ...(proposed === undefined
        ? []
        : [
            `schema proposed in ${proposed}: check which columns are of the response, and move it to schemas/${endpoint}/`,
          ]),
    ].join('\n'),
  );
}

/** Throws a UserError unless there is exactly one source. */
async function findSource(folder: string | undefined, options: ImportOptions): Promise<ImportSource> {
  const { statistics, constraints, jobDefinition, schedule, endpointUrl } = options;
  if ((statistics === undefined) !== (constraints === undefined)) {
    refuseWithout('--constraints', { '--statistics': statistics });
    refuseWithout('--statistics', { '--constraints': constraints });
  }
  if ([folder, statistics, jobDefinition, schedule].filter((source) => source !== undefined).length !== 1) {
    throw new UserError(
      'exactly one source is required: a folder, --statistics with --constraints, --job-definition or --schedule',
    );
  }
  if (statistics !== undefined && constraints !== undefined) return { statistics, constraints };
  if (folder !== undefined) {
    const place = folder.replace(/\/+$/, '');
    return { statistics: `${place}/statistics.json`, constraints: `${place}/constraints.json` };
  }
  // Loaded on demand: the SDK takes a good part of a second.
  const { describeImportSource } = require('./importSource') as typeof source;
  return describeImportSource({ jobDefinition, schedule }, endpointUrl);
}

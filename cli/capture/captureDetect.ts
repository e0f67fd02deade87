import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CaptureSchema, schemaFingerprint } from '../../contract/captureSchema';
import { UserError, unreadable } from '../../contract/userError';
import { readCapturedShape } from '../../quality/schema/captureShape';
import { matchSchema, type ShapeVerdict } from '../../quality/schema/matchSchema';
import { formatCount } from '../../report/text/formats';
import { readCaptureSchema } from '../../store/documents';
import { openStore } from '../../store/openStore';
import { registeredSchemas } from '../../store/schemaRegistry';
import { type CaptureWindow, emptyWindowReason, selectCaptures, unreadableReason } from '../input/captureWindow';
import { amountOnDisk, fileSource } from '../input/diskInput';
import { findCaptures } from '../input/findCaptures';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import { showCaptureProgress } from '../terminal/progress';
import { warnOfRejects } from '../terminal/warnOfRejects';

interface DetectOptions extends CaptureWindow {
  readonly captures: readonly string[];
  /** Folder of versions; or else store and endpoint. */
  readonly schemas?: string;
  readonly store?: string;
  readonly endpoint?: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Prints the schema version of captures, or what changed and which version to add; sets the exit code by it. */
export async function detectSchema(options: DetectOptions): Promise<void> {
  const { captures: paths, json } = options;
  const knownSchemas = await readKnownSchemas(options);
  const { schemas } = knownSchemas;
  const captures = findCaptures(paths);
  const files = selectCaptures(options, captures).map(({ path }) => path);
  const captured = await readCapturedShape(files.map(fileSource), showCaptureProgress(amountOnDisk(files)));
  const { shape, rows, namedRows, otherRows, rejectCount } = captured;
  const counts = { files: files.length, rows, namedRows, otherRows, rejects: rejectCount };
  if (!shape) {
    const reason =
      files.length === 0 ? emptyWindowReason(options, captures, paths) : unreadableReason(files.length, captured);
    printEmpty('detect', reason, json ? counts : undefined);
    process.exitCode = exitCodes.empty;
    return;
  }
  const verdict = matchSchema(shape, schemas);
  const fingerprints = Object.fromEntries(schemas.map((schema) => [schema.version, schemaFingerprint(schema)]));
  if (json) printJson({ ...counts, shape, fingerprints, ...verdict });
  else printText(describeVerdict(counts, verdict, knownSchemas));
  const hasRejects = warnOfRejects({ rows: rows + otherRows, rejected: rejectCount, first: captured.rejects[0] });
  const known = hasRejects ? exitCodes.rejects : exitCodes.success;
  process.exitCode = verdict.unknown ? exitCodes.findings : known;
}

/** The versions to compare with, and where to add the next one. */
interface KnownSchemas {
  readonly schemas: readonly CaptureSchema[];
  /** Folder or registry, as shown to a person. */
  readonly place: string;
  /** Folder of the file that a person checks in. */
  readonly folder: string;
  /** What else to do with the next version. */
  readonly next: string;
}

async function readKnownSchemas(options: DetectOptions): Promise<KnownSchemas> {
  const { schemas: folder, store: address, endpoint, endpointUrl } = options;
  if (folder !== undefined && address === undefined && endpoint === undefined) {
    return { schemas: readSchemaFolder(folder), place: folder, folder, next: '' };
  }
  if (folder !== undefined || address === undefined || endpoint === undefined) {
    throw new UserError('one source of known versions is required: --schemas, or --store with --endpoint');
  }
  const store = openStore(address, endpointUrl);
  try {
    const schemas = await registeredSchemas(store, endpoint);
    const place = `the registry of ${endpoint} in ${store.address}`;
    return { schemas, place, folder: join('schemas', endpoint), next: ", then register it with 'schema register'" };
  } finally {
    store.close();
  }
}

/** Reads the versions in a folder: `v1.yaml` and so on. */
function readSchemaFolder(folder: string): CaptureSchema[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw unreadable(folder, error, 'expected a folder with v1.yaml');
  }
  return names
    .filter((name) => /^v[1-9]\d*\.yaml$/.test(name))
    .map((name) => {
      const schema = readCaptureSchema(join(folder, name));
      if (`${schema.version}.yaml` === name) return schema;
      throw new UserError(
        `${join(folder, name)}: contains version ${schema.version}; change the version or rename the file`,
      );
    });
}

interface Counts {
  readonly files: number;
  readonly rows: number;
  readonly namedRows: number;
  readonly otherRows: number;
  readonly rejects: number;
}

function describeVerdict(
  { files, rows, namedRows, otherRows, rejects }: Counts,
  { versions, unknown }: ShapeVerdict,
  { schemas, place, folder, next }: KnownSchemas,
): string {
  const named = namedRows > 0 ? ` (${namedRows} with names)` : '';
  const others = otherRows > 0 ? `, ${formatCount(otherRows, 'row')} of other shapes` : '';
  const heading = `${formatCount(files, 'capture file')}, ${formatCount(rows, 'row')} of one shape${named}${others}, ${rejects} rejected`;
  const labelOf = (version: string) => {
    const schema = schemas.find((known) => known.version === version);
    return schema ? `${version} (${schemaFingerprint(schema).slice(0, 12)})` : version;
  };
  if (!unknown) {
    const [newest = '', ...older] = versions;
    const alternatives = older.length > 0 ? `; the captures also match ${older.map(labelOf).join(', ')}` : '';
    return `${heading}\nschema ${labelOf(newest)}${alternatives}`;
  }
  const { nearest, changes, proposed, proposedYaml } = unknown;
  return [
    heading,
    nearest === undefined ? `${place} has no version yet` : `unknown shape; changes from ${labelOf(nearest)}:`,
    ...changes.map(({ kind, certainty, text }) => `  ${kind} (${certainty}): ${text}`),
    `proposed version ${join(folder, `${proposed.version}.yaml`)}; check names and order first${next}:`,
    '',
    proposedYaml.trimEnd(),
  ].join('\n');
}

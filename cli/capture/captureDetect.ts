import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CaptureSchema, schemaFingerprint } from '../../contract/captureSchema';
import { UserError } from '../../contract/userError';
import { type CapturedShape, capturedShape } from '../../quality/schema/captureShape';
import { type ShapeVerdict, schemaShape } from '../../quality/schema/schemaShape';
import { readCaptureSchema } from '../../store/documents';
import { openStore } from '../../store/openStore';
import { registeredSchemas } from '../../store/schemaRegistry';
import { captureSourceAt } from '../input/captureSourceAt';
import { type CaptureWindow, capturesIn, emptyWindowReason } from '../input/captureWindow';
import { amountOnDisk } from '../input/diskInput';
import { findCaptures } from '../input/findCaptures';
import { captureProgress } from '../terminal/captureProgress';
import { exitCodes } from '../terminal/exitCodes';
import { print, printError, printJson } from '../terminal/print';

interface CaptureDetectOptions extends CaptureWindow {
  readonly captures: readonly string[];
  /** Folder of versions; or else store and endpoint. */
  readonly schemas?: string;
  readonly store?: string;
  readonly endpoint?: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Says of which schema version captures are, or what changed and which version to add, and sets the exit code by it. */
export async function captureDetectCommand(options: CaptureDetectOptions): Promise<void> {
  const { captures, json } = options;
  const known = await knownSchemas(options);
  const { schemas } = known;
  const found = findCaptures(captures);
  const chosen = capturesIn(options, found);
  const paths = chosen.map(({ path }) => path);
  const captured = await capturedShape(paths.map(captureSourceAt), captureProgress(amountOnDisk(paths)));
  const { shape, rows, namedRows, otherRows, rejectCount } = captured;
  const counts = { files: chosen.length, rows, namedRows, otherRows, rejects: rejectCount };
  if (!shape) {
    const reason =
      chosen.length === 0 ? emptyWindowReason(options, found, captures) : unreadable(captured, chosen.length);
    if (json) printJson({ ...counts, reason });
    else printError(`nothing to look at: ${reason}`);
    process.exitCode = exitCodes.empty;
    return;
  }
  const verdict = schemaShape(shape, schemas);
  const fingerprints = Object.fromEntries(schemas.map((schema) => [schema.version, schemaFingerprint(schema)]));
  if (json) printJson({ ...counts, shape, fingerprints, ...verdict });
  else print(described(counts, verdict, known));
  process.exitCode = verdict.unknown ? exitCodes.found : exitCodes.fine;
}

/** The versions to compare with, and where the next one belongs. */
interface KnownSchemas {
  readonly schemas: readonly CaptureSchema[];
  /** As people name the place. */
  readonly place: string;
  /** Folder of the file that a person checks in. */
  readonly folder: string;
  /** What to do with the next version, besides checking it in. */
  readonly next: string;
}

async function knownSchemas(options: CaptureDetectOptions): Promise<KnownSchemas> {
  const { schemas: folder, store: address, endpoint, endpointUrl } = options;
  if (folder !== undefined && address === undefined && endpoint === undefined) {
    return { schemas: schemasIn(folder), place: folder, folder, next: '' };
  }
  if (folder !== undefined || address === undefined || endpoint === undefined) {
    throw new UserError(
      "the known versions are those of a folder, or of an endpoint's registry: give either --schemas <folder>, or --store <address> and --endpoint <name>",
    );
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

/** The versions in a folder, `v1.yaml` and so on. */
function schemasIn(folder: string): CaptureSchema[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new UserError(`${folder}: cannot be read (${(error as Error).message}); give the folder with v1.yaml in it`);
  }
  return names
    .filter((name) => /^v[1-9]\d*\.yaml$/.test(name))
    .map((name) => {
      const schema = readCaptureSchema(join(folder, name));
      if (`${schema.version}.yaml` === name) return schema;
      throw new UserError(
        `${join(folder, name)}: says that it is ${schema.version}; correct the version, or the file's name`,
      );
    });
}

function unreadable({ rejects, rejectCount }: CapturedShape, files: number): string {
  const [first] = rejects;
  if (!first) return `the ${files} capture file(s) hold no line`;
  return `no row could be read from ${files} capture file(s), ${rejectCount} line(s) were set aside; the first is ${first.file}:${first.line}: ${first.reason}`;
}

interface Counts {
  readonly files: number;
  readonly rows: number;
  readonly namedRows: number;
  readonly otherRows: number;
  readonly rejects: number;
}

function described(
  { files, rows, namedRows, otherRows, rejects }: Counts,
  { versions, unknown }: ShapeVerdict,
  { schemas, place, folder, next }: KnownSchemas,
): string {
  const named = namedRows > 0 ? ` (${namedRows} with names)` : '';
  const others = otherRows > 0 ? `, ${otherRows} row(s) of other shapes` : '';
  const heading = `${files} capture file(s), ${rows} row(s) of one shape${named}${others}, ${rejects} line(s) set aside`;
  const nameOf = (version: string) => {
    const schema = schemas.find((each) => each.version === version);
    return schema ? `${version} (${schemaFingerprint(schema).slice(0, 12)})` : version;
  };
  if (!unknown) {
    const [newest = '', ...older] = versions;
    const rest =
      older.length > 0 ? `, or of ${older.map(nameOf).join(', ')}, of which the captures can't be told apart` : '';
    return `${heading}\nof schema ${nameOf(newest)}${rest}`;
  }
  const { nearest, changes, proposed, proposedYaml } = unknown;
  return [
    heading,
    nearest === undefined ? `${place} has no version yet` : `of no known version; against ${nameOf(nearest)}:`,
    ...changes.map(({ kind, certainty, text }) => `  ${kind} (${certainty}): ${text}`),
    `proposed as ${join(folder, `${proposed.version}.yaml`)}; check names and order first${next}:`,
    '',
    proposedYaml.trimEnd(),
  ].join('\n');
}

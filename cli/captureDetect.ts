import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CaptureSchema, schemaFingerprint } from '../contract/captureSchema';
import { UserError } from '../contract/userError';
import { type CapturedShape, capturedShape } from '../quality/captureShape';
import { type ShapeVerdict, schemaShape } from '../quality/schemaShape';
import { readCaptureSchema } from '../rehearsal/documents';
import { captureProgress } from './captureProgress';
import { captureSourceAt } from './captureSourceAt';
import { type CaptureWindow, capturesIn, emptyWindowReason } from './captureWindow';
import { exitCodes } from './exitCodes';
import { findCaptures } from './findCaptures';
import { print, printError, printJson } from './print';

interface CaptureDetectOptions extends CaptureWindow {
  readonly captures: readonly string[];
  readonly schemas: string;
  readonly json: boolean;
}

/** Says of which schema version captures are, or what changed and which version to add, and sets the exit code by it. */
export async function captureDetectCommand(options: CaptureDetectOptions): Promise<void> {
  const { captures, json } = options;
  const schemas = schemasIn(options.schemas);
  const found = findCaptures(captures);
  const chosen = capturesIn(options, found);
  const paths = chosen.map(({ path }) => path);
  const captured = await capturedShape(paths.map(captureSourceAt), captureProgress(paths));
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
  else print(described(counts, verdict, schemas, options.schemas));
  process.exitCode = verdict.unknown ? exitCodes.found : exitCodes.fine;
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
  schemas: readonly CaptureSchema[],
  folder: string,
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
    nearest === undefined ? `${folder} has no version yet` : `of no known version; against ${nameOf(nearest)}:`,
    ...changes.map(({ kind, certainty, text }) => `  ${kind} (${certainty}): ${text}`),
    `proposed as ${join(folder, `${proposed.version}.yaml`)}; check names and order first:`,
    '',
    proposedYaml.trimEnd(),
  ].join('\n');
}

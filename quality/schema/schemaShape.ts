import { type CaptureSchema, type Column, nextVersion, versionNumber } from '../../contract/captureSchema';
import type { CaptureShape, ShapeColumn } from './captureShape';
import { type ColumnMatch, compareSide, type ShapeChange, type ShapeSide, shapeChanges } from './compareShape';

/** What captures are, against every version of an endpoint's schema. */
export interface ShapeVerdict {
  /** Versions that the captures may be of, the newest first; more than one where they differ by names only. */
  readonly versions: readonly string[];
  /** For captures of no version. */
  readonly unknown?: {
    /** The version with the fewest changes; undefined where there is none at all. */
    readonly nearest?: string;
    /** Against that one. */
    readonly changes: readonly ShapeChange[];
    readonly proposed: CaptureSchema;
    /** The same as a file's text, with what a person has to look at. */
    readonly proposedYaml: string;
  };
}

/** Finds the version that captures are of, or proposes the next one. */
export function schemaShape(shape: CaptureShape, schemas: readonly CaptureSchema[]): ShapeVerdict {
  const newestFirst = [...schemas].sort((a, b) => versionNumber(b.version) - versionNumber(a.version));
  const compared = newestFirst.map((schema) => ({ schema, changes: shapeChanges(shape, schema) }));
  const known = compared.filter(({ changes }) => changes.length === 0);
  if (known.length > 0) return { versions: known.map(({ schema }) => schema.version) };
  const [nearest] = compared.sort((a, b) => a.changes.length - b.changes.length);
  const version = nextVersion(schemas.map((schema) => schema.version));
  const { schema: proposed, yaml } = proposal(version, shape, nearest?.schema);
  return {
    versions: [],
    unknown: {
      ...(nearest ? { nearest: nearest.schema.version } : {}),
      changes: nearest?.changes ?? [],
      proposed,
      proposedYaml: yaml,
    },
  };
}

/** A column of the proposal, and why a person should look at it. */
interface ProposedColumn extends Column {
  readonly doubt?: string;
}

function proposal(version: string, shape: CaptureShape, nearest: CaptureSchema | undefined) {
  const used = new Set<string>();
  const side = (name: ShapeSide): ProposedColumn[] => {
    const matches: readonly ColumnMatch[] = nearest
      ? compareSide(name, shape, nearest).matches
      : shape[name].map((seen) => ({ seen, certain: seen.name !== undefined }));
    return matches.map((match, i) => proposedColumn(match, `${name}_${i + 1}`, used));
  };
  const [output, input] = [side('output'), side('input')];
  const plain = (columns: readonly ProposedColumn[]) => columns.map(({ name, type }) => ({ name, type }));
  const schema: CaptureSchema = { version, output: plain(output), input: plain(input) };
  return {
    schema,
    yaml: [`version: ${version}`, ...linesOf('output', output), ...linesOf('input', input), ''].join('\n'),
  };
}

function proposedColumn({ seen, known, certain }: ColumnMatch, place: string, used: Set<string>): ProposedColumn {
  const wanted = identifier(seen.name ?? known?.name ?? place);
  const name = unused(wanted, used);
  used.add(name);
  const type = seen.type === 'Unknown' ? (known?.type ?? 'String') : seen.type;
  const doubt = doubtOf(seen, known, certain, name);
  return doubt === undefined ? { name, type } : { name, type, doubt };
}

function doubtOf(seen: ShapeColumn, known: Column | undefined, certain: boolean, name: string): string | undefined {
  if (seen.type === 'Unknown' && !known) return 'no value was seen: check the type';
  if (seen.name !== undefined) return seen.name === name ? undefined : `'${seen.name}' in the captures`;
  if (!known) return 'new: give it its name';
  return certain ? undefined : 'check the name: it was guessed from the types';
}

/** A name that a schema may have: other characters become `_`. */
function identifier(text: string): string {
  const replaced = text.replace(/[^A-Za-z0-9_]/g, '_');
  return /^[A-Za-z_]/.test(replaced) ? replaced : `_${replaced}`;
}

function unused(wanted: string, used: ReadonlySet<string>): string {
  let name = wanted;
  for (let i = 2; used.has(name); i += 1) name = `${wanted}_${i}`;
  return name;
}

/** A name as YAML reads it: a few of them would be no text. */
function yamlText(name: string): string {
  return /^(true|false|null)$/i.test(name) ? `'${name}'` : name;
}

function linesOf(side: ShapeSide, columns: readonly ProposedColumn[]): string[] {
  if (columns.length === 0) return [`${side}: [] # the captures have none; a schema needs at least one`];
  return [
    `${side}:`,
    ...columns.map(({ name, type, doubt }) => {
      // A name from the captures must not end the comment.
      const note = doubt === undefined ? '' : ` # ${doubt.replace(/\s+/g, ' ')}`;
      return `  - { name: ${yamlText(name)}, type: ${type} }${note}`;
    }),
  ];
}

import { type CaptureSchema, type Column, nextVersion, unprintable, versionNumber } from '../../contract/captureSchema';
import type { CaptureShape, ShapeColumn } from './captureShape';
import { type ColumnMatch, compareSide, type ShapeChange, type ShapeSide, shapeChanges } from './compareShape';
import { type ProposedColumn, schemaOf, schemaText } from './schemaText';

/** The schema version of captures, or a proposal for a new version. */
export interface ShapeVerdict {
  /** Matching versions, newest first; more than one if they differ only in names. */
  readonly versions: readonly string[];
  /** Only if no version matches. */
  readonly unknown?: {
    /** The version with the fewest changes; undefined if the endpoint has no version. */
    readonly nearest?: string;
    /** The changes against the nearest version. */
    readonly changes: readonly ShapeChange[];
    readonly proposed: CaptureSchema;
    /** The proposal as the text of a file, with comments on columns to check. */
    readonly proposedYaml: string;
  };
}

/** Finds the schema version of captures, or proposes the next version. */
export function matchSchema(shape: CaptureShape, schemas: readonly CaptureSchema[]): ShapeVerdict {
  const newestFirst = [...schemas].sort((a, b) => versionNumber(b.version) - versionNumber(a.version));
  const compared = newestFirst.map((schema) => ({ schema, changes: shapeChanges(shape, schema) }));
  const matching = compared.filter(({ changes }) => changes.length === 0);
  if (matching.length > 0) return { versions: matching.map(({ schema }) => schema.version) };
  const [nearest] = compared.sort((a, b) => a.changes.length - b.changes.length);
  const version = nextVersion(schemas.map((schema) => schema.version));
  const { schema: proposed, yaml } = proposeSchema(version, shape, nearest?.schema);
  return {
    versions: [],
    unknown: {
      nearest: nearest?.schema.version,
      changes: nearest?.changes ?? [],
      proposed,
      proposedYaml: yaml,
    },
  };
}

function proposeSchema(version: string, shape: CaptureShape, nearest: CaptureSchema | undefined) {
  const usedNames = new Set<string>();
  const proposeSide = (name: ShapeSide): ProposedColumn[] => {
    const matches: readonly ColumnMatch[] = nearest
      ? compareSide(name, shape, nearest).matches
      : shape[name].map((seen) => ({ seen, certain: seen.name !== undefined }));
    return matches.map((match, i) => proposeColumn(match, `${name}_${i + 1}`, usedNames));
  };
  const [output, input] = [proposeSide('output'), proposeSide('input')];
  const proposal = { version, output, input };
  return { schema: schemaOf(proposal), yaml: schemaText(proposal) };
}

function proposeColumn(
  { seen, known, certain }: ColumnMatch,
  placeholder: string,
  usedNames: Set<string>,
): ProposedColumn {
  const { name: knownName, capturedAs, ...settings }: Partial<Column> = known ?? {};
  const name = uniqueName(knownName ?? toColumnName(seen.name ?? '', placeholder), usedNames);
  usedNames.add(name);
  const key = settings.path === undefined ? (seen.name ?? capturedAs ?? name) : name;
  const doubt = doubtOf(seen, known, certain);
  return {
    ...settings,
    name,
    type: proposedType(seen, known),
    ...(key !== name && { capturedAs: key }),
    ...(doubt !== undefined && { doubt }),
  };
}

function proposedType(seen: ShapeColumn, known: Column | undefined): Column['type'] {
  if (known?.type === 'Category') return known.type;
  return seen.type === 'Unknown' ? (known?.type ?? 'String') : seen.type;
}

function doubtOf(seen: ShapeColumn, known: Column | undefined, certain: boolean): string | undefined {
  if (seen.type === 'Unknown' && !known) return 'no values: check the type';
  if (seen.optional)
    return `optional: no value in ${seen.optional.missing} of ${seen.optional.missing + seen.optional.present} rows`;
  if (seen.name !== undefined) return undefined;
  if (!known) return 'new column: name it';
  return certain ? undefined : 'check the name: guessed from the types';
}

/** A valid column name: control characters become `_`. */
function toColumnName(key: string, placeholder: string): string {
  return key === '__proto__' ? placeholder : key.replace(unprintable, '_') || placeholder;
}

function uniqueName(base: string, usedNames: ReadonlySet<string>): string {
  let name = base;
  for (let i = 2; usedNames.has(name); i += 1) name = `${base}_${i}`;
  return name;
}

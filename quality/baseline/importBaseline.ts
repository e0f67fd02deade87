import { andMore } from '../../contract/andMore';
import { type CaptureSchema, type Column, columnsOf, parseCaptureSchema } from '../../contract/captureSchema';
import type { FeatureConstraints, FeatureStatistics } from '../../contract/modelMonitorFiles';
import { formatProblem } from '../../contract/problem';
import { type Sla, slaProblems, windowLimitsOf } from '../../contract/sla';
import { UserError } from '../../contract/userError';
import { mergeSla } from '../constraints/mergeSla';
import { modelMonitorJson } from '../modelMonitor/modelMonitorJson';
import { type PackedBaseline, packTexts } from './packBaseline';

/** One of the two files that Model Monitor made, and where it was read. */
export interface ImportedFile {
  readonly address: string;
  readonly text: string;
}

interface ImportArgs {
  readonly statistics: ImportedFile;
  readonly constraints: ImportedFile;
  readonly endpoint: string;
  /** The schema that the columns must match, or the version and the number of response columns of one to propose. */
  readonly schema: CaptureSchema | { readonly version: string; readonly outputs: number };
  /** Merged into the constraints. @default the constraints are kept byte for byte */
  readonly sla?: Sla | undefined;
  readonly importedAt: Date;
  /** ARN of who imports. */
  readonly importedBy: string;
  /** Such as `data quality job definition churn-monitor`. */
  readonly origin?: string | undefined;
}

/**
 * Makes a baseline of the statistics and constraints that Model Monitor made: the same files with a manifest. Throws a
 * UserError in a sentence for files that do not belong together, or do not match the schema or the SLA.
 */
export function importBaseline(args: ImportArgs): PackedBaseline & { readonly schema: CaptureSchema } {
  const { endpoint, sla, importedAt, importedBy, origin } = args;
  const read = <T>(reader: (text: string, file: string) => T, { text, address }: ImportedFile): T => {
    try {
      return reader(text, address);
    } catch (error) {
      throw new UserError(error instanceof Error ? error.message : String(error));
    }
  };
  const statistics = read(modelMonitorJson.readStatistics, args.statistics);
  const constraints = read(modelMonitorJson.readConstraints, args.constraints);
  refuseOtherColumns(args, statistics.features, constraints.features);
  const rows = statistics.dataset.item_count;
  if (!Number.isInteger(rows) || rows < 1) {
    throw new UserError(
      `${args.statistics.address}: dataset.item_count is ${String(rows)}; a baseline needs at least 1 row`,
    );
  }
  const schema = 'input' in args.schema ? args.schema : proposeSchema(args.schema, constraints.features);
  refuseOtherSchema(schema, constraints.features, args.constraints.address);
  const [first] = sla ? slaProblems(sla, schema) : [];
  if (first) throw new UserError(`the SLA does not fit the imported columns: ${formatProblem(first)}`);
  const merged = sla ? mergeSla(constraints, sla) : { constraints, changes: [] };
  const texts = {
    'statistics.json': args.statistics.text,
    'constraints.json': merged.changes.length > 0 ? modelMonitorJson.write(merged.constraints) : args.constraints.text,
  };
  const source = `imported from Model Monitor${origin === undefined ? '' : `, ${origin}`}: ${args.statistics.address}, ${args.constraints.address}`;
  const packed = packTexts(texts, {
    endpoint,
    schema,
    derivedAt: importedAt,
    derivedBy: importedBy,
    source,
    imported: { statistics: args.statistics.address, constraints: args.constraints.address },
    rows,
    rejectedRows: 0,
    slaChanges: merged.changes,
    windowLimits: sla && windowLimitsOf(sla),
  });
  return { ...packed, schema };
}

/** Model Monitor matches columns by position, so both files must have the same in the same order. */
function refuseOtherColumns(
  { statistics, constraints }: ImportArgs,
  ofStatistics: readonly FeatureStatistics[],
  ofConstraints: readonly FeatureConstraints[],
): void {
  const length = Math.max(ofStatistics.length, ofConstraints.length);
  if (length === 0) throw new UserError(`${statistics.address}: has no features`);
  for (let i = 0; i < length; i++) {
    const [left, right] = [ofStatistics[i]?.name, ofConstraints[i]?.name];
    if (left === right) continue;
    throw new UserError(
      `${statistics.address} and ${constraints.address} are not of one baseline: column ${i + 1} is ${quoted(left)} in the first and ${quoted(right)} in the second; import the two files of one baselining job`,
    );
  }
}

const quoted = (name: string | undefined) => (name === undefined ? 'missing' : `'${name}'`);

/** The first columns are the response's, as Model Monitor expects. */
function proposeSchema(
  { version, outputs }: { readonly version: string; readonly outputs: number },
  features: readonly FeatureConstraints[],
): CaptureSchema {
  if (outputs >= features.length) {
    throw new UserError(
      `--outputs ${outputs}: the baseline has ${features.length} columns, and at least one must be of the request`,
    );
  }
  const columns = features.map(({ name, inferred_type: type }): Column => {
    return type === 'Unknown' ? { name, type: 'String', mayBeEmpty: true } : { name, type };
  });
  const { schema, problems } = parseCaptureSchema({
    version,
    output: columns.slice(0, outputs),
    input: columns.slice(outputs),
  });
  if (schema) return schema;
  const texts = problems.map(formatProblem);
  throw new UserError(`no schema can be proposed: ${andMore(texts, 3)}; write one and pass it with --schema`);
}

const listedDifferences = 3;

function refuseOtherSchema(schema: CaptureSchema, features: readonly FeatureConstraints[], address: string): void {
  const columns = columnsOf(schema);
  const differences = Array.from({ length: Math.max(columns.length, features.length) }, (_, i) => {
    const [column, feature] = [columns[i], features[i]];
    if (column?.name !== feature?.name)
      return `column ${i + 1} is ${quoted(feature?.name)}, in the schema ${quoted(column?.name)}`;
    const type = column?.type === 'Category' ? 'String' : column?.type;
    if (column?.ignored || feature?.inferred_type === 'Unknown' || type === feature?.inferred_type) return undefined;
    const ofNumbers = feature?.inferred_type !== 'String' && column?.type === 'Category';
    const hint = ofNumbers
      ? ', which needs counts of categories that the files lack: derive it from the training file'
      : '';
    return `${quoted(feature?.name)} is ${feature?.inferred_type}, in the schema ${column?.type}${hint}`;
  }).filter((difference) => difference !== undefined);
  if (differences.length === 0) return;
  throw new UserError(
    `${address} does not match schema ${schema.version}: ${andMore(differences, listedDifferences)}; correct the schema, or leave --schema out to have one proposed`,
  );
}

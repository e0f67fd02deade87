import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { andMore } from '../../contract/andMore';
import type { CaptureSchema } from '../../contract/captureSchema';
import { hourMs, startOfHour } from '../../contract/hours';
import type { Sla } from '../../contract/sla';
import { UserError } from '../../contract/userError';
import type { DerivedBaseline } from '../../quality/baseline/deriveBaseline';
import { refuseUnusable } from '../../quality/baseline/deriveBaseline';
import { deriveCaptureBaseline } from '../../quality/baseline/deriveCaptureBaseline';
import { packBaseline } from '../../quality/baseline/packBaseline';
import { readTrainingFiles } from '../../quality/baseline/tables/readTrainingFiles';
import { formatCount } from '../../report/text/formats';
import { readCaptureSchema, readSla } from '../../store/documents';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import type { CaptureInput, CaptureOptions } from '../input/captureInput';
import { type CaptureWindow, formatMinute, joinHours, missingHours } from '../input/captureWindow';
import { openCaptureInput, refuseUnusedOptions } from '../input/openCaptureInput';
import { refuseTableOptions, type TableOptions, tableFormat, withTableFiles } from '../input/tableFiles';
import { describeRejects } from '../terminal/describeRejects';
import { exitCodes } from '../terminal/exitCodes';
import { refuseWithout } from '../terminal/options';
import { firstLines, printEmpty, printError, printJson, printText } from '../terminal/output';
import { showCaptureProgress, showTableProgress } from '../terminal/progress';

interface DeriveOptions extends Omit<CaptureOptions, 'schema'>, TableOptions {
  /** Files, folders and `s3://` addresses. */
  readonly training?: readonly string[];
  /** Full hours before the present one, instead of `from` and `to`. */
  readonly last?: number;
  /** File of the schema. */
  readonly schema: string;
  readonly sla: string;
  readonly by: string;
  readonly out: string;
  readonly json: boolean;
}

/** Ranges of hours that are printed. */
const printedRanges = 5;
/** Training files that the manifest names. */
const namedFiles = 5;

/** A derived baseline and where it came from. */
interface Derivation {
  readonly derived: DerivedBaseline;
  /** Description of the source for the manifest. */
  readonly source: string;
  /** Hours of the window without captures; undefined when the source has no hours. */
  readonly missing?: readonly Date[];
}

/** Derives a baseline, writes its files to a folder named by its id and prints what the SLA changed. */
export async function deriveCommand(options: DeriveOptions): Promise<void> {
  const [schema, sla] = [readCaptureSchema(options.schema), readSla(options.sla)];
  checkSource(options, sla);
  const store = options.store === undefined ? undefined : openStore(options.store, options.endpointUrl);
  try {
    const derivation =
      options.training === undefined
        ? await deriveFromCaptures({ ...options, ...resolveWindow(options) }, store, schema, sla)
        : await deriveFromTraining(options.training, options, schema, sla);
    if (typeof derivation === 'string') {
      printEmpty('derive from', derivation, options.json ? { endpoint: sla.endpoint } : undefined);
      process.exitCode = exitCodes.empty;
      return;
    }
    await writeBaseline(derivation, options, schema, sla);
  } finally {
    store?.close();
  }
}

/** Throws a UserError unless there is exactly one source, and every option applies to it. */
function checkSource(options: DeriveOptions, sla: Sla): void {
  const { training, captures, store, endpoint, from, to, last, variant } = options;
  if ([training, captures, store].filter((source) => source !== undefined).length !== 1) {
    throw new UserError('exactly one source is required: --training, --captures or --store');
  }
  if (training === undefined) refuseTableOptions('--training', options);
  else refuseWithout('--captures or --store', { '--from': from, '--to': to, '--last': last });
  refuseUnusedOptions({ store, endpoint, variant });
  if (endpoint !== undefined && endpoint !== sla.endpoint) {
    throw new UserError(
      `--endpoint ${endpoint} does not match the SLA, which is of endpoint ${sla.endpoint}; use the SLA of ${endpoint}`,
    );
  }
}

/** Returns the window of `--last`, which ends before the present hour; empty without `--last`. */
function resolveWindow({ from, to, last }: DeriveOptions): CaptureWindow {
  if (last === undefined) return {};
  if (from || to) throw new UserError('--last cannot be combined with --from or --to');
  const end = startOfHour(new Date());
  return { from: new Date(end.getTime() - last * hourMs), to: end };
}

async function deriveFromTraining(
  training: readonly string[],
  options: DeriveOptions,
  schema: CaptureSchema,
  sla: Sla,
): Promise<Derivation> {
  const format = tableFormat(options);
  return withTableFiles(training, options.endpointUrl, async (files) => {
    const onProgress = showTableProgress(files);
    const derived = refuseUnusable(await readTrainingFiles({ files, format, schema, sla, onProgress }));
    const names = files.map(({ name }) => basename(name));
    const source = names.length === 1 ? names.join() : `${names.length} files: ${andMore(names, namedFiles)}`;
    return { derived, source };
  });
}

/** Derives a baseline from a window of captures; returns the reason, in one sentence, when it has none. */
async function deriveFromCaptures(
  options: DeriveOptions,
  store: ObjectStore | undefined,
  schema: CaptureSchema,
  sla: Sla,
): Promise<Derivation | string> {
  const { schema: _, endpoint: __, ...rest } = options;
  const names = store ? { endpoint: sla.endpoint, schema: schema.version } : {};
  const input = await openCaptureInput({ ...rest, ...names }, store);
  try {
    if (input.amount.files === 0) return await input.emptyReason();
    const { sources: captures, amount } = input;
    const onProgress = showCaptureProgress(amount);
    const derived = refuseUnusable(await deriveCaptureBaseline({ captures, schema, sla, onProgress }));
    const missing = missingHours(options, input.hours);
    return { derived, source: describeSource(input, options, derived.rows, missing), missing };
  } finally {
    input.close();
  }
}

/** Describes the window for the manifest: hours, hours with captures, files and rows. */
function describeSource(
  { place, hours, amount, stored }: CaptureInput,
  { from, to }: CaptureWindow,
  rows: number,
  missing: readonly Date[] | undefined,
): string {
  const lastHour = hours.at(-1);
  const [first, end] = [from ?? hours[0], to ?? (lastHour && new Date(lastHour.getTime() + hourMs))];
  const window = first && end ? ` from ${formatMinute(first)} to ${formatMinute(end)}` : '';
  const share = missing ? `, ${hours.length} of ${hours.length + missing.length} hours` : '';
  const variants = stored ? ` of ${stored.variants.join(', ')}` : '';
  return `captures${variants} under ${place}${window}${share}, ${amount.files} files, ${rows} rows`;
}

async function writeBaseline(
  { derived, source, missing }: Derivation,
  { by, out, json }: DeriveOptions,
  schema: CaptureSchema,
  sla: Sla,
): Promise<void> {
  const { endpoint } = sla;
  const packed = packBaseline({ derived, endpoint, schema, derivedAt: new Date(), derivedBy: by, source });
  const { manifest, files } = packed;
  const folder = join(out, manifest.id);
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { rejects, rejectCount, rejectCauses, slaChanges } = derived;
  if (json)
    return printJson({
      manifest,
      hoursWithoutCaptures: missing,
      rejectCount,
      rejectCauses,
      rejects,
      notes: derived.notes,
      out: folder,
    });
  printText(
    [
      `baseline ${manifest.id} of ${endpoint}: ${formatCount(derived.rows, 'row')}, ${rejectCount} rejected`,
      `  source: ${source}`,
      ...slaChanges.map((change) => `  constraint: ${change}`),
      ...describeRejects(rejectCauses, '; use --json to list them'),
      ...firstLines(derived.notes, '; use --json to list them'),
      `written to ${folder}`,
      `compare it with the baseline in effect: npx model-observability baseline diff <folder or s3:// address of that baseline> ${folder} --html out/diff.html`,
    ].join('\n'),
  );
  if (derived.warning !== undefined) printError(`warning: ${derived.warning}`);
  if (missing && missing.length > 0) printError(missingHoursWarning(missing));
}

function missingHoursWarning(missing: readonly Date[]): string {
  const ranges = joinHours(missing).map(({ from, to }) => `${formatMinute(from)} to ${formatMinute(to)}`);
  return `warning: ${formatCount(missing.length, 'hour')} of the window without captures: ${andMore(ranges, printedRanges)}`;
}

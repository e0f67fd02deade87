import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CaptureSchema } from '../../contract/captureSchema';
import { hourMs } from '../../contract/hours';
import type { Sla } from '../../contract/sla';
import { UserError } from '../../contract/userError';
import type { DerivedBaseline } from '../../quality/baseline/deriveBaseline';
import { deriveCaptureBaseline } from '../../quality/baseline/deriveCaptureBaseline';
import { packBaseline } from '../../quality/baseline/packBaseline';
import { refuseUnusable } from '../../quality/baseline/refuseUnusable';
import { type ReadingProgress, readTrainingFile } from '../../quality/baseline/tables/readTrainingFile';
import { readCaptureSchema, readSla } from '../../store/documents';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import type { CaptureInput, CaptureOptions } from '../input/captureInput';
import { type CaptureWindow, minute } from '../input/captureWindow';
import { findInput } from '../input/findInput';
import { missingHours, rangesOf } from '../input/missingHours';
import { captureProgress, everyFiveSeconds } from '../terminal/captureProgress';
import { exitCodes } from '../terminal/exitCodes';
import { print, printError, printJson } from '../terminal/print';

interface DeriveOptions extends Omit<CaptureOptions, 'schema'> {
  readonly training?: string;
  readonly header: boolean;
  /** Hours before the present one, instead of `from` and `to`. */
  readonly last?: number;
  /** File of the schema. */
  readonly schema: string;
  readonly sla: string;
  readonly by: string;
  readonly out: string;
  readonly json: boolean;
}

/** Rejects and ranges of hours that are shown; `--json` has the first 10,000 rejects. */
const shown = 5;

/** What a baseline is derived from. */
interface Derivation {
  readonly derived: DerivedBaseline;
  readonly source: string;
  /** Hours of the window without a capture; absent where it has no hours. */
  readonly missing?: readonly Date[];
}

/** Writes a baseline's three files into a folder that its id names, and says what the SLA changed. */
export async function deriveCommand(options: DeriveOptions): Promise<void> {
  const [schema, sla] = [readCaptureSchema(options.schema), readSla(options.sla)];
  const store = storeOf(options, sla);
  try {
    const derivation =
      options.training === undefined
        ? await fromCaptures({ ...options, ...windowOf(options) }, store, schema, sla)
        : await fromTraining(options.training, options.header, schema, sla);
    if (typeof derivation === 'string') {
      if (options.json) printJson({ endpoint: sla.endpoint, reason: derivation });
      else printError(`nothing to derive from: ${derivation}`);
      process.exitCode = exitCodes.empty;
      return;
    }
    await write(derivation, options, schema, sla);
  } finally {
    store?.close();
  }
}

/** The store to read from, if it is one; a UserError says that one source is to be named. */
function storeOf(
  { training, captures, store, endpoint, endpointUrl }: DeriveOptions,
  sla: Sla,
): ObjectStore | undefined {
  if ([training, captures, store].filter((each) => each !== undefined).length !== 1) {
    throw new UserError('say what to derive from: one of --training, --captures and --store');
  }
  if (endpoint !== undefined && endpoint !== sla.endpoint) {
    throw new UserError(
      `--endpoint ${endpoint}: the SLA is of ${sla.endpoint}, whose baseline this is; give the endpoint's own SLA`,
    );
  }
  return store === undefined ? undefined : openStore(store, endpointUrl);
}

/** The hours that are over, counted back from the present one. */
function windowOf({ from, to, last }: DeriveOptions): CaptureWindow {
  if (last === undefined) return {};
  if (from || to) throw new UserError('--last says which hours: leave --from and --to out');
  const end = new Date(Math.floor(Date.now() / hourMs) * hourMs);
  return { from: new Date(end.getTime() - last * hourMs), to: end };
}

async function fromTraining(file: string, header: boolean, schema: CaptureSchema, sla: Sla): Promise<Derivation> {
  const derived = refuseUnusable(await readTrainingFile({ file, header, schema, sla, onProgress: progressLine(file) }));
  return { derived, source: basename(file) };
}

/** The baseline of a window of captures, or one sentence that says why there are none. */
async function fromCaptures(
  options: DeriveOptions,
  store: ObjectStore | undefined,
  schema: CaptureSchema,
  sla: Sla,
): Promise<Derivation | string> {
  const { schema: _, endpoint: __, ...rest } = options;
  const input = await findInput({ ...rest, ...(store && { endpoint: sla.endpoint, schema: schema.version }) }, store);
  if (input.amount.files === 0) return input.emptyReason();
  const { sources: captures, amount } = input;
  const derived = refuseUnusable(
    await deriveCaptureBaseline({ captures, schema, sla, onProgress: captureProgress(amount) }),
  );
  const missing = missingHours(options, input.hours);
  return { derived, source: sourceOf(input, options, derived.rows, missing), ...(missing && { missing }) };
}

/** The window, for the manifest: which hours of which captures, how many of them had some, files and rows. */
function sourceOf(
  { place, hours, amount, stored }: CaptureInput,
  { from, to }: CaptureWindow,
  rows: number,
  missing: readonly Date[] | undefined,
): string {
  const [first, last] = [from ?? hours[0], to ?? (hours.at(-1) && new Date((hours.at(-1) as Date).getTime() + hourMs))];
  const window = first && last ? ` from ${minute(first)} to ${minute(last)}` : '';
  const share = missing ? `, ${hours.length} of ${hours.length + missing.length} hours` : '';
  const variants = stored ? ` of ${stored.variants.join(', ')}` : '';
  return `captures${variants} under ${place}${window}${share}, ${amount.files} files, ${rows} rows`;
}

async function write(
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
  const { rejects, rejectCount, slaChanges } = derived;
  if (json) return printJson({ manifest, hoursWithoutCaptures: missing, rejectCount, rejects, out: folder });
  const more = rejectCount - shown;
  print(
    [
      `baseline ${manifest.id} of ${endpoint}: ${derived.rows} rows, ${rejectCount} set aside`,
      `  from ${source}`,
      ...slaChanges.map((change) => `  SLA: ${change}`),
      ...rejects.slice(0, shown).map(({ file, line, reason }) => `  set aside: ${file}:${line}: ${reason}`),
      ...(more > 0 ? [`  and ${more} more; --json has them`] : []),
      `written to ${folder}`,
      `to see what it changes: npm run cli -- baseline diff <folder or s3:// address of the one in force> ${folder} --html out/diff.html`,
    ].join('\n'),
  );
  if (missing && missing.length > 0) printError(warning(missing));
}

function warning(missing: readonly Date[]): string {
  const ranges = rangesOf(missing);
  const named = ranges.slice(0, shown).map(({ from, to }) => `${minute(from)} to ${minute(to)}`);
  const more = ranges.length > shown ? ` and ${ranges.length - shown} more ranges` : '';
  return `${missing.length} hour(s) of the window have no captures: ${named.join(', ')}${more}`;
}

/** Says now and then how far a read is, so that nobody takes the wait for a hang. */
function progressLine(file: string): (progress: ReadingProgress) => void {
  const say = everyFiveSeconds();
  return ({ rows, share }) => {
    const part = share === undefined ? '' : `, ${Math.floor(100 * share)} %`;
    say(() => `reading ${file}: ${rows} rows${part}`);
  };
}

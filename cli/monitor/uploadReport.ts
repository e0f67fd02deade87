import { hourMs } from '../../contract/hours';
import { violationsFiles } from '../../contract/modelMonitorFiles';
import { onDemandReportPrefix } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import type { CaptureInput } from '../input/captureInput';
import type { CaptureWindow } from '../input/captureWindow';

/** Puts a run's report into the store, beside those of the schedules, and answers its address. Nothing is overwritten. */
export async function uploadReport(
  { stored, hours }: CaptureInput,
  { from: asked, to: askedEnd, variant }: CaptureWindow & { readonly variant?: string },
  files: Readonly<Record<string, string>>,
  started: Date,
): Promise<string> {
  const [first, last] = [hours[0], hours.at(-1)];
  if (!stored || !first || !last) throw new Error('only a window of a store that has captures is uploaded');
  const window = { from: asked ?? first, to: askedEnd ?? new Date(last.getTime() + hourMs) };
  const prefix = onDemandReportPrefix(stored.ref, { ...window, ...(variant !== undefined && { variant }) }, started);
  // As a schedule's report arrives: the violations last.
  const isLast = (name: string) => Number(violationsFiles.some((file) => file === name));
  for (const [name, text] of Object.entries(files).sort(([a], [b]) => isLast(a) - isLast(b))) {
    if (await stored.store.create(prefix + name, text)) continue;
    throw new UserError(
      `${stored.store.address}/${prefix}${name}: is there already; run again, and the report gets a name of its own`,
    );
  }
  return `${stored.store.address}/${prefix}`.slice(0, -1);
}

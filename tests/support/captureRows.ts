import type { Reject } from '../../contract/modelMonitorFiles';
import { recordRows } from '../../quality/record/recordRows';
import { readCaptureLines, textOfLine } from '../../quality/source/captureLines';
import { captureSource } from '../../quality/source/captureSource';

/** Every row of a file of captures with its line, and every reject. `names` are the baseline's columns. */
export async function captureRows(body: Uint8Array | string, names: readonly string[]) {
  const rows: { readonly line: number; readonly values: readonly (string | null)[] }[] = [];
  const rejects: Reject[] = [];
  await readCaptureLines({
    sources: [captureSource('f', body)],
    use: (found) => {
      for (const values of recordRows(textOfLine(found), names)) rows.push({ line: found.line, values });
    },
    reject: (reject) => rejects.push(reject),
  });
  return { rows, rejects };
}

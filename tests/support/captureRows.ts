import type { Reject } from '../../contract/modelMonitorFiles';
import { readCaptureLines, textOfLine } from '../../quality/captureLines';
import { captureSource } from '../../quality/captureSource';
import { recordRows } from '../../quality/recordRows';

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

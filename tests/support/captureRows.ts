import type { Reject } from '../../contract/modelMonitorFiles';
import type { ReadingPlan } from '../../quality/record/readingPlan';
import { recordRows } from '../../quality/record/recordRows';
import { readCaptureLines, textOfLine } from '../../quality/source/captureLines';
import { captureSource } from '../../quality/source/captureSource';

/** Returns every row of a capture file with its line number, and every reject. */
export async function captureRows(body: Uint8Array | string, plan: ReadingPlan) {
  const rows: { readonly line: number; readonly values: readonly (string | null)[] }[] = [];
  const rejects: Reject[] = [];
  await readCaptureLines({
    sources: [captureSource('f', body)],
    use: (line) => {
      for (const values of recordRows(textOfLine(line), plan).rows) rows.push({ line: line.line, values });
    },
    reject: (reject) => rejects.push(reject),
  });
  return { rows, rejects };
}

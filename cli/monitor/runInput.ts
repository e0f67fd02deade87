import { analyzeTable } from '../../quality/monitor/analyzeTable';
import { analyzeWindow } from '../../quality/monitor/analyzeWindow';
import type { Comparison, WindowAnalysis } from '../../quality/monitor/judgeWindow';
import type { ObjectStore } from '../../store/objectStore';
import type { CaptureInput, CaptureOptions } from '../input/captureInput';
import { openCaptureInput } from '../input/openCaptureInput';
import { type TableOptions, tableFormat, withTableFiles } from '../input/tableFiles';
import { showCaptureProgress, showTableProgress } from '../terminal/progress';

/** What a run compares with a baseline: captures or tables. */
export interface RunInput extends Pick<CaptureInput, 'hours' | 'stored' | 'otherFiles' | 'emptyReason'> {
  readonly amount: { readonly files: number };
  /** What a file is called. */
  readonly what: 'capture file' | 'file';
  /** Names of the tables; undefined for captures. */
  readonly tables?: readonly string[];
  /** Throws an `EmptyWindowError` if no row can be read. */
  readonly analyze: (comparison: Comparison) => Promise<WindowAnalysis>;
}

interface RunSource extends CaptureOptions, TableOptions {
  readonly data?: readonly string[];
}

/** Calls `use` with the captures or tables that options select, and closes them after it. */
export async function withRunInput(
  options: RunSource,
  store: ObjectStore | undefined,
  use: (input: RunInput) => Promise<void>,
): Promise<void> {
  const { data, endpointUrl } = options;
  if (data !== undefined) {
    const format = tableFormat(options);
    return withTableFiles(data, endpointUrl, (files, otherFiles) =>
      use({
        otherFiles,
        what: 'file',
        amount: { files: files.length },
        hours: [],
        tables: files.map(({ name }) => name),
        emptyReason: () => `no tables under ${data.join(', ')}`,
        analyze: (comparison) => analyzeTable({ files, format, onProgress: showTableProgress(files) }, comparison),
      }),
    );
  }
  const input = await openCaptureInput(options, store);
  const { sources: captures, amount } = input;
  const onProgress = showCaptureProgress(amount);
  const analyze = (comparison: Comparison) => analyzeWindow({ captures, onProgress, ...comparison });
  try {
    await use({ ...input, what: 'capture file', analyze });
  } finally {
    input.close();
  }
}

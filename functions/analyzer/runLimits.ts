import { getHeapStatistics } from 'node:v8';
import type { CaptureProgress } from '../../quality/source/captureLines';

/** A run that stops because its time or memory is nearly used up. The message is one sentence. */
export class LimitReachedError extends Error {
  override readonly name = 'LimitReachedError';
}

export interface RunLimitsArgs {
  /** Milliseconds until the run is killed. */
  readonly remainingMs: () => number;
  /** Memory of the function, MB. */
  readonly memoryMb: number;
  /** Memory in use, MB. @default this process's */
  readonly usedMb?: () => number;
}

/** Time in which a run can still write its report and its record. */
const reserveMs = 10_000;
/** Share of the memory that a run may use. */
const memoryShare = 0.9;
/** Share of the time that must remain while a query is waited for; more than what a further window needs to begin. */
const waitingShare = 0.6;
/** Bytes read between two measurements of memory. A measurement costs more than reading a small file. */
const measuredBytes = 4 << 20;

/** Time and memory that a run has. */
export class RunLimits {
  /** Time and memory in total: a window that exceeds them is not analyzed again until they change. */
  readonly text: string;
  private readonly totalMs: number;
  /** Bytes that were read when memory was last measured. */
  private measuredAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly args: RunLimitsArgs) {
    this.totalMs = args.remainingMs();
    this.text = `${Math.ceil(this.totalMs / 1000)} s, ${args.memoryMb} MB`;
  }

  /** Milliseconds until the run is killed. */
  get remainingMs(): number {
    return this.args.remainingMs();
  }

  /** Whether a further window may be begun: a window that is too large must not be taken for one that came too late. */
  get mayContinue(): boolean {
    return this.remainingMs > this.totalMs / 2;
  }

  /** Whether a query may be waited for: time must remain for the windows that other queries have counted. */
  get mayWait(): boolean {
    return this.remainingMs > this.totalMs * waitingShare;
  }

  /** Throws a LimitReachedError if little time or memory is left, with a remark. `total` is the number of files to read. */
  check({ files, bytes }: CaptureProgress, total: number, remark = ''): void {
    const end = remark === '' ? '' : ` ${remark}`;
    const read = `after ${files} of ${total} capture files (${Math.round(bytes / 1e6)} MB)`;
    if (this.remainingMs < Math.min(reserveMs, this.totalMs / 5)) {
      throw new LimitReachedError(
        `The run stopped ${read}, shortly before its timeout of ${Math.ceil(this.totalMs / 1000)} s. Raise analyzer.timeoutSeconds, or run the endpoint's schedule more often.${end}`,
      );
    }
    if (Math.abs(bytes - this.measuredAt) < measuredBytes) return;
    this.measuredAt = bytes;
    const { memoryMb, usedMb = memoryInUse } = this.args;
    if (usedMb() > memoryMb * memoryShare) {
      throw new LimitReachedError(
        `The run stopped ${read}, shortly before its memory of ${memoryMb} MB was used up. Raise analyzer.memoryMb, or run the endpoint's schedule more often.${end}`,
      );
    }
  }
}

/** MB of this process; of its heap where that is nearer to its own limit. */
function memoryInUse(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  const rss = process.memoryUsage.rss();
  return used > memoryShare * limit ? Number.POSITIVE_INFINITY : rss / 2 ** 20;
}

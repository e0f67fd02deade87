import type { SchemaContent } from '../../contract/captureSchema';
import type { CaptureSource } from '../../quality/source/captureSource';
import type { OtherFiles } from '../../report/text/otherFiles';
import type { LateCapture } from '../../store/hourReports';
import type { ObjectStore } from '../../store/objectStore';
import type { CaptureWindow } from './captureWindow';

/** Options that select captures. */
export interface CaptureOptions extends CaptureWindow {
  /** Local files and folders. */
  readonly captures?: readonly string[];
  /** Address of a store. */
  readonly store?: string;
  /** Address of the captures of batch transform jobs, with `input/` and `output/`. */
  readonly batch?: string;
  /** Local copy of the buckets that the manifests of a batch name. */
  readonly objects?: string;
  /** Columns of the captures, by which files of a batch are told apart from their headers and inputs. */
  readonly columns?: SchemaContent | undefined;
  /** Endpoint of captures in a store. */
  readonly endpoint?: string;
  /** Schema version of captures in a store. */
  readonly schema?: string;
  /** Variant of captures in a store. @default all variants */
  readonly variant?: string;
  /** Hours between two runs of the schedule. @default 1 */
  readonly every?: number;
  readonly endpointUrl?: string;
}

/** Captures to read, and what is known before they are read. */
export interface CaptureInput {
  readonly sources: readonly CaptureSource[];
  readonly amount: { readonly files: number; readonly bytes: number };
  /** Hours of the captures, unique and ascending; empty when the hour of any file is unknown. */
  readonly hours: readonly Date[];
  /** Address or paths, as shown to a person. */
  readonly place: string;
  /** Files of local folders that are passed over. */
  readonly otherFiles?: readonly OtherFiles[];
  /** Explains in one sentence why there are no captures. */
  readonly emptyReason: () => string | Promise<string>;
  /** Closes the connections that this input opened itself. */
  readonly close: () => void;
  /** Facts that only a store has. */
  readonly stored?: {
    readonly store: ObjectStore;
    readonly ref: { readonly endpoint: string; readonly schema: string };
    readonly variants: readonly string[];
    readonly late: readonly LateCapture[];
  };
}

import type { CaptureSource } from '../../quality/source/captureSource';
import type { LateCapture } from '../../store/hourReports';
import type { ObjectStore } from '../../store/objectStore';
import type { CaptureWindow } from './captureWindow';

/** Where somebody says that captures are. */
export interface CaptureOptions extends CaptureWindow {
  /** Files and folders of this disk. */
  readonly captures?: readonly string[];
  /** Address of a store. */
  readonly store?: string;
  /** What batch transform jobs captured: an address with `input/` and `output/`. */
  readonly batch?: string;
  /** A copy of the buckets that their manifests name. */
  readonly objects?: string;
  /** Whose captures in the store. */
  readonly endpoint?: string;
  /** Version of their schema. */
  readonly schema?: string;
  /** One variant of the store; all unless told. */
  readonly variant?: string;
  /** Hours between two runs of the schedule. */
  readonly every?: number;
  readonly endpointUrl?: string;
}

/** Captures to read, and what is known of them beforehand. */
export interface CaptureInput {
  readonly sources: readonly CaptureSource[];
  readonly amount: { readonly files: number; readonly bytes: number };
  /** The hours that they are of, each once and in order; none where not every key tells its hour. */
  readonly hours: readonly Date[];
  /** Where they were looked for, as a person reads it. */
  readonly place: string;
  /** Why there are none: one sentence. */
  readonly emptyReason: () => string | Promise<string>;
  /** Ends connections of its own. */
  readonly close?: () => void;
  /** What a store knows besides. */
  readonly stored?: {
    readonly store: ObjectStore;
    readonly ref: { readonly endpoint: string; readonly schema: string };
    readonly variants: readonly string[];
    readonly late: readonly LateCapture[];
  };
}

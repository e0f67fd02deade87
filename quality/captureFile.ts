/** A file that data capture wrote. */
export interface CaptureFile {
  /** The file's key or path. */
  readonly file: string;
  /** JSONL. */
  readonly text: string;
  /** Lines, counted from 1, that could not be decoded, with the reason; blank in `text`. */
  readonly undecoded?: ReadonlyMap<number, string>;
}

/** A JSONL file that is read as a stream: captures of an endpoint, or ground truth. Plain or gzipped. */
export interface CaptureSource {
  /** The file's key or path. */
  readonly file: string;
  /** Returns all its bytes in pieces of any size. May be called again, for another reading. */
  readonly open: () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** The source of a file that is already in memory. */
export function captureSource(file: string, body: Uint8Array | string): CaptureSource {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return { file, open: () => [bytes] };
}

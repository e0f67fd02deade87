/** A batch that can't be read as a whole. The message is a sentence for people. */
export class BatchError extends Error {
  override readonly name = 'BatchError';
}

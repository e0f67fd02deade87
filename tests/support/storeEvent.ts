/** The parts of S3's "Object Created" event that tests read. */
export interface StoreEvent {
  readonly detail: { readonly bucket: { name: string }; readonly object: { key: string; 'version-id': string } };
}

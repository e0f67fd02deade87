/** What tests read of S3's event on a new object. */
export interface StoreEvent {
  readonly detail: { readonly bucket: { name: string }; readonly object: { key: string; 'version-id': string } };
}

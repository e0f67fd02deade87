/** An object, and the version that was read, where the store keeps versions. */
export interface StoredObject {
  readonly body: Uint8Array;
  readonly versionId?: string;
}

/** Objects by key, in the layout of `contract/storeLayout`: a bucket, or a folder that is laid out like one. */
export interface ObjectStore {
  /** `s3://bucket/prefix` or the folder's path, without a slash at the end. */
  readonly address: string;
  /** Keys below a prefix, sorted. */
  list(prefix: string): Promise<string[]>;
  /** Undefined where there is no such object. */
  read(key: string): Promise<StoredObject | undefined>;
  /** Writes a new object; false, and nothing is written, where there is one already. */
  create(key: string, body: string | Uint8Array): Promise<boolean>;
  /** Ends connections. */
  close(): void;
}

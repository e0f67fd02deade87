/** An object, and the version that was read, where the store keeps versions. */
export interface StoredObject {
  readonly body: Uint8Array;
  readonly versionId?: string;
}

/** An object as a listing shows it. */
export interface ListedObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly lastModified: Date;
}

/** Objects by key, in the layout of `contract/storeLayout`: a bucket, or a folder that is laid out like one. */
export interface ObjectStore {
  /** `s3://bucket/prefix` or the folder's path, without a slash at the end. */
  readonly address: string;
  /** The objects whose keys begin with a prefix, sorted by key. */
  list(prefix: string): Promise<ListedObject[]>;
  /** What stands between a prefix, which ends in a slash, and the next slash of the keys below it: sorted, each once. */
  folders(prefix: string): Promise<string[]>;
  /** Undefined where there is no such object. */
  read(key: string): Promise<StoredObject | undefined>;
  /** The bytes of an object, piece by piece. Fails when it is read and there is no such object. */
  open(key: string): AsyncIterable<Uint8Array>;
  /** Writes a new object; false, and nothing is written, where there is one already. */
  create(key: string, body: string | Uint8Array): Promise<boolean>;
  /** Ends connections. */
  close(): void;
}

/** An object, with the version that was read if the store keeps versions. */
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

/** Objects by key, in the layout of `contract/storeLayout`: a bucket, or a folder with the same layout. */
export interface ObjectStore {
  /** `s3://bucket/prefix` or the folder's path, without a slash at the end. */
  readonly address: string;
  /** The objects whose keys begin with a prefix, sorted by key. */
  list(prefix: string): Promise<ListedObject[]>;
  /** Names of the folders right below a prefix that ends in a slash, sorted. */
  folders(prefix: string): Promise<string[]>;
  /** Returns undefined if the object does not exist. */
  read(key: string): Promise<StoredObject | undefined>;
  /** The bytes of an object, piece by piece. Reading fails if the object does not exist. */
  open(key: string): AsyncIterable<Uint8Array>;
  /** Writes a new object. Returns false and writes nothing if the object exists. */
  create(key: string, body: string | Uint8Array): Promise<boolean>;
  /** Closes connections. */
  close(): void;
}

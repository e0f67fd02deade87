/** Metadata of S3's object, by name without `x-amz-meta-`. */
export type ObjectMetadata = Readonly<Record<string, string>>;

/** An object, with the version that was read if the store keeps versions. */
export interface StoredObject {
  readonly body: Uint8Array;
  readonly versionId?: string;
  /** Equal to a listing's as long as the object is the same. */
  readonly etag: string;
  readonly metadata?: ObjectMetadata;
}

/** An object as a listing shows it. */
export interface ListedObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly lastModified: Date;
  readonly etag: string;
}

/** Part of a listing: keys after one and before another, both exclusive. */
export interface KeyRange {
  readonly after?: string;
  readonly before?: string;
}

export function isInRange(key: string, { after = '', before }: KeyRange = {}): boolean {
  return key > after && (before === undefined || key < before);
}

/** Objects by key, in the layout of `contract/storeLayout`: a bucket, or a folder with the same layout. */
export interface ObjectStore {
  /** `s3://bucket/prefix` or the folder's path, without a slash at the end. */
  readonly address: string;
  /** The objects whose keys begin with a prefix, sorted by key; only those in the range, and no others are listed. */
  list(prefix: string, range?: KeyRange): Promise<ListedObject[]>;
  /** Names of the folders right below a prefix that ends in a slash, sorted. */
  folders(prefix: string): Promise<string[]>;
  /** Returns undefined if the object does not exist. */
  read(key: string): Promise<StoredObject | undefined>;
  /** The bytes of an object, piece by piece. Reading fails if the object does not exist. */
  open(key: string): AsyncIterable<Uint8Array>;
  /** Writes a new object. Returns false and writes nothing if the object exists. A folder keeps no metadata. */
  create(key: string, body: string | Uint8Array, metadata?: ObjectMetadata): Promise<boolean>;
  /** Overwrites an object. Returns false and writes nothing if its ETag is another by now. */
  replace(key: string, body: string | Uint8Array, etag: string, metadata?: ObjectMetadata): Promise<boolean>;
  /** Closes connections. */
  close(): void;
}

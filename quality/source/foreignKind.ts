/** Kinds of files that are not text, by their first bytes (https://en.wikipedia.org/wiki/List_of_file_signatures). */
const foreignKinds: readonly { readonly magic: string; readonly kind: string }[] = [
  { magic: '\x1f\x8b', kind: 'gzip' },
  { magic: 'PK\x03\x04', kind: 'a ZIP archive' },
  { magic: 'PAR1', kind: 'Parquet' },
  { magic: 'BZh', kind: 'bzip2' },
  { magic: '\xfd7zXZ', kind: 'xz' },
  { magic: '\x28\xb5\x2f\xfd', kind: 'zstd' },
  { magic: 'Obj\x01', kind: 'Avro' },
  { magic: 'ARROW1', kind: 'Arrow' },
  { magic: '\x93NUMPY', kind: 'a NumPy array' },
  { magic: '\x89PNG', kind: 'a PNG image' },
  { magic: '\xff\xd8\xff', kind: 'a JPEG image' },
  { magic: '\xff\xfe', kind: 'UTF-16' },
  { magic: '\xfe\xff', kind: 'UTF-16' },
];

/** What bytes are that are not UTF-8 text, in words; undefined if their beginning is none of the usual ones. */
export function foreignKind(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const known = foreignKinds.find(({ magic }) => start.startsWith(magic));
  if (known) return known.kind;
  // ASCII in UTF-16 has a zero in every second byte.
  return /^(?:[\t -~]\0){4}|^(?:\0[\t -~]){4}/.test(start) ? 'UTF-16' : undefined;
}

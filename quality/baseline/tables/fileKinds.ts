import { TableError } from './tableFile';

interface FileKind {
  readonly magic: string;
  readonly clause: string;
}

const packed = (name: string) => `is packed with ${name}; unpack it, or pack it with gzip`;
const asTable = (name: string) => `is ${name}; write it as CSV, JSON lines or Parquet`;

/** Files that are not tables, by their first bytes (https://en.wikipedia.org/wiki/List_of_file_signatures). */
const fileKinds: readonly FileKind[] = [
  { magic: 'BZh', clause: packed('bzip2') },
  { magic: '\xfd7zXZ', clause: packed('xz') },
  { magic: '\x28\xb5\x2f\xfd', clause: packed('zstd') },
  { magic: '7z\xbc\xaf', clause: packed('7-Zip') },
  { magic: '\xd0\xcf\x11\xe0', clause: 'is an Excel workbook (xls); save it as CSV UTF-8' },
  { magic: 'ORC', clause: asTable('ORC') },
  { magic: 'Obj\x01', clause: asTable('Avro') },
  { magic: 'ARROW1', clause: asTable('Arrow (Feather)') },
  { magic: '\x89HDF', clause: asTable('HDF5') },
  { magic: '\x93NUMPY', clause: asTable('a NumPy array') },
  { magic: 'SQLite format 3', clause: asTable('a SQLite database') },
  { magic: '\x80\x04\x95', clause: asTable('a Python pickle') },
  { magic: '\x80\x05\x95', clause: asTable('a Python pickle') },
  { magic: '%PDF', clause: asTable('PDF') },
  { magic: '\x1f\x8b', clause: 'is gzipped twice; unpack it once' },
  { magic: '<!DOCTYPE', clause: asTable('an HTML page') },
  { magic: '<html', clause: asTable('an HTML page') },
  { magic: '<?xml', clause: asTable('XML') },
  {
    magic: 'version https://git-lfs.github.com/spec/',
    clause: 'is a Git LFS pointer, not the file itself; fetch the file with git lfs pull',
  },
];

/** Where the format of a tar archive is named (POSIX pax). */
const tarPlace = 257;

/** Throws a TableError for the first bytes of a file that is not text. */
export function refuseForeignFile(start: Buffer, encoding: string | undefined): void {
  const latin = start.toString('latin1');
  if (latin.startsWith('PK\x03\x04')) {
    const isWorkbook = /\[Content_Types\]\.xml|xl\/|_rels\//.test(latin);
    throw new TableError(
      isWorkbook
        ? 'is an Excel workbook (xlsx); save it as CSV UTF-8'
        : 'is a ZIP archive; unpack it, and name the file inside',
    );
  }
  if (latin.startsWith('ustar', tarPlace)) {
    throw new TableError('is a tar archive; unpack it, and name the files inside');
  }
  const kind = fileKinds.find(({ magic }) => latin.startsWith(magic));
  if (kind) throw new TableError(kind.clause);
  if (encoding !== undefined) return;
  const wide = wideEncoding(start);
  if (wide) throw new TableError(`is UTF-16, not UTF-8; use --encoding ${wide}`);
  if (start.includes(0)) throw new TableError('is not a text: it has bytes 0; expected CSV, JSON lines or Parquet');
}

/** UTF-16 by its byte order mark, or by the zero in each second byte of ASCII text. */
function wideEncoding(start: Buffer): string | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (const [i, byte] of start.entries()) if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > start.length / 4 && even === 0) return 'utf-16le';
  return even > start.length / 4 && odd === 0 ? 'utf-16be' : undefined;
}

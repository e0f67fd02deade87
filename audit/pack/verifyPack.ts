import { indexFile, type PackIndex, readIndex, sha256, signatureFile, signingKeyFile } from './packIndex';
import { fingerprintOf, isSigned, readSigningKey } from './packSigner';

/** What a person knows about a pack from elsewhere. */
export interface KnownPack {
  /** SHA-256 of its index. */
  readonly index?: string;
  /** Fingerprint of the key that signed it. */
  readonly signingKey?: string;
}

/** What is wrong with a file of a pack. */
export interface PackFault {
  readonly file: string;
  readonly text: string;
}

/** Result of the verification of a pack. */
export interface PackVerification {
  /** Undefined if it cannot be read. */
  readonly index?: PackIndex;
  readonly faults: readonly PackFault[];
}

/**
 * Verifies a pack by its files: their hashes, and the signature of the index. `verify.py` in the pack checks the same without
 * this code, and also CloudTrail's signatures and that the results follow from the log files.
 */
export function verifyPack(files: ReadonlyMap<string, Uint8Array>, known: KnownPack): PackVerification {
  const content = files.get(indexFile) ?? new Uint8Array();
  const index = readIndex(content);
  if (!index) return { faults: [{ file: indexFile, text: 'missing, or not the index of a pack' }] };
  const isKnown = known.index === undefined || known.index === sha256(content);
  return {
    index,
    faults: [
      ...(isKnown ? [] : [{ file: indexFile, text: 'its hash is not the expected one' }]),
      ...checkHashes(files, index),
      ...checkSignature(files, index, known),
    ],
  };
}

function checkHashes(files: ReadonlyMap<string, Uint8Array>, index: PackIndex): PackFault[] {
  const listed = new Map(index.files.map(({ path, sha256 }) => [path, sha256]));
  const apart = index.signature ? [indexFile, signatureFile] : [indexFile];
  const added = [...files.keys()].filter((path) => !listed.has(path) && !apart.includes(path));
  return [
    ...added.map((file) => ({ file, text: 'the index does not name it' })),
    ...[...listed].flatMap(([file, hash]) => {
      const body = files.get(file);
      if (!body) return [{ file, text: 'missing' }];
      return sha256(body) === hash ? [] : [{ file, text: 'its hash is not the one in the index' }];
    }),
  ];
}

function checkSignature(
  files: ReadonlyMap<string, Uint8Array>,
  { signature }: PackIndex,
  { signingKey }: KnownPack,
): PackFault[] {
  if (!signature) {
    return signingKey === undefined ? [] : [{ file: indexFile, text: 'it is not signed' }];
  }
  const publicKey = readSigningKey(files.get(signingKeyFile) ?? new Uint8Array());
  if (!publicKey) return [{ file: signingKeyFile, text: 'missing, or not a public key' }];
  const isOwn = fingerprintOf(publicKey) === signature.fingerprint;
  const isKnown = signingKey === undefined || signingKey === signature.fingerprint;
  const isValid = isSigned(
    publicKey,
    files.get(indexFile) ?? new Uint8Array(),
    files.get(signatureFile) ?? new Uint8Array(),
  );
  return [
    ...(isOwn ? [] : [{ file: signingKeyFile, text: 'its fingerprint is not the one in the index' }]),
    ...(isKnown ? [] : [{ file: indexFile, text: 'another key than the expected one signed it' }]),
    ...(isValid ? [] : [{ file: signatureFile, text: "it is not the key's signature of the index" }]),
  ];
}

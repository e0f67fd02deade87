import { createHash } from 'node:crypto';
import * as z from 'zod';

/** Ways of signing that a pack's verifiers know, as KMS spells them. */
const signingAlgorithms = ['RSASSA_PKCS1_V1_5_SHA_256', 'ECDSA_SHA_256'] as const;

/** Name of the index, of its signature and of the key that verifies it. */
export const indexFile = 'index.json';
export const signatureFile = 'index.json.sig';
export const signingKeyFile = 'signing-key.pem';

const fileSchema = z.object({ path: z.string(), sha256: z.string(), bytes: z.number() });
const signatureSchema = z.object({
  algorithm: z.enum(signingAlgorithms),
  /** ARN of the KMS key. */
  key: z.string(),
  /** SHA-256 of the public key in DER, as hex. */
  fingerprint: z.string(),
});

const logPartSchema = z.object({ what: z.string(), where: z.string(), kept: z.string(), isLog: z.boolean() });

/** The index of a pack: the hash of every other file but the signature, and what signed it. */
const indexSchema = z.object({
  version: z.literal(1),
  name: z.string(),
  from: z.string(),
  to: z.string(),
  writtenAt: z.string(),
  signature: signatureSchema.optional(),
  /** What the monitoring keeps, and how long. */
  log: z.array(logPartSchema),
  files: z.array(fileSchema),
});

export type PackFile = z.infer<typeof fileSchema>;
export type PackSignature = z.infer<typeof signatureSchema>;
export type PackIndex = z.infer<typeof indexSchema>;

/** Reads an index; undefined for any other text. */
export function readIndex(content: Uint8Array): PackIndex | undefined {
  try {
    return indexSchema.safeParse(JSON.parse(Buffer.from(content).toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

export const sha256 = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

/** Lists the files of a pack with their hashes, by path. */
export function listFiles(files: ReadonlyMap<string, Uint8Array>): PackFile[] {
  return [...files]
    .map(([path, body]) => ({ path, sha256: sha256(body), bytes: body.length }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

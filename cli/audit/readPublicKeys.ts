import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type PublicKeys, parsePublicKey } from '../../audit/chain/digest';
import { UserError, unreadable } from '../../contract/userError';

const keyListSchema = z.object({
  PublicKeyList: z.array(z.object({ Value: z.string(), Fingerprint: z.string() })),
});

/** Reads CloudTrail's public keys from files with the output of `aws cloudtrail list-public-keys`, one for each region. */
export function readPublicKeys(files: readonly string[]): PublicKeys {
  return new Map(files.flatMap((file) => readKeys(file).map(({ Fingerprint, key }) => [Fingerprint, key] as const)));
}

/** Reads their values, in Base64, by fingerprint. */
export function readKeyValues(files: readonly string[]): Map<string, string> {
  return new Map(
    files.flatMap((file) => readKeys(file).map(({ Fingerprint, Value }) => [Fingerprint, Value] as const)),
  );
}

function readKeys(file: string) {
  try {
    const { PublicKeyList } = keyListSchema.parse(JSON.parse(readText(file)));
    return PublicKeyList.map(({ Fingerprint, Value }) => ({ Fingerprint, Value, key: parsePublicKey(Value) }));
  } catch (error) {
    if (error instanceof UserError) throw error;
    const remedy = `write it with 'aws cloudtrail list-public-keys --region <region> --start-time <from> > ${file}'`;
    throw new UserError(`${file}: not a list of CloudTrail's public keys; ${remedy}`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

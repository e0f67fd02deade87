import * as z from 'zod';
import { type PublicKeys, parsePublicKey } from '../../audit/chain/digest';
import type * as cloudTrail from '../../audit/check/listPublicKeys';
import { listTrail, type Span } from '../../audit/trail/listTrail';
import { UserError } from '../../contract/userError';
import { readTextFile } from '../../store/documents';
import type { ObjectStore } from '../../store/objectStore';

const keyListSchema = z.object({
  PublicKeyList: z.array(z.object({ Value: z.string(), Fingerprint: z.string() })),
});

interface KeyOptions {
  /** Outputs of `aws cloudtrail list-public-keys`. @default the keys are listed by CloudTrail */
  readonly publicKeys?: readonly string[];
  readonly endpointUrl?: string;
}

/** CloudTrail's public keys for a trail's digests in a span, by fingerprint: from files, or from CloudTrail. */
export async function findPublicKeys(
  store: ObjectStore,
  span: Span,
  { publicKeys, endpointUrl }: KeyOptions,
): Promise<PublicKeys> {
  if (publicKeys) return new Map(publicKeys.flatMap(readKeys));
  const digests = await listTrail(store, 'digest', span);
  const regions = [...new Set(digests.map(({ region }) => region))];
  const [first] = digests.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime());
  if (!first) return new Map();
  // Loaded on demand: the SDK takes a good part of a second.
  const { listPublicKeys } = require('../../audit/check/listPublicKeys') as typeof cloudTrail;
  return listPublicKeys({ regions, from: first, to: new Date(), endpointUrl });
}

function readKeys(file: string): [fingerprint: string, key: ReturnType<typeof parsePublicKey>][] {
  const remedy = `write it with 'aws cloudtrail list-public-keys --region <region> --start-time <from> > ${file}'`;
  const keys = parseKeys(readTextFile(file, remedy));
  if (!keys) throw new UserError(`${file}: not a list of CloudTrail's public keys; ${remedy}`);
  if (keys.length === 0) throw new UserError(`${file}: no public key in the list; ${remedy}, with an earlier time`);
  return keys;
}

function parseKeys(text: string): [fingerprint: string, key: ReturnType<typeof parsePublicKey>][] | undefined {
  try {
    const { PublicKeyList } = keyListSchema.parse(JSON.parse(text));
    return PublicKeyList.map(({ Fingerprint, Value }) => [Fingerprint, parsePublicKey(Value)]);
  } catch {
    return undefined;
  }
}

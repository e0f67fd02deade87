import { parseS3Uri } from '../contract/s3Uri';
import { UserError } from '../contract/userError';
import { folderStore } from './folderStore';
import type { ObjectStore } from './objectStore';
import type * as s3 from './s3Store';

/** Opens the store at `s3://bucket`, `s3://bucket/prefix` or a folder. */
export function openStore(address: string, endpointUrl?: string): ObjectStore {
  if (!address.startsWith('s3://')) return folderStore(address.replace(/(?<=.)\/+$/, ''));
  const uri = parseS3Uri(address);
  if (!uri)
    throw new UserError(
      `${address}: invalid store address: expected s3://<bucket>, s3://<bucket>/<prefix> or a folder`,
    );
  // Loaded on demand: the SDK takes a good part of a second.
  const { s3Store } = require('./s3Store') as typeof s3;
  return s3Store({ ...uri, endpointUrl });
}

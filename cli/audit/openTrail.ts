import { statSync } from 'node:fs';
import { UserError } from '../../contract/userError';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';

/** Opens the bucket or folder with a trail's files. Throws a UserError for a folder that does not exist. */
export function openTrail(address: string, endpointUrl: string | undefined): ObjectStore {
  const isFolder = address.startsWith('s3://') || statSync(address, { throwIfNoEntry: false })?.isDirectory();
  if (!isFolder)
    throw new UserError(`${address}: not a folder; name a folder or s3://<bucket> with the files of a trail`);
  return openStore(address, endpointUrl);
}

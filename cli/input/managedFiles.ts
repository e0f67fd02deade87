import { parseS3Uri } from '../../contract/s3Uri';
import { UserError } from '../../contract/userError';
import { readTextFile } from '../../store/documents';
import { openStore } from '../../store/openStore';

/** Reads a local file, or an object at an `s3://` address. Throws a UserError if there is none. */
export async function readAddress(address: string, endpointUrl: string | undefined): Promise<string> {
  if (!address.startsWith('s3://')) return readTextFile(address);
  const uri = parseS3Uri(address);
  if (!uri || uri.prefix === '') throw new UserError(`${address}: invalid address: expected s3://<bucket>/<key>`);
  const store = openStore(`s3://${uri.bucket}`, endpointUrl);
  try {
    const object = await store.read(uri.prefix);
    if (!object) throw new UserError(`${address}: object not found`);
    return new TextDecoder().decode(object.body);
  } finally {
    store.close();
  }
}

/** Parses a file that Model Monitor's container wrote; `file` is its name in messages. Throws a UserError if it is invalid. */
export function parseManagedFile<T>(text: string, file: string, parse: (text: string, file: string) => T): T {
  try {
    return parse(text, file);
  } catch (error) {
    throw new UserError(`${file}: not a file of Model Monitor (${(error as Error).message})`);
  }
}

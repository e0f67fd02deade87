import { UserError } from '../../contract/userError';
import type { ObjectStore } from '../../store/objectStore';
import { batchInput } from './batchInput';
import type { CaptureInput, CaptureOptions } from './captureInput';
import { diskInput } from './diskInput';
import { storeInput } from './storeInput';

/** Finds the captures of a window where somebody says that they are; the store, where there is one, is the caller's to close. */
export async function findInput(options: CaptureOptions, store: ObjectStore | undefined): Promise<CaptureInput> {
  const { captures, batch, endpoint, schema, variant } = options;
  if (!store) {
    const needless = Object.entries({ '--endpoint': endpoint, '--variant': variant }).find(([, value]) => value);
    if (needless) throw new UserError(`${needless[0]} chooses in a store: give it with --store, or leave it out`);
    return batch === undefined ? diskInput(captures ?? [], options) : batchInput({ ...options, batch });
  }
  if (endpoint === undefined || schema === undefined) {
    throw new UserError(
      '--store needs --endpoint and --schema: captures lie below captures/<endpoint>/schema=<version>',
    );
  }
  return storeInput(store, { ...options, endpoint, schema });
}

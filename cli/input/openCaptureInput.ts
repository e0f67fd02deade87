import { UserError } from '../../contract/userError';
import type { ObjectStore } from '../../store/objectStore';
import { refuseWithout } from '../terminal/options';
import { batchInput } from './batchInput';
import type { CaptureInput, CaptureOptions } from './captureInput';
import { diskInput } from './diskInput';
import { storeInput } from './storeInput';

/** Opens the captures that options select. The caller closes the input, and the store if it passed one. */
export async function openCaptureInput(options: CaptureOptions, store: ObjectStore | undefined): Promise<CaptureInput> {
  const { captures = [], batch, endpoint, schema } = options;
  if (!store) return batch === undefined ? diskInput(captures, options) : batchInput({ ...options, batch });
  if (endpoint === undefined || schema === undefined) throw new UserError('--store requires --endpoint and --schema');
  return storeInput(store, { ...options, endpoint, schema });
}

/** Throws a UserError for an option that has no effect on the source of the captures. */
export function refuseUnusedOptions({ store, batch, ...options }: CaptureOptions): void {
  const { objects, endpoint, schema, variant, every } = options;
  if (batch === undefined) refuseWithout('--batch', { '--objects': objects });
  if (store !== undefined) return;
  refuseWithout('--store', { '--endpoint': endpoint, '--schema': schema, '--variant': variant, '--every': every });
}

import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import { openStore } from '../../store/openStore';
import { readBaseline } from '../../store/storedBaseline';

/** Reads the baseline in a folder or below `s3://`; a UserError names a file that does not match the manifest. */
export async function readBaselineAt(address: string, endpointUrl: string | undefined): Promise<OpenBaseline> {
  const store = openStore(address, endpointUrl);
  try {
    return await readBaseline(store, '');
  } finally {
    store.close();
  }
}

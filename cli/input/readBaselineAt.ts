import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import { openStore } from '../../store/openStore';
import { readBaseline } from '../../store/storedBaseline';

/** Reads the baseline in a folder or below `s3://`; a UserError names the file that its manifest does not vouch for. */
export async function readBaselineAt(address: string, endpointUrl?: string): Promise<OpenBaseline> {
  const store = openStore(address, endpointUrl);
  try {
    return await readBaseline(store, '');
  } finally {
    store.close();
  }
}

import type { Sla } from '../../contract/sla';
import { UserError } from '../../contract/userError';
import { readSla } from '../../store/documents';
import type { ObjectStore } from '../../store/objectStore';
import { deployedSettings } from '../input/deployedSettings';

/** The SLA of a file, or that which the stack deployed for the endpoint. */
export async function endpointSla(
  store: ObjectStore,
  endpoint: string,
  file: string | undefined,
): Promise<Sla | undefined> {
  if (file === undefined) return (await deployedSettings(store, endpoint))?.sla;
  const sla = readSla(file);
  if (sla.endpoint === endpoint) return sla;
  throw new UserError(`--sla ${file} is of endpoint ${sla.endpoint}; use the SLA of ${endpoint}`);
}

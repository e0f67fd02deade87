import { checkResultKey } from '../../contract/storeLayout';
import type { ObjectStore } from '../../store/objectStore';

/** Result of a scheduled self-check, as far as the report needs it. */
interface CheckState {
  readonly checks: readonly { readonly faults: readonly { readonly text: string }[] }[];
}

/** Texts of the faults that the last scheduled self-check found. Throws if none has run. */
export async function readFaults(store: ObjectStore): Promise<string[]> {
  const object = await store.read(checkResultKey);
  if (!object) throw new Error(`${checkResultKey} not found: the scheduled self-check did not run`);
  const { checks } = JSON.parse(new TextDecoder().decode(object.body)) as CheckState;
  return checks.flatMap(({ faults }) => faults.map(({ text }) => text));
}

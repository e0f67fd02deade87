import { indexEntryOf, indexKeysOf, sortKeyOf } from '../../incidents/index/indexEntry';
import { parseIncidentDocument } from './rememberedModules';
import type { Simulation } from './simulation';

/** The index has the items of each incident document as it is at the end, and no others. */
export function indexProblems({ store, index }: Simulation): string[] {
  const expected = new Map(
    store.keys('incidents/').flatMap((key): [string, string][] => {
      const entry = indexEntryOf(parseIncidentDocument(store.text(key) ?? '').incident);
      return indexKeysOf(entry).map((by) => [`${by}\n${sortKeyOf(entry)}`, JSON.stringify(entry)]);
    }),
  );
  const { entries } = index;
  return [...new Set([...expected.keys(), ...entries.keys()])]
    .filter((key) => entries.get(key) !== expected.get(key))
    .map(
      (key) =>
        `index: ${key.replace('\n', ' ')} is ${entries.get(key) ?? 'missing'}; expected ${expected.get(key) ?? 'no item'}`,
    );
}

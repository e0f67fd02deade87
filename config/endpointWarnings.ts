import { andMore } from '../contract/andMore';
import { columnsOf } from '../contract/captureSchema';
import type { Problem } from '../contract/problem';
import type { EndpointFiles } from './endpointFiles';
import type { RawSettings } from './settingsSchema';

/** Endpoints without a baseline, of which nothing is deployed. */
export function baselineWarnings({ endpoints, environment }: RawSettings): Problem[] {
  if (environment === 'local') return [];
  return Object.entries(endpoints)
    .filter(([, { baseline }]) => baseline === undefined)
    .map(([name]) => ({
      path: ['endpoints', name, 'baseline'],
      text: 'missing, so no monitor and no alarms are deployed; derive a baseline from a clean window and set its id here',
    }));
}

/** Columns of type Category of endpoints whose engine goes by the look of the values. */
export function categoryWarnings({ endpoints }: RawSettings, files: ReadonlyMap<string, EndpointFiles>): Problem[] {
  return Object.entries(endpoints).flatMap(([name, { engine }]): Problem[] => {
    const { captureSchema } = files.get(name) ?? {};
    if (engine !== 'modelMonitor' || !captureSchema) return [];
    const categories = columnsOf(captureSchema).filter(({ type }) => type === 'Category');
    if (categories.length === 0) return [];
    const names = andMore(
      categories.map((column) => `'${column.name}'`),
      3,
    );
    const text = `Model Monitor infers types from values, so it does not compare the Category column(s) ${names} in windows in which every value is a number; use engine analyzer`;
    return [{ path: ['endpoints', name, 'engine'], text }];
  });
}

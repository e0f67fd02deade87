import { andMore } from '../contract/andMore';
import { columnsOf } from '../contract/captureSchema';
import { queryProblem } from '../contract/largeWindows';
import type { Problem } from '../contract/problem';
import { endpointDefaults } from './defaults';
import type { EndpointFiles } from './endpointFiles';
import type { RawSettings } from './settingsSchema';

/** What is not wrong with endpoints, but should be known before a deployment. */
export function endpointWarnings(settings: RawSettings, files: ReadonlyMap<string, EndpointFiles>): Problem[] {
  return [...baselineWarnings(settings), ...categoryWarnings(settings, files), ...largeWindowWarnings(settings, files)];
}

/** Endpoints without a baseline, of which nothing is deployed. */
function baselineWarnings({ endpoints, environment }: RawSettings): Problem[] {
  if (environment === 'local') return [];
  return Object.entries(endpoints)
    .filter(([, { baseline }]) => baseline === undefined)
    .map(([name]) => ({
      path: ['endpoints', name, 'baseline'],
      text: 'missing, so no monitor and no alarms are deployed; derive a baseline from a clean window and set its id here',
    }));
}

/** Columns of type Category of endpoints whose engine goes by the look of the values. */
function categoryWarnings({ endpoints }: RawSettings, files: ReadonlyMap<string, EndpointFiles>): Problem[] {
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

/** Endpoints whose large windows the function must read itself, although the stack has queries for them. */
function largeWindowWarnings(
  { analyzer, endpoints }: RawSettings,
  files: ReadonlyMap<string, EndpointFiles>,
): Problem[] {
  if (!analyzer.largeWindows) return [];
  return Object.entries(endpoints).flatMap(([name, { engine = endpointDefaults.engine }]): Problem[] => {
    const { captureSchema } = files.get(name) ?? {};
    const problem = engine === 'analyzer' && captureSchema ? queryProblem(captureSchema) : undefined;
    if (problem === undefined) return [];
    const text = `a query cannot count windows of this schema, because ${problem}; its large windows are read by the function`;
    return [{ path: ['endpoints', name, 'schema'], text }];
  });
}

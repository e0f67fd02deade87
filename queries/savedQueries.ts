import type { SavedQuery } from './queryTable';
import { trailQueries } from './trailQueries';
import { trendQueries } from './trendQueries';

/** Every query that a stack saves in its workgroup; those over the trail if it has a table. */
export const savedQueries: readonly SavedQuery[] = [...Object.values(trendQueries), ...Object.values(trailQueries)];

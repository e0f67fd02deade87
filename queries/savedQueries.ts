import type { SavedQuery } from './queryTable';
import { trendQueries } from './trendQueries';

/** Every query that a stack saves in its workgroup. */
export const savedQueries: readonly SavedQuery[] = Object.values(trendQueries);

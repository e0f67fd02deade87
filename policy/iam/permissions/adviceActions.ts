import type { ActionFacts } from '../actions/actionFacts';
import { credentialActions } from './credentialActions';
import { readingActions } from './sensitiveActions';

/** Reading of logs by a query: dashboards and tools of operators ask for all log groups. */
export const logQueries: readonly string[] = ['logs:StartQuery', 'logs:GetQueryResults', 'logs:StartLiveTail'];

const sensitiveReads: ReadonlySet<string> = new Set([...readingActions, ...credentialActions]);

/** Whether an action on every resource only describes, lists, queries logs or reads metrics: advice, not a violation. */
export function isMereReading({ name, levels }: ActionFacts): boolean {
  if (logQueries.includes(name)) return true;
  return !sensitiveReads.has(name) && levels.every((level) => level === 'Read' || level === 'List');
}

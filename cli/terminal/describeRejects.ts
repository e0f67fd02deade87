import type { RejectCause } from '../../contract/modelMonitorFiles';
import { firstLines } from './output';

/** One line for each cause of rejects, with its first place. */
export function describeRejects(causes: readonly RejectCause[], hint: string): string[] {
  const lines = causes.map(({ file, line, reason, count }) => {
    const first = `${file}:${line}: ${reason}`;
    return count === 1 ? `rejected: ${first}` : `rejected ${count}, the first: ${first}`;
  });
  return firstLines(lines, ` causes${hint}`);
}

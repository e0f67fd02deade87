import type { Reject } from '../../contract/modelMonitorFiles';
import { rejectedViolation } from '../../quality/constraints/windowJudgement';
import { printError } from './output';

interface ReadRows {
  readonly rows: number;
  readonly rejected: number;
  /** The first reject. */
  readonly first: Reject | undefined;
}

/** Prints a sentence on stderr if more of an input was rejected than a window may have by default. Returns whether it did. */
export function warnOfRejects({ first, ...size }: ReadRows): boolean {
  const violation = rejectedViolation(size, {});
  if (!violation) return false;
  const place = first ? ` The first is ${first.file}:${first.line}: ${first.reason}` : '';
  printError(`warning: ${violation.description}${place}`);
  return true;
}

import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { exitCodes } from '../terminal/exitCodes';
import { printJson, printText } from '../terminal/output';
import type { Caller } from './accountChecks';
import type { Check, CheckStatus } from './check';
import type { EngineChoice } from './engineCheck';

/** What the checks found. Caller and choice are absent if the credentials are not valid. */
export interface Diagnosis {
  readonly stack: string;
  readonly region: string;
  readonly caller?: Caller;
  readonly checks: readonly Check[];
  readonly choice?: EngineChoice;
}

/** Prints what the checks found, and sets the exit code by whether there are problems. */
export function printDiagnosis(diagnosis: Diagnosis, json: boolean): void {
  const { checks, ...rest } = diagnosis;
  if (json) printJson({ ...rest, checks });
  else printText(describe(diagnosis).join('\n'));
  process.exitCode = checks.some(({ status }) => status === 'problem') ? exitCodes.findings : exitCodes.success;
}

const columns = [{ title: 'status' }, { title: 'check' }, { title: 'result', width: 100 }];

function describe({ stack, region, checks, choice }: Diagnosis): string[] {
  const count = (status: CheckStatus) => checks.filter((check) => check.status === status).length;
  const unread = count('unknown');
  const heading = count('problem') === 0 ? 'no problems' : formatCount(count('problem'), 'problem');
  return [
    `stack ${stack} in ${region}: ${heading}${unread === 0 ? '' : `; ${formatCount(unread, 'check')} could not be read`}`,
    ...textTable(
      columns,
      checks.map(({ status, check, text }) => [status, check, text]),
    ).map((line) => `  ${line}`),
    ...(choice ? [`engine: ${choice.engine}, because ${choice.why}`] : []),
  ];
}

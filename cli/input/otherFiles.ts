import { andMore } from '../../contract/andMore';
import { formatCount } from '../../report/text/formats';
import { printError } from '../terminal/output';

/** Files that are named. */
const namedFiles = 3;

/** Names the files of a folder that are passed over, on stderr. */
export function printOtherFiles(folder: string, names: readonly string[]): void {
  if (names.length === 0) return;
  const others = formatCount(names.length, 'other file');
  printError(`${folder}: ${others} not read: ${andMore([...names].sort(), namedFiles)}`);
}

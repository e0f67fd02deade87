import { describeOtherFiles, type OtherFiles } from '../../report/text/otherFiles';
import { printError } from '../terminal/output';

/** Names that are kept. */
const keptNames = 100;

/** Gets the files of a folder that are passed over; none are not reported. */
export type OnOtherFiles = (others: OtherFiles) => void;

/** Names them on stderr. */
export const printOtherFiles: OnOtherFiles = (others) => printError(describeOtherFiles(others));

/** Reports the files of a folder that are passed over, if there are any. */
export function reportOtherFiles(folder: string, names: readonly string[], onOthers: OnOtherFiles): void {
  if (names.length === 0) return;
  onOthers({ folder, count: names.length, names: [...names].sort().slice(0, keptNames) });
}

/** Names them on stderr, and adds them to a list. */
export function collectOtherFiles(list: OtherFiles[]): OnOtherFiles {
  return (others) => {
    printOtherFiles(others);
    list.push(others);
  };
}

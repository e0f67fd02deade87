import type { Command } from 'commander';
import type { Statistics } from '../../contract/modelMonitorFiles';
import { profilePage } from '../../report/profile/profilePage';
import { profileCells, profileColumns } from '../../report/profile/profileTable';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { tableFilesHelp, tableOptions } from '../input/tableFiles';
import { judgeRejects, readProfile, type TrainingSource } from '../proposal/endpointColumns';
import { describeRejects } from '../terminal/describeRejects';
import { addExitCodes } from '../terminal/exitCodes';
import { sharedOptions } from '../terminal/options';
import { printJson, printText } from '../terminal/output';
import { writePage } from '../terminal/writePage';

interface ProfileOptions extends Omit<TrainingSource, 'training'> {
  readonly html: string;
  readonly json: boolean;
}

/** Adds the command `profile`. */
export function addProfileCommand(program: Command): void {
  const profile = program
    .command('profile')
    .description('print the statistics of a table and draw them, without a schema or an SLA')
    .argument('<file...>', tableFilesHelp('files'))
    .option('--no-header', 'the files have no header row; columns are named by position, from _c0')
    .option(...tableOptions.separator)
    .option(...tableOptions.encoding)
    .option('--html <file>', 'HTML page with plots; missing folders are created', 'out/profile.html')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(showProfile);
  addExitCodes(profile, { success: 'shown', rejects: 'shown, but more than 5 % of the rows were rejected' });
}

async function showProfile(files: readonly string[], options: ProfileOptions): Promise<void> {
  const { html, json, ...format } = options;
  const { rows, rejects, columns, headerRows } = await readProfile({ ...format, training: files });
  const features = columns.map(({ statistics }) => statistics);
  const rejectCount = rejects.count;
  judgeRejects(rows, rejects);
  await writePage(html, profilePage({ files, rows, rejectCount, features, writtenAt: new Date().toISOString() }));
  if (json) {
    const statistics: Statistics = { version: 0, dataset: { item_count: rows }, features };
    const { count: rejectCount, causes: rejectCauses, kept } = rejects;
    return printJson({ files, statistics, headerRows, rejectCount, rejectCauses, rejects: kept, html });
  }
  printText(
    [
      `${formatCount(rows, 'row')} of ${formatCount(features.length, 'column')}, ${rejectCount} rejected`,
      ...(headerRows > 0 ? [`  ${formatCount(headerRows, 'header')} among the rows left out`] : []),
      ...describeRejects(rejects.causes, '; use --json to list them'),
      ...textTable(profileColumns, features.map(profileCells)),
      `page written to ${html}; open it in a browser`,
    ].join('\n'),
  );
}

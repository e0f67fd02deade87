import { type Command, InvalidArgumentError } from 'commander';
import { tableFilesHelp, tableOptions } from '../input/tableFiles';
import { addExitCodes } from '../terminal/exitCodes';
import { parseDuration, parseScheduleHours, sharedOptions } from '../terminal/options';
import { approveBaseline } from './baselineApprove';
import { backtestCommand } from './baselineBacktest';
import { calibrateCommand } from './baselineCalibrate';
import { deriveCommand } from './baselineDerive';
import { diffCommand } from './baselineDiff';
import { importCommand } from './baselineImport';
import { listBaselines } from './baselineList';

/** Parses the number of response columns. */
function parseOutputs(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number, 0 if only requests are captured');
}

/** Adds the commands `baseline ...`. */
export function addBaselineCommands(program: Command): void {
  const baseline = program.command('baseline').description('derive, import, compare, approve and list baselines');
  addDerive(baseline);
  addImport(baseline);
  addDiff(baseline);
  addApprove(baseline);
  addList(baseline);
  addCalibrate(baseline);
  addBacktest(baseline);
}

function addDerive(baseline: Command): void {
  const derive = baseline
    .command('derive')
    .description('derive statistics and constraints from a training file or from captures, and apply the SLA')
    .option('--training <file...>', tableFilesHelp('training files'))
    .option(...tableOptions.header)
    .option(...tableOptions.predictionLast)
    .option(...tableOptions.separator)
    .option(...tableOptions.encoding)
    .option(...sharedOptions.captures)
    .option(...sharedOptions.store)
    .option('--endpoint <name>', "endpoint to read captures for, with --store (default: the SLA's endpoint)")
    .option('--variant <name>', 'variant to read captures for, with --store (default: all variants together)')
    .option(...sharedOptions.from)
    .option(...sharedOptions.to)
    .option('--last <duration>', 'last full hours, such as 7d or 36h, instead of --from and --to', parseDuration)
    .requiredOption('--schema <yaml>', 'capture schema')
    .requiredOption('--sla <yaml>', 'SLA')
    .requiredOption('--by <arn>', 'ARN of the author, for the manifest')
    .option('--out <folder>', 'folder to write <baseline-id>/ to', 'out/baselines')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(deriveCommand);
  addExitCodes(derive, { success: 'baseline written', empty: 'no captures in the window' });
}

function addImport(baseline: Command): void {
  const command = baseline
    .command('import')
    .description('take over a baseline that Model Monitor made: statistics and constraints, with a manifest')
    .argument('[folder]', 'folder or s3:// address with statistics.json and constraints.json')
    .option('--statistics <address>', 'file or s3:// address of the statistics, instead of a folder')
    .option('--constraints <address>', 'file or s3:// address of the constraints')
    .option('--job-definition <name>', 'data quality job definition that names the files')
    .option('--schedule <name>', 'monitoring schedule that names the files')
    .option('--endpoint <name>', 'endpoint of the baseline (default: that of the job definition, schedule or SLA)')
    .option('--schema <yaml>', 'capture schema to check the columns against (default: propose one)')
    .option('--schema-version <version>', 'version of the proposed schema', 'v1')
    .option('--outputs <count>', 'columns of the response in the proposed schema, which come first', parseOutputs, 1)
    .option('--sla <yaml>', 'SLA to merge into the constraints (default: keep them as they are)')
    .requiredOption('--by <arn>', 'ARN of who imports, for the manifest')
    .option('--out <folder>', 'folder to write <baseline-id>/ to', 'out/baselines')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(importCommand);
  addExitCodes(command, { success: 'baseline written' });
}

function addDiff(baseline: Command): void {
  const diff = baseline
    .command('diff')
    .description('compare two baselines or two calibrations, feature by feature')
    .argument('<old>', 'folder or s3:// address of the older baseline, or of a calibration.json')
    .argument('<new>', 'folder or s3:// address of the newer one')
    .option('--html <file>', 'also write an HTML page with plots; missing folders are created')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(diffCommand);
  addExitCodes(diff, { success: 'no differences', findings: 'they differ' });
}

function addApprove(baseline: Command): void {
  const approve = baseline
    .command('approve')
    .description(
      'approve a derived baseline or a calibration and upload it under the id; baselines are never overwritten',
    )
    .argument('<folder>', "local folder written by 'baseline derive' or 'baseline calibrate'")
    .requiredOption('--by <arn>', 'ARN of the approver, for the manifest')
    .requiredOption('--why <text>', 'reason for the approval, for the manifest')
    .requiredOption(...sharedOptions.store)
    .option('--four-eyes', 'fail if the approver is also the author', false)
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(approveBaseline);
  addExitCodes(approve, { success: 'approved and uploaded, or already approved with the same content' });
}

function addList(baseline: Command): void {
  const list = baseline
    .command('list')
    .description('list the baselines of an endpoint in a store, oldest first')
    .requiredOption(...sharedOptions.store)
    .requiredOption('--endpoint <name>', 'endpoint to list baselines of')
    .option('--stack-file <yaml>', 'Pulumi.<stack>.yaml, to mark the baseline in effect')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(listBaselines);
  addExitCodes(list, { success: 'listed', empty: 'the endpoint has no baselines' });
}

/** Options on past rows in tables. */
const historyOptions = {
  data: ['--data <path...>', tableFilesHelp('past rows to read instead of reports: files')],
  time: ['--time <column>', 'column with the time of each row, with --data; a time without a zone is UTC'],
  header: ['--no-header', 'the tables have no header row; their columns are in the order of the baseline, with --data'],
} as const;

function addCalibrate(baseline: Command): void {
  const calibrate = baseline
    .command('calibrate')
    .description('set the limits of drift alarms from past windows, within a budget of alarms a week')
    .argument('<id>', 'id of the baseline in the store')
    .requiredOption(...sharedOptions.store)
    .requiredOption('--endpoint <name>', 'endpoint of the baseline')
    .option(...historyOptions.data)
    .option(...historyOptions.time)
    .option('--every <hours>', 'hours of a window, from midnight UTC, with --data (default: 1)', parseScheduleHours)
    .option(...historyOptions.header)
    .option(...tableOptions.predictionLast)
    .option(...tableOptions.separator)
    .option(...tableOptions.encoding)
    .option(...sharedOptions.from)
    .option(...sharedOptions.to)
    .option('--sla <yaml>', 'SLA with budget, minimum rows and switched-off checks (default: the deployed one)')
    .option('--budget <episodes>', "alarm episodes a week (default: the SLA's, or 0.5)", parseBudget)
    .requiredOption('--by <arn>', 'ARN of the author, for the calibration')
    .option('--out <folder>', 'folder to write <id>/calibration.json to', 'out/calibrations')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(calibrateCommand);
  addExitCodes(calibrate, { success: 'calibration written', empty: 'no report or row in the span' });
}

function parseBudget(text: string): number {
  const budget = Number(text);
  if (!(budget >= 0.01 && budget <= 100)) throw new InvalidArgumentError('expected a number from 0.01 to 100');
  return budget;
}

function addBacktest(baseline: Command): void {
  const backtest = baseline
    .command('backtest')
    .description('list past windows that would have raised a drift alarm, under the exact rule and a calibration')
    .argument('[id]', 'id of the baseline in the store')
    .requiredOption(...sharedOptions.store)
    .option('--endpoint <name>', 'endpoint of the baseline')
    .option('--all', 'replay each endpoint of the stack under its baseline in effect, instead of one', false)
    .option('--calibration <file>', "calibration to replay (default: the baseline's in the store)")
    .option(...historyOptions.data)
    .option(...historyOptions.time)
    .option(...historyOptions.header)
    .option(...tableOptions.predictionLast)
    .option(...tableOptions.separator)
    .option(...tableOptions.encoding)
    .option(...sharedOptions.from)
    .option(...sharedOptions.to)
    .option('--sla <yaml>', 'SLA with drift limits and switched-off checks (default: the deployed one)')
    .option('--keep-counts', 'keep the counts of complete weeks in the store, which later backtests read', false)
    .option('--html <file>', 'also write an HTML page with alarms, incidents, detection power and references')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(backtestCommand);
  addExitCodes(backtest, { success: 'replayed', empty: 'no report or row in the span' });
}

import type { Command } from 'commander';
import { tableFilesHelp, tableOptions } from '../input/tableFiles';
import { addExitCodes } from '../terminal/exitCodes';
import { parseDuration, sharedOptions } from '../terminal/options';
import { approveBaseline } from './baselineApprove';
import { deriveCommand } from './baselineDerive';
import { diffCommand } from './baselineDiff';
import { listBaselines } from './baselineList';

/** Adds the commands `baseline ...`. */
export function addBaselineCommands(program: Command): void {
  const baseline = program.command('baseline').description('derive, compare, approve and list baselines');
  addDerive(baseline);
  addDiff(baseline);
  addApprove(baseline);
  addList(baseline);
}

function addDerive(baseline: Command): void {
  const derive = baseline
    .command('derive')
    .description('derive statistics and constraints from a training file or from captures, and apply the SLA')
    .option('--training <file...>', tableFilesHelp('training files'))
    .option(...tableOptions.header)
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

function addDiff(baseline: Command): void {
  const diff = baseline
    .command('diff')
    .description('compare two baselines, feature by feature')
    .argument('<old>', 'folder or s3:// address of the older baseline')
    .argument('<new>', 'folder or s3:// address of the newer baseline')
    .option('--html <file>', 'also write an HTML page with plots; missing folders are created')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(diffCommand);
  addExitCodes(diff, { success: 'no differences', findings: 'the baselines differ' });
}

function addApprove(baseline: Command): void {
  const approve = baseline
    .command('approve')
    .description('approve a derived baseline and upload it under its id; existing objects are never overwritten')
    .argument('<folder>', "local folder written by 'baseline derive'")
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

import type { Command } from 'commander';
import { hour, lastHours } from '../terminal/optionValues';
import { approveCommand } from './baselineApprove';
import { deriveCommand } from './baselineDerive';
import { diffCommand } from './baselineDiff';
import { listCommand } from './baselineList';

/** Adds the commands on baselines. */
export function baselineCommands(program: Command): void {
  const baseline = program.command('baseline').description('baselines of an endpoint');

  baseline
    .command('derive')
    .description(
      'derive statistics and constraints from a training window or from captures, with the SLA merged in; exit code 3 with nothing to derive from',
    )
    .option('--training <file>', 'the training window: CSV, also gzipped, or Parquet')
    .option('--no-header', "the file's columns are the schema's, in its order; a CSV begins with a row")
    .option('--captures <path...>', 'derive from capture files, or from folders to search for *.jsonl and *.jsonl.gz')
    .option(
      '--store <address>',
      "derive from the endpoint's captures in s3://<bucket>, or in a folder laid out like the store",
    )
    .option('--endpoint <name>', 'whose captures in the store (default: the endpoint of the SLA)')
    .option('--variant <name>', 'one variant of the endpoint (default: all of them together)')
    .option('--from <hour>', 'first hour of the captures, UTC, such as 2026-11-02T08 (default: all)', hour)
    .option('--to <hour>', 'hour of the captures to stop before', hour)
    .option('--last <time>', 'instead of both: the last full hours, such as 7d or 36h', lastHours)
    .requiredOption('--schema <yaml>', 'capture schema')
    .requiredOption('--sla <yaml>', 'SLA')
    .requiredOption('--by <arn>', 'who derives it, for the manifest')
    .option('--out <dir>', 'folder to write <baseline id>/ into', 'out/baselines')
    .option('--endpoint-url <url>', 'a local AWS (default: AWS_ENDPOINT_URL, else AWS)')
    .option('--json', 'print JSON', false)
    .action(deriveCommand);

  baseline
    .command('diff')
    .description(
      'what differs between two baselines; exit code 0 when nothing does, 2 when something does, 1 for a mistake',
    )
    .argument('<old>', 'folder, or s3:// address, with the files of the older baseline')
    .argument('<new>', 'the same of the newer baseline')
    .option('--html <file>', 'also write a page with plots of both')
    .option('--endpoint-url <url>', 'a local AWS (default: AWS_ENDPOINT_URL, else AWS)')
    .option('--json', 'print JSON', false)
    .action(diffCommand);

  baseline
    .command('approve')
    .description('approve a derived baseline and upload it under its id; what lies there already is never overwritten')
    .argument('<folder>', "folder that 'baseline derive' wrote")
    .requiredOption('--by <arn>', 'who approves it, for the manifest')
    .requiredOption('--why <text>', 'why it may be in force, for the manifest')
    .requiredOption('--store <address>', 's3://<bucket>, or a folder that is laid out like the store')
    .option('--four-eyes', 'refuse an approver who derived it', false)
    .option('--endpoint-url <url>', 'a local AWS (default: AWS_ENDPOINT_URL, else AWS)')
    .option('--json', 'print JSON', false)
    .action(approveCommand);

  baseline
    .command('list')
    .description('baselines in a store, the oldest first; exit code 3 when there are none')
    .requiredOption('--store <address>', 's3://<bucket>, or a folder that is laid out like the store')
    .requiredOption('--endpoint <name>', 'whose baselines')
    .option('--stack-file <yaml>', "the stack's file, to mark the baseline in force")
    .option('--endpoint-url <url>', 'a local AWS (default: AWS_ENDPOINT_URL, else AWS)')
    .option('--json', 'print JSON', false)
    .action(listCommand);
}

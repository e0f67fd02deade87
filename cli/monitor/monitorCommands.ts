import type { Command } from 'commander';
import { hour, wholeHours } from '../terminal/optionValues';
import { monitorRunCommand } from './monitorRun';
import { monitorStaleCommand } from './monitorStale';

/** Adds the commands that monitor on this machine. */
export function monitorCommands(program: Command): void {
  const monitor = program.command('monitor').description('the monitor, on this machine');

  monitor
    .command('run')
    .description(
      'compare captures with a baseline; exit code 0 without violations, 2 with, 3 with nothing to compare, 1 for a mistake',
    )
    .option(
      '--captures <path...>',
      'capture files (JSONL, gzipped or not), or folders to search for *.jsonl and *.jsonl.gz',
    )
    .option('--store <address>', 'read captures from s3://<bucket>, or from a folder that is laid out like the store')
    .option('--endpoint <name>', 'whose captures in the store')
    .option('--schema <version>', 'version of their schema, such as v1')
    .option('--variant <name>', 'one variant of the endpoint (default: all of them together)')
    .option('--batch <address>', 'read what batch transform jobs captured, below s3://<bucket>/<prefix> or a folder')
    .option(
      '--objects <folder>',
      "with --batch: a copy of the buckets that the jobs' manifests name (default: S3 itself)",
    )
    .requiredOption(
      '--baseline <id>',
      "a baseline's id in the store, or a folder or s3:// address with its three files",
    )
    .option('--from <hour>', 'first hour, UTC, such as 2026-11-02T08 (default: all)', hour)
    .option('--to <hour>', 'hour to stop before', hour)
    .option('--every <hours>', 'hours between two runs of the schedule, to tell late files', wholeHours, 1)
    .option('--out <folder>', "folder of the report's files", 'out/monitor')
    .option('--upload', 'also put the report into the store, under a name that no schedule has', false)
    .option('--strict', 'also check signs and ranges, on which Model Monitor is silent', false)
    .option('--endpoint-url <url>', 'a local AWS (default: AWS_ENDPOINT_URL, else AWS)')
    .option('--json', 'print JSON', false)
    .action(monitorRunCommand);

  monitor
    .command('stale')
    .description(
      'which hours have a report that is older than a capture of theirs; exit code 0 for none, 2 for some, 3 with nothing to look at, 1 for a mistake',
    )
    .requiredOption('--store <address>', 's3://<bucket>, or a folder that is laid out like the store')
    .requiredOption('--endpoint <name>', 'whose captures and reports')
    .requiredOption('--schema <version>', 'version of its capture schema, such as v1')
    .option('--from <hour>', 'first hour, UTC, such as 2026-11-02T08 (default: all)', hour)
    .option('--to <hour>', 'hour to stop before', hour)
    .option('--every <hours>', 'hours between two runs of the schedule', wholeHours, 1)
    .option('--endpoint-url <url>', 'a local AWS (default: AWS_ENDPOINT_URL, else AWS)')
    .option('--json', 'print JSON', false)
    .action(monitorStaleCommand);
}

import type { Command } from 'commander';
import { hour } from '../terminal/optionValues';
import { captureDetectCommand } from './captureDetect';
import { captureMergeCommand } from './captureMerge';
import { captureReplayCommand } from './captureReplay';

/** Adds the commands on captures. */
export function captureCommands(program: Command): void {
  const capture = program.command('capture').description('captures of an endpoint');

  capture
    .command('detect')
    .description(
      'say of which schema version captures are, or what changed, and propose the next version; exit code 0 for a known one, 2 for an unknown shape, 3 with nothing to look at, 1 for a mistake',
    )
    .requiredOption('--captures <path...>', 'capture files, or folders to search for *.jsonl and *.jsonl.gz')
    .option('--schemas <folder>', "the endpoint's versions, such as schemas/churn with v1.yaml in it")
    .option('--store <address>', 's3://<bucket>, or a folder laid out like the store, whose registry has the versions')
    .option('--endpoint <name>', 'whose versions in that registry')
    .option('--endpoint-url <url>', 'a local AWS (default: AWS_ENDPOINT_URL, else AWS)')
    .option('--from <hour>', 'first hour of the captures, UTC, such as 2026-11-02T08 (default: all)', hour)
    .option('--to <hour>', 'hour of the captures to stop before', hour)
    .option('--json', 'print JSON', false)
    .action(captureDetectCommand);

  capture
    .command('merge')
    .description(
      'put ground truth beside captures; exit code 0 when each has its own, 2 when something is left over, 3 with nothing to merge, 1 for a mistake',
    )
    .requiredOption('--captures <path...>', 'capture files, or folders to search for *.jsonl and *.jsonl.gz')
    .requiredOption('--truth <path...>', 'files of ground truth (JSONL, gzipped or not), or folders to search likewise')
    .option('--from <hour>', 'first hour of the captures, UTC, such as 2026-11-02T08 (default: all)', hour)
    .option('--to <hour>', 'hour of the captures to stop before', hour)
    .option('--sla <yaml>', 'SLA whose groundTruthHours must hold (default: no limit)')
    .option('--out <folder>', 'where the merged captures go: a new or empty folder', 'out/merged')
    .option('--json', 'print JSON', false)
    .action(captureMergeCommand);

  capture
    .command('replay')
    .description(
      'put captures of this disk into a store as if they came at other hours; exit code 0, 2 when lines had no time to shift, 3 with nothing to replay, 1 for a mistake',
    )
    .requiredOption('--captures <path...>', 'folders laid out <endpoint>/<variant>/yyyy/mm/dd/hh, or files in them')
    .requiredOption('--store <address>', 's3://<bucket>, or a folder that is laid out like the store')
    .requiredOption('--endpoint <name>', 'whose captures they become')
    .requiredOption('--schema <version>', 'version of the schema that they must be of, such as v1')
    .requiredOption('--start <hour>', 'the hour that their first hour becomes, UTC, such as 2026-11-27T08', hour)
    .option('--schema-file <yaml>', "that schema (default: the store's registry, or schemas/<endpoint>/<version>.yaml)")
    .option('--any-shape', 'also captures of another shape, to rehearse a producer that broke', false)
    .option('--new-ids', 'give each record an event id of its own', false)
    .option('--dry-run', 'only say what would be written', false)
    .option('--endpoint-url <url>', 'a local AWS (default: AWS_ENDPOINT_URL, else AWS)')
    .option('--json', 'print JSON', false)
    .action(captureReplayCommand);
}

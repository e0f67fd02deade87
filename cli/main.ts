import { Command, InvalidArgumentError } from 'commander';
import { UserError } from '../contract/userError';
import { approveCommand } from './baselineApprove';
import { deriveCommand } from './baselineDerive';
import { diffCommand } from './baselineDiff';
import { listCommand } from './baselineList';
import { captureDetectCommand } from './captureDetect';
import { captureMergeCommand } from './captureMerge';
import { captureReplayCommand } from './captureReplay';
import { monitorRunCommand } from './monitorRun';
import { monitorStaleCommand } from './monitorStale';
import type * as policy from './policy';
import { printError } from './print';
import type * as rehearse from './rehearse';
import { schemaListCommand } from './schemaList';
import { registerCommand } from './schemaRegister';

// Node's own end of life is the reader's business, not that of every command.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const program = new Command('model-observability')
  .description('Monitoring, alarms and evidence for machine-learning endpoints')
  .showHelpAfterError('(add --help for what is allowed)');

program
  .command('rehearse')
  .description('deploy the whole stack into a local AWS and play one incident end to end')
  .option('--captures <dir>', 'your own captures, laid out <endpoint>/<variant>/yyyy/mm/dd/hh/*.jsonl')
  .option('--training <csv>', 'your own training window, a CSV with a header')
  .option('--schema <yaml>', 'capture schema of your data (default: inferred from it)')
  .option('--sla <yaml>', 'SLA of your data (default: one that demands nothing)')
  .option('--keep', 'leave stack and local AWS up until you press Ctrl-C', false)
  .option('--port <number>', 'port of the local AWS (default: a free one)', port)
  .option('--out <dir>', 'folder of the report', 'out')
  // Loaded when it is called: engine and SDK take most of a second, which no other command needs.
  .action((options) => (require('./rehearse') as typeof rehearse).rehearseCommand(options));

program
  .command('policy')
  .description('run the policy pack on a stack; exit code 0 without mandatory findings, 1 with some or for a mistake')
  .option('--stack <name>', 'stack to preview on a local AWS, with the settings of Pulumi.<name>.yaml (default: dev)')
  .option('--state <file>', "judge a saved state instead, as 'pulumi stack export' writes it")
  .option('--config <file>', "the pack's config in JSON: levels and settings of its policies")
  .option('--out <folder>', 'folder of policy.json, policy.sarif and policy.md', 'out/policy')
  .option('--json', 'print JSON', false)
  .action((options) => (require('./policy') as typeof policy).policyCommand(options));

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

const schema = program.command('schema').description("the registry of capture schemas' versions in a store");

schema
  .command('register')
  .description(
    "put a schema's version into the registry; a version is never overwritten, the same columns again are fine",
  )
  .requiredOption('--schema <yaml>', 'capture schema')
  .requiredOption('--endpoint <name>', 'whose schema')
  .requiredOption('--store <address>', 's3://<bucket>, or a folder that is laid out like the store')
  .option('--endpoint-url <url>', 'a local AWS (default: AWS_ENDPOINT_URL, else AWS)')
  .option('--json', 'print JSON', false)
  .action(registerCommand);

schema
  .command('list')
  .description("an endpoint's registered versions, the oldest first; exit code 3 when there are none")
  .requiredOption('--store <address>', 's3://<bucket>, or a folder that is laid out like the store')
  .requiredOption('--endpoint <name>', 'whose schemas')
  .option('--endpoint-url <url>', 'a local AWS (default: AWS_ENDPOINT_URL, else AWS)')
  .option('--json', 'print JSON', false)
  .action(schemaListCommand);

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
  .requiredOption('--baseline <id>', "a baseline's id in the store, or a folder or s3:// address with its three files")
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

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof UserError)) throw error;
  printError(`\n${error.message}`);
  process.exitCode = 1;
});

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new InvalidArgumentError('a port is a whole number from 1 to 65535');
  }
  return value;
}

function wholeHours(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 24) return value;
  throw new InvalidArgumentError('a schedule runs every 1 to 24 hours');
}

function lastHours(text: string): number {
  const { count = '', unit } = /^(?<count>[1-9]\d{0,3})(?<unit>[dh])$/.exec(text)?.groups ?? {};
  if (unit === undefined) throw new InvalidArgumentError('a time is written as 7d or 36h');
  return Number(count) * (unit === 'd' ? 24 : 1);
}

function hour(text: string): Date {
  const written = /^(?<hour>\d{4}-\d{2}-\d{2}T\d{2})(:00(:00)?)?Z?$/.exec(text)?.groups?.['hour'];
  const value = new Date(`${written}:00:00.000Z`);
  // A day that its month does not have is read as one of the next month.
  if (!written || Number.isNaN(value.getTime()) || !value.toISOString().startsWith(written)) {
    throw new InvalidArgumentError('a whole hour, UTC, is written as 2026-11-02T08');
  }
  return value;
}

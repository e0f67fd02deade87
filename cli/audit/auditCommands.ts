import { type Command, InvalidArgumentError } from 'commander';
import { addExitCodes } from '../terminal/exitCodes';
import { parseDuration, sharedOptions } from '../terminal/options';
import { parseQuarter, writeEvidencePack } from './auditReport';
import { listUnexplained, listWho, showTimeline } from './listCalls';
import { verify as verifyFiles } from './verifyCommand';

const keysOption = [
  '--public-keys <file...>',
  "outputs of 'aws cloudtrail list-public-keys', one for each region (default: listed by CloudTrail)",
] as const;
const stackOption = [
  '--stack <name>',
  'stack whose Pulumi.<name>.yaml has deployment roles, approvers and planned mutes (default: none)',
] as const;
const stateOption = [
  '--state <file>',
  "output of 'pulumi stack export', to list only calls on the stack's resources (default: all)",
] as const;
const trailOption = [
  '--trail <address>',
  "folder or s3://<bucket> with the trail's files, in CloudTrail's layout",
] as const;
const fromOption = ['--from <hour>', 'first hour, UTC, such as 2026-11-02T08', sharedOptions.from[2]] as const;

const athenaOption = [
  '--athena <stack>',
  "select the records with Athena, in the stack's workgroup, instead of reading files",
] as const;
const accountOption = [
  '--account <id...>',
  "accounts to read (default: all; with --athena the stack's, and required for an organization trail)",
  collectAccounts,
] as const;

/** Adds the commands `audit ...`. */
export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('answer questions from the files of a CloudTrail trail');
  const who = addTrailOptions(
    audit
      .command('who')
      .description('list who muted an alarm, changed a schedule or modified a baseline')
      .option('--alarm <name>', 'alarm to ask about')
      .option('--schedule <name>', 'schedule to ask about, of either engine')
      .option('--baseline <id>', 'baseline to ask about'),
  ).action(listWho);
  const timeline = addTrailOptions(
    audit
      .command('timeline')
      .description('list the recorded calls on the monitoring of an endpoint, oldest first')
      .argument('<endpoint>', 'endpoint to list calls for; calls on parts that endpoints share are listed too'),
  ).action(showTimeline);
  const unexplained = addTrailOptions(
    audit
      .command('unexplained')
      .description('list the recorded calls that neither the deployment nor a planned mute explains'),
  ).action(listUnexplained);
  for (const command of [who, timeline, unexplained]) {
    addExitCodes(command, {
      success: 'every listed call is routine or planned',
      findings: 'at least one unexplained call, or a file that could not be read',
      empty: 'no recorded call',
    });
  }
  addVerify(audit);
  addReport(audit);
}

function addVerify(audit: Command): void {
  const verify = audit
    .command('verify')
    .description("compare a stack with what AWS stores, or verify a trail's files or an evidence pack")
    .option(
      '--store <address>',
      's3://<bucket> of the store of a stack to check: its detection, alarms, mutes, schedules, baselines and trail',
    )
    .option(
      trailOption[0],
      "folder or s3://<bucket> with a trail's files to verify: hashes, signatures, missing and added files, gaps",
    )
    .option('--pack <folder>', 'evidence pack to verify: hashes and signature')
    .option('--index <hash>', 'expected SHA-256 of the index of the pack', parseHash)
    .option('--signing-key <fingerprint>', 'expected fingerprint of the key that signed the pack', parseHash)
    .option(...keysOption)
    .option(...fromOption)
    .option('--to <hour>', 'hour to stop before, UTC (default: all)', sharedOptions.to[2])
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(verifyFiles);
  addExitCodes(verify, {
    success: 'no fault',
    findings: 'at least one fault',
    empty: 'no digest file',
  });
}

function addReport(audit: Command): void {
  const report = audit
    .command('report')
    .description(
      'write the evidence pack of a quarter: controls, changes, mutes, gaps, log files, page, OSCAL results and verifier',
    )
    .requiredOption('--quarter <quarter>', 'quarter to report, such as 2026Q4', parseQuarter)
    .option(...trailOption)
    .option(...athenaOption)
    .option(...accountOption)
    .option(...keysOption)
    .option(...stackOption)
    .option(...stateOption)
    .option('--sign-key <arn>', 'asymmetric KMS key that signs the index of the pack (default: not signed)')
    .option('--out <folder>', 'folder for the folder of the pack', 'out/evidence')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(writeEvidencePack);
  addExitCodes(report, {
    success: 'every control held',
    findings: 'a control has exceptions',
    empty: 'no log file in the quarter',
  });
}

function addTrailOptions(command: Command): Command {
  return command
    .option(...trailOption)
    .option(...athenaOption)
    .option(...accountOption)
    .option(
      '--lookup',
      "read the region's event history of the last 90 days instead; it has no calls on objects",
      false,
    )
    .option(...stackOption)
    .option(...stateOption)
    .option('--since <duration>', 'time before now, such as 30d or 36h (default: 90d)', parseDuration)
    .option(...fromOption)
    .option(sharedOptions.to[0], 'hour to stop before, UTC (default: now)', sharedOptions.to[2])
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json);
}

/** Adds an account's id to those of the option before it. */
function collectAccounts(text: string, accounts: readonly string[] = []): readonly string[] {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError('expected the 12 digits of an account');
  return [...accounts, text];
}

/** Parses a SHA-256, as `audit report` and `sha256sum` print it. */
function parseHash(text: string): string {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new InvalidArgumentError('expected a SHA-256: 64 hexadecimal digits');
  return text.toLowerCase();
}

import type { Command } from 'commander';
import { UserError } from '../../contract/userError';
import { addExitCodes } from '../terminal/exitCodes';
import { parsePort, sharedOptions } from '../terminal/options';
import type * as policy from './policy';
import type * as rehearse from './rehearse';

/** Adds the command `rehearse`. Its modules are loaded when it runs: its help needs neither Pulumi nor the rehearsal. */
export function addRehearseCommand(program: Command): void {
  const rehearseCommand = program
    .command('rehearse')
    .description('deploy the whole stack to a local AWS and play one incident from end to end')
    .option('--captures <folder>', 'own captures, laid out <endpoint>/<variant>/yyyy/mm/dd/hh/*.jsonl')
    .option('--training <csv>', 'own training file, CSV with a header row')
    .option('--schema <yaml>', 'capture schema of your data (default: inferred)')
    .option('--sla <yaml>', 'SLA of your data (default: no limits)')
    .option('--keep', 'keep the stack and the local AWS running until Ctrl-C', false)
    .option('--port <number>', 'port of the local AWS (default: a free port)', parsePort)
    .option('--out <folder>', 'folder of the report', 'out')
    .action((options) => loadStackModule(() => require('./rehearse') as typeof rehearse).rehearseStack(options));
  addExitCodes(rehearseCommand, { success: 'every link of the chain held', error: 'a link broke, or an error' });
}

/** Adds the command `policy`, whose modules are loaded when it runs. */
export function addPolicyCommand(program: Command): void {
  const policyCommand = program
    .command('policy')
    .description('run the policy pack on a stack')
    .option('--stack <name>', 'stack to preview on a local AWS, with the settings of Pulumi.<name>.yaml (default: dev)')
    .option('--state <file>', "saved state to check instead, as written by 'pulumi stack export'")
    .option('--config <file>', 'JSON config of the pack: levels and settings of its policies')
    .option('--out <folder>', 'folder for policy.json, policy.sarif and policy.md', 'out/policy')
    .option(...sharedOptions.json)
    .action((options) => loadStackModule(() => require('./policy') as typeof policy).checkStack(options));
  addExitCodes(policyCommand, { success: 'no mandatory findings', error: 'mandatory findings, or an error' });
}

/** Loads a module. Throws a UserError if a package is missing, as after `npm ci --omit=dev`. */
export function loadStackModule<Module>(load: () => Module): Module {
  try {
    return load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new UserError("development packages are missing: run 'npm ci' and 'npm run setup'");
  }
}

import type { Command } from 'commander';
import { port } from '../terminal/optionValues';
import type * as policy from './policy';
import type * as rehearse from './rehearse';

/** Adds the commands that deploy or judge a whole stack. */
export function stackCommands(program: Command): void {
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
}

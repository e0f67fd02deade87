import type { Command } from 'commander';
import { addExitCodes } from '../terminal/exitCodes';
import { parseWhole, sharedOptions } from '../terminal/options';
import type * as doctor from './runDoctor';

/** Adds the command `doctor`. Its module is loaded when it is called: it uses nine SDK clients. */
export function addDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .description('check the AWS account before the first update, and recommend an engine; changes nothing')
    .requiredOption('--stack <name>', 'stack to deploy; Pulumi.<name>.yaml is read if it exists')
    .option('--region <name>', "AWS region (default: the stack file's, else AWS_REGION)")
    .option('--endpoints <count>', "endpoints to monitor (default: the stack file's, else 1)", parseWhole(1, 10_000))
    .option('--trail-arn <arn>', "existing trail to use (default: the stack file's)")
    .option('--store <address>', 'store of the deployed stack, to check that the trail records it')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action((options) => (require('./runDoctor') as typeof doctor).runDoctor(options));
  addExitCodes(command, { success: 'no problems', findings: 'at least one problem' });
}

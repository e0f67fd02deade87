import { Command } from 'commander';
import { UserError } from '../contract/userError';
import { exitCodes } from './terminal/exitCodes';
import { printError } from './terminal/output';

type AddCommands = (program: Command) => void;

/**
 * What adds commands, by the first word that calls them, in the order of the help. A command loads only its own group: all
 * of them take twice as long.
 */
const groups: Readonly<Record<string, () => AddCommands>> = {
  init: () => (require('./init/initCommand') as typeof import('./init/initCommand')).addInitCommand,
  doctor: () => (require('./doctor/doctorCommand') as typeof import('./doctor/doctorCommand')).addDoctorCommand,
  rehearse: () => (require('./stack/stackCommands') as typeof import('./stack/stackCommands')).addRehearseCommand,
  policy: () => (require('./stack/stackCommands') as typeof import('./stack/stackCommands')).addPolicyCommand,
  baseline: () =>
    (require('./baseline/baselineCommands') as typeof import('./baseline/baselineCommands')).addBaselineCommands,
  profile: () => (require('./profile/profileCommand') as typeof import('./profile/profileCommand')).addProfileCommand,
  schema: () => (require('./schema/schemaCommands') as typeof import('./schema/schemaCommands')).addSchemaCommands,
  monitor: () =>
    (require('./monitor/monitorCommands') as typeof import('./monitor/monitorCommands')).addMonitorCommands,
  capture: () =>
    (require('./capture/captureCommands') as typeof import('./capture/captureCommands')).addCaptureCommands,
  incident: () =>
    (require('./incident/incidentCommands') as typeof import('./incident/incidentCommands')).addIncidentCommands,
  audit: () => (require('./audit/auditCommands') as typeof import('./audit/auditCommands')).addAuditCommands,
};

/**
 * Creates the command line with the group that the arguments call, otherwise with all its commands. Each call creates a
 * new one: commander keeps what it parsed.
 */
export function createProgram([called = '']: readonly string[] = []): Command {
  const program = new Command('model-observability')
    .description('monitoring, alarms and audit evidence for machine-learning endpoints')
    .showHelpAfterError('(run with --help to list options and arguments)');
  const group = Object.hasOwn(groups, called) ? groups[called] : undefined;
  for (const load of group ? [group] : Object.values(groups)) load()(program);
  return program;
}

/** Runs the command line. A UserError is printed without a stack trace and sets exit code 1. */
export async function runProgram(args: readonly string[], program = createProgram(args)): Promise<void> {
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    printError(`\n${error.message}`);
    process.exitCode = exitCodes.error;
  }
}

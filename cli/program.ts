import { Command } from 'commander';
import { UserError } from '../contract/userError';
import { addAuditCommands } from './audit/auditCommands';
import { addBaselineCommands } from './baseline/baselineCommands';
import { addCaptureCommands } from './capture/captureCommands';
import { addDoctorCommand } from './doctor/doctorCommand';
import { addIncidentCommands } from './incident/incidentCommands';
import { addInitCommand } from './init/initCommand';
import { addMonitorCommands } from './monitor/monitorCommands';
import { addProfileCommand } from './profile/profileCommand';
import { addSchemaCommands } from './schema/schemaCommands';
import { addStackCommands } from './stack/stackCommands';
import { exitCodes } from './terminal/exitCodes';
import { printError } from './terminal/output';

/** Creates the command line with all its commands. Each call creates a new one: commander keeps what it parsed. */
export function createProgram(): Command {
  const program = new Command('model-observability')
    .description('monitoring, alarms and audit evidence for machine-learning endpoints')
    .showHelpAfterError('(run with --help to list options and arguments)');
  addInitCommand(program);
  addDoctorCommand(program);
  addStackCommands(program);
  addBaselineCommands(program);
  addProfileCommand(program);
  addSchemaCommands(program);
  addMonitorCommands(program);
  addCaptureCommands(program);
  addIncidentCommands(program);
  addAuditCommands(program);
  return program;
}

/** Runs the command line. A UserError is printed without a stack trace and sets exit code 1. */
export async function runProgram(args: readonly string[], program = createProgram()): Promise<void> {
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    printError(`\n${error.message}`);
    process.exitCode = exitCodes.error;
  }
}

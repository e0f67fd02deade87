import { Command } from 'commander';
import { baselineCommands } from './commands/baselineCommands';
import { captureCommands } from './commands/captureCommands';
import { monitorCommands } from './commands/monitorCommands';
import { schemaCommands } from './commands/schemaCommands';
import { stackCommands } from './commands/stackCommands';

/** The command line with all its commands; each call makes a new one, as commander keeps what it parsed. */
export function makeProgram(): Command {
  const program = new Command('model-observability')
    .description('Monitoring, alarms and evidence for machine-learning endpoints')
    .showHelpAfterError('(add --help for what is allowed)');
  stackCommands(program);
  baselineCommands(program);
  schemaCommands(program);
  monitorCommands(program);
  captureCommands(program);
  return program;
}

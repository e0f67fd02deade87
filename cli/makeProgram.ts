import { Command } from 'commander';
import { baselineCommands } from './baseline/baselineCommands';
import { captureCommands } from './capture/captureCommands';
import { monitorCommands } from './monitor/monitorCommands';
import { schemaCommands } from './schema/schemaCommands';
import { stackCommands } from './stack/stackCommands';

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

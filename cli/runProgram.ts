import { UserError } from '../contract/userError';
import { makeProgram } from './makeProgram';
import { printError } from './terminal/print';

/** Runs the command line to its end. What its user did wrong is said in a sentence or two, with exit code 1. */
export async function runProgram(args: readonly string[], program = makeProgram()): Promise<void> {
  // Node's own end of life is the reader's business, not that of every command.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    printError(`\n${error.message}`);
    process.exitCode = 1;
  }
}

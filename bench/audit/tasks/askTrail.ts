import { runProgram } from '../../../cli/program';
import { measureTask } from '../../measure';

/** Runs an `audit` command on a trail of the benchmark. */
void measureTask(async ([trail = '', command = '', ...args]) => {
  await runProgram(['audit', command, ...args, '--trail', trail, '--from', '2026-10-01T00']);
  // The data has unexplained calls, which set another exit code.
  process.exitCode = 0;
});

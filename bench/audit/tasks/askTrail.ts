import { runProgram } from '../../../cli/program';
import { measureTask } from '../../measure';
import { mutedAlarm } from '../trailData';

/** Asks a trail a question through the command line. */
void measureTask(async ([question = '', trail = '']) => {
  const about = question === 'who' ? ['--alarm', mutedAlarm] : [];
  await runProgram(['audit', question, ...about, '--trail', trail, '--from', '2026-10-01T00']);
  // Unexplained calls are among the data.
  process.exitCode = 0;
});

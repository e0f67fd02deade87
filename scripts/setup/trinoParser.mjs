import { join } from 'node:path';
import { pythonEnvironment } from './pythonEnvironment.mjs';
import { cached, root, run, SetupError, tail } from './step.mjs';

const folder = join('tools', 'trino-parser');
const files = ['jars.txt', 'fetch_jars.py'].map((name) => join(folder, name));

/** Python with a Java runtime, for Trino's parser: the queries of Athena are written in Trino's SQL. */
export function javaEnvironment(step) {
  return pythonEnvironment(step, join(folder, 'requirements.txt'));
}

/** Downloads the parser's jars, which are pinned by hash. Returns their folder. */
export function trinoJars({ report }, python) {
  return cached('trino-jars', files, (target) => {
    report('downloading jars from Maven');
    const [jars, script] = files.map((file) => join(root, file));
    const download = run(python, [script, jars, target]);
    if (!download.ok) {
      throw new SetupError(
        `the jars of Trino's parser cannot be downloaded; check that Maven's central repository is reachable, or set MAVEN_REPOSITORY to the address of a mirror\n${tail(download.output)}`,
      );
    }
  });
}

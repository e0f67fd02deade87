import { join } from 'node:path';
import { cached, root, run, SetupError, tail } from './step.mjs';

const withMoto = join('tools', 'python', 'requirements.txt');

/** A virtual environment with what a file of pinned requirements lists: moto, the local AWS API server, unless told. */
export async function pythonEnvironment({ say }, requirements = withMoto) {
  const { value, note } = await cached('python', [requirements], (making) => {
    const version = run('python3', ['-c', 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])']);
    if (!version.ok) {
      throw new SetupError(
        `Python 3 with venv is needed; install it (on Debian: apt-get install python3 python3-venv)\n${tail(version.output)}`,
      );
    }
    say('venv and pip install');
    // The environment is moved into its place afterwards: only its python is called, never its scripts, which name their folder.
    const made = run('python3', ['-m', 'venv', making]);
    if (!made.ok) throw new SetupError(`python3 -m venv failed\n${tail(made.output)}`);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', join(root, requirements)];
    const installed = run(join(making, 'bin', 'python'), pip);
    if (!installed.ok)
      throw new SetupError(`pip install failed; is the Python registry reachable?\n${tail(installed.output)}`);
  });
  return { value: join(value, 'bin', 'python'), note };
}

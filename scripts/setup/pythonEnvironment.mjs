import { join } from 'node:path';
import { cached, root, run, SetupError, tail } from './step.mjs';

const motoRequirements = join('tools', 'python', 'requirements.txt');

/** Creates a virtual environment with pinned packages (default: moto, the local AWS API). Returns its Python. */
export async function pythonEnvironment({ report }, requirements = motoRequirements) {
  const { value, note } = await cached('python', [requirements], (target) => {
    const version = run('python3', ['-c', 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])']);
    if (!version.ok) {
      throw new SetupError(
        `Python 3 with venv is required; install it (on Debian: apt-get install python3 python3-venv)\n${tail(version.output)}`,
      );
    }
    report('venv and pip install');
    // The environment is moved afterwards: only its python works then, its scripts name the folder they were made in.
    const creation = run('python3', ['-m', 'venv', target]);
    if (!creation.ok) throw new SetupError(`python3 -m venv failed\n${tail(creation.output)}`);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', join(root, requirements)];
    const installation = run(join(target, 'bin', 'python'), pip);
    if (!installation.ok) {
      throw new SetupError(`pip install failed; check that PyPI is reachable\n${tail(installation.output)}`);
    }
  });
  return { value: join(value, 'bin', 'python'), note };
}

import { join } from 'node:path';
import { cached, root, run, SetupError, tail } from './step.mjs';

/** Builds a Go program from the modules that `tools/<tool>/go.sum` pins; answers the folder that holds it. */
export function goProgram({ say }, { tool, packagePath, program, minutes, ldflags = '-s -w' }) {
  const folder = join('tools', tool);
  return cached(tool, [join(folder, 'go.mod'), join(folder, 'go.sum')], (making) => {
    if (!run('go', ['version']).ok) {
      throw new SetupError(
        `Go is needed to build ${program}; install Go 1.21 or newer (it fetches the version it needs)`,
      );
    }
    say(`building ${program} from Go modules, about ${minutes} min the first time`);
    const args = ['build', '-mod=readonly', '-trimpath', '-ldflags', ldflags, '-o', join(making, program), packagePath];
    const built = run('go', args, { cwd: join(root, folder) });
    if (!built.ok)
      throw new SetupError(`go build of ${program} failed; is the Go module proxy reachable?\n${tail(built.output)}`);
  });
}

import { join } from 'node:path';
import { cached, root, run, runLong, SetupError, tail } from './step.mjs';

/** Builds a Go program from the modules that `tools/<tool>/go.sum` pins; answers the folder that holds it. */
export function goProgram({ say }, { tool, packagePath, program, minutes, ldflags = '-s -w' }) {
  const folder = join('tools', tool);
  return cached(tool, [join(folder, 'go.mod'), join(folder, 'go.sum')], async (making) => {
    if (!run('go', ['version']).ok) {
      throw new SetupError(
        `Go is needed to build ${program}; install Go 1.21 or newer (it fetches the version it needs)`,
      );
    }
    say(`building ${program} from Go modules, about ${minutes} min the first time`);
    const args = [
      'build',
      '-v',
      '-mod=readonly',
      '-trimpath',
      '-ldflags',
      ldflags,
      '-o',
      join(making, program),
      packagePath,
    ];
    let packages = 0;
    const built = await runLong('go', args, {
      cwd: join(root, folder),
      say,
      count: () => {
        packages += 1;
        return `${packages} packages`;
      },
    });
    if (!built.ok)
      throw new SetupError(`go build of ${program} failed; is the Go module proxy reachable?\n${tail(built.output)}`);
  });
}

import { join } from 'node:path';
import { cached, root, run, runLong, SetupError, tail } from './step.mjs';

/** Builds a Go program from the modules pinned in `tools/<tool>/go.sum`. Returns the folder that holds it. */
export function goProgram({ report }, { tool, packagePath, program, minutes, ldflags = '-s -w' }) {
  const folder = join('tools', tool);
  return cached(tool, [join(folder, 'go.mod'), join(folder, 'go.sum')], async (target) => {
    if (!run('go', ['version']).ok) {
      throw new SetupError(
        `Go is required to build ${program}; install Go 1.21 or newer (it downloads the toolchain it needs)`,
      );
    }
    report(`building ${program} from Go modules, about ${minutes} min the first time`);
    const args = [
      'build',
      '-v',
      '-mod=readonly',
      '-trimpath',
      '-ldflags',
      ldflags,
      '-o',
      join(target, program),
      packagePath,
    ];
    let packages = 0;
    const build = await runLong('go', args, {
      cwd: join(root, folder),
      report,
      onLine: () => {
        packages += 1;
        return `${packages} packages`;
      },
    });
    if (!build.ok) {
      throw new SetupError(
        `go build of ${program} failed; check that the Go module proxy is reachable\n${tail(build.output)}`,
      );
    }
  });
}

/**
 * Builds the Node language host, with which the CLI itself runs the program (`pulumi preview` of dev and prod in the
 * tests). 3.66.0 is the newest version that builds from a Go module alone; it runs programs, not policy packs.
 */
export function languageHost(step) {
  return goProgram(step, {
    tool: 'language-host',
    packagePath: 'github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs',
    program: 'pulumi-language-nodejs',
    minutes: 1,
  });
}

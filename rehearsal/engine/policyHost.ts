import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The name under which the engine looks for whatever runs packs with `runtime: nodejs`, when PATH has no language host. */
const executableName = 'pulumi-analyzer-policy-nodejs';

/**
 * Puts the executable that starts a policy pack into a folder, and answers with its path. There are two ways to use it:
 * - the folder goes on the PATH of an engine that has no language host there: the engine starts the executable in the
 *   folder of whichever pack it is told to run;
 * - with `packFolder` the executable runs that pack wherever it is started, so that its path stands in for the pack's
 *   folder (`--policy-pack <path>`), whatever language host there is.
 *
 * The engine reads the port of the pack's server from the first line that the executable prints. The pack is bundled in
 * memory and not loaded through `@pulumi/pulumi/cmd/run-policy-pack`, which type-checks it at every start: 0.6 s
 * instead of 2.1 s before the first answer.
 */
export async function installPolicyHost(binFolder: string, packFolder?: string): Promise<string> {
  const path = join(binFolder, executableName);
  await mkdir(binFolder, { recursive: true });
  await writeFile(path, hostScript(createRequire(__filename).resolve('esbuild'), packFolder));
  await chmod(path, 0o755);
  return path;
}

/** JavaScript that stands alone: the folder that it is written to has no modules. */
function hostScript(esbuildPath: string, packFolder: string | undefined): string {
  return `#!${process.execPath}
const { existsSync, readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');

${packFolder === undefined ? '' : `process.chdir(${JSON.stringify(packFolder)});\n`}const folder = process.cwd();
const { main = 'index.ts' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const entry = join(folder, main);
if (!existsSync(entry)) {
  console.error('The policy pack ' + folder + " has no file '" + main + "': correct main in its package.json.");
  process.exit(1);
}
const [bundle] = require(${JSON.stringify(esbuildPath)}).buildSync({
  entryPoints: [entry],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  packages: 'external',
  sourcemap: 'inline',
  write: false,
}).outputFiles;
// The bundle takes the entry's place, so that its imports are found from the pack's folder.
const loaded = new Module(entry);
loaded.filename = entry;
loaded.paths = Module._nodeModulePaths(folder);
loaded._compile(bundle.text, entry);
`;
}

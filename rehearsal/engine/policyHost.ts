import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The name under which the engine looks for whatever runs packs with `runtime: nodejs`, when PATH has no language host. */
const executableName = 'pulumi-analyzer-policy-nodejs';

/**
 * Puts the executable that starts a policy pack into a folder; the folder goes on the PATH of the engine. The engine
 * runs it in the pack's folder and reads the port of the pack's server from the first line that it prints.
 *
 * The pack is bundled in memory and not loaded through `@pulumi/pulumi/cmd/run-policy-pack`, which type-checks it at
 * every start: 0.6 s instead of 2.1 s before the first answer.
 */
export async function installPolicyHost(binFolder: string): Promise<void> {
  const path = join(binFolder, executableName);
  await mkdir(binFolder, { recursive: true });
  await writeFile(path, hostScript(createRequire(__filename).resolve('esbuild')));
  await chmod(path, 0o755);
}

/** JavaScript that stands alone: the folder that it is written to has no modules. */
function hostScript(esbuildPath: string): string {
  return `#!${process.execPath}
const { existsSync, readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');

const folder = process.cwd();
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

import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Executable that the engine runs packs of `runtime: nodejs` with, when PATH has no language host. */
const executableName = 'pulumi-analyzer-policy-nodejs';

/**
 * Writes the executable that starts a policy pack into a folder, and returns its path. Two uses:
 * - The folder is on the PATH of an engine without a language host: the engine starts the executable in the folder of the
 *   pack that it runs.
 * - With `packFolder`, the executable runs that pack from anywhere. Its path replaces the pack's folder
 *   (`--policy-pack <path>`), even if there is a language host. The first start bundles the pack for the others.
 *
 * The engine reads the port of the pack's server from the first line of output. The pack is bundled, because
 * `@pulumi/pulumi/cmd/run-policy-pack` type-checks it at every start (2.1 s instead of 0.6 s to the first response).
 */
export async function installPolicyHost(binFolder: string, packFolder?: string): Promise<string> {
  const path = join(binFolder, executableName);
  await mkdir(binFolder, { recursive: true });
  await writeFile(path, hostScript(createRequire(__filename).resolve('esbuild'), packFolder));
  await chmod(path, 0o755);
  return path;
}

/** JavaScript without dependencies: the folder that it is written to has no modules. */
function hostScript(esbuildPath: string, packFolder: string | undefined): string {
  return `#!${process.execPath}
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');

${packFolder === undefined ? '' : `process.chdir(${JSON.stringify(packFolder)});\n`}const folder = process.cwd();
const { main = 'index.ts' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const entry = join(folder, main);
if (!existsSync(entry)) {
  console.error('policy pack ' + folder + ": file '" + main + "' not found; correct 'main' in its package.json");
  process.exit(1);
}
function bundlePack() {
  return require(${JSON.stringify(esbuildPath)}).buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    sourcemap: 'inline',
    write: false,
  }).outputFiles[0].text;
}
${packFolder === undefined ? 'const text = bundlePack();' : keepBundle}
// Half of what Pulumi's SDK loads, for functions that are written in a program itself.
const ofSdk = Module.createRequire(Module.createRequire(entry).resolve('@pulumi/pulumi'));
const arborist = ofSdk.resolve('@npmcli/arborist');
require.cache[arborist] = Object.assign(new Module(arborist), { filename: arborist, loaded: true, exports: {} });
// The bundle has the entry's path, so that its imports resolve from the pack's folder.
const loaded = new Module(entry);
loaded.filename = entry;
loaded.paths = Module._nodeModulePaths(folder);
loaded._compile(text, entry);
`;
}

/** Keeps the bundle beside the executable. Two starts at the same time may both write it. */
const keepBundle = `
const kept = join(__dirname, 'bundle.js');
if (!existsSync(kept)) {
  writeFileSync(kept + process.pid, bundlePack());
  renameSync(kept + process.pid, kept);
}
const text = readFileSync(kept, 'utf8');`;

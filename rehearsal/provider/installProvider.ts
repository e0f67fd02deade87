import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { providerBundle } from './providerBundle';

const requireFrom = createRequire(__filename);

/** Version of `@pulumi/aws` in the program; the engine requires a plugin of the same version. */
async function readPackageVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(requireFrom.resolve('@pulumi/aws/package.json'), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

/**
 * Installs the rehearsal's `aws` provider as a plugin in `<pulumiHome>/plugins/resource-aws-v<version>/`. It is bundled
 * into one file, because the engine starts the plugin again for every operation.
 */
export async function installProvider(pulumiHome: string): Promise<void> {
  const version = await readPackageVersion();
  const folder = path.join(pulumiHome, 'plugins', `resource-aws-v${version}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'provider.js'), await providerBundle(version));
  await writeFile(path.join(folder, 'PulumiPlugin.yaml'), 'runtime: nodejs\n');
  // The program that starts the engine prints Node's warnings already.
  const start = `#!/bin/sh\nexec "${process.execPath}" --no-warnings "$(dirname "$0")/provider.js" "$@"\n`;
  await writeFile(path.join(folder, 'pulumi-resource-aws'), start, { mode: 0o755 });
}

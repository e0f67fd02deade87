import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached, root, run } from './step.mjs';

const folder = join('tools', 'node22');
const files = ['package.json', 'package-lock.json'].map((name) => join(folder, name));

/**
 * Returns the Node of the Lambda runtime nodejs22.x, for the tests of the function bundles: the one named by
 * REHEARSAL_NODE22, this process's own if it is a Node 22, else one from the npm registry. Empty where the registry has none for this platform.
 */
export async function node22({ report }) {
  const ownNode = process.env.REHEARSAL_NODE22;
  if (ownNode) return { value: ownNode, note: ownNode };
  if (process.versions.node.startsWith('22.')) return { value: process.execPath, note: process.execPath };
  const program = join('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  const { value, note } = await cached('node22', files, (target) => {
    report('npm ci');
    for (const file of files) copyFileSync(join(root, file), join(target, file.slice(folder.length + 1)));
    run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: target });
  });
  const path = join(value, program);
  return existsSync(path) ? { value: path, note } : { value: '', note: `no Node 22 for ${process.platform}` };
}

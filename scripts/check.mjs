/** Runs every script `check:...` of package.json, as many at a time as there are cores. Prints the output of each as it ends. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from './setup/step.mjs';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const waiting = Object.keys(scripts).filter((name) => name.startsWith('check:'));
const failed = [];

/** Runs the checks that no other runner has begun. */
async function runChecks() {
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    const child = spawn('npm', ['run', '--silent', name], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise((resolve) => child.on('close', resolve));
    const output = await Promise.all([text(child.stdout), text(child.stderr)]);
    if ((await ended) !== 0) failed.push(name);
    console.log(`\n${name}\n${output.join('').trimEnd()}`);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, runChecks));
if (failed.length > 0) {
  console.error(`\nfailed: ${failed.join(', ')}`);
  process.exit(1);
}

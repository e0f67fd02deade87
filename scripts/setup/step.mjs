import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** An error that the user can fix: shown as its message, without a stack trace. */
export class SetupError extends Error {}

/** Runs one step of the set-up and prints its result and duration. Returns the step's value. */
export async function step(title, run) {
  const start = Date.now();
  process.stdout.write(`set-up: ${title} ... `);
  const { value, note } = await run({ report: (text) => process.stdout.write(`${text} ... `) });
  console.log(`${note} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  return value;
}

/** Runs a program to its end. Its output is returned, not shown. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (result.error) return { ok: false, output: result.error.message };
  return {
    ok: result.status === 0,
    output: `${result.stdout ?? ''}${result.stderr ?? ''}`.trim(),
    stdout: result.stdout ?? '',
  };
}

/** Runs a program that takes minutes. `onLine` returns the progress after each line of output, shown every ten seconds. */
export async function runLong(command, args, { report, onLine, ...options }) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  let progress = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-100_000);
      for (const line of text.split('\n').filter(Boolean)) progress = onLine(line);
    });
  }
  const ticker = setInterval(() => report(progress), 10_000);
  const status = await new Promise((resolve) => {
    child.on('error', (error) => {
      output += error.message;
      resolve(1);
    });
    child.on('close', resolve);
  });
  clearInterval(ticker);
  return { ok: status === 0, output: output.trim() };
}

/** Returns the last lines of a failed program's output. */
export function tail(output) {
  return output.split('\n').slice(-12).join('\n');
}

/**
 * Returns a folder of the user's cache, named after the content of `keyFiles`. `fill(folder)` creates its content once,
 * in a temporary folder that is renamed at the end, so that an interrupted set-up leaves no partial folder.
 */
export async function cached(name, keyFiles, fill) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of keyFiles) hash.update(readFileSync(join(root, file)));
  const base = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'model-observability');
  const folder = join(base, `${name}-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) return { value: folder, note: 'cached' };
  const temporary = `${folder}.${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  try {
    await fill(temporary);
    if (existsSync(folder)) rmSync(temporary, { recursive: true, force: true });
    else renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
  return { value: folder, note: 'created' };
}

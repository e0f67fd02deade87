import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A mistake or a lack that its reader can mend: shown as one sentence, without a stack trace. */
export class SetupError extends Error {}

/** Runs one step and says how long it took; a step that found its work done stays quick. */
export async function step(title, run) {
  const start = Date.now();
  process.stdout.write(`set-up: ${title} ... `);
  const { value, note } = await run({ say: (text) => process.stdout.write(`${text} ... `) });
  console.log(`${note} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  return value;
}

/** Runs a program to its end; its output is shown only when it fails. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (done.error) return { ok: false, output: done.error.message };
  return {
    ok: done.status === 0,
    output: `${done.stdout ?? ''}${done.stderr ?? ''}`.trim(),
    stdout: done.stdout ?? '',
  };
}

/**
 * Runs a program that takes minutes. `count` sees each line of its output and answers how far it is; that is shown every
 * ten seconds, so that nobody takes the wait for a hang.
 */
export async function runLong(command, args, { say, count, ...options }) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  let progress = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-100_000);
      for (const line of text.split('\n').filter(Boolean)) progress = count(line);
    });
  }
  const ticker = setInterval(() => say(progress), 10_000);
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

/** The last lines of a failed program's output. */
export function tail(output) {
  return output.split('\n').slice(-12).join('\n');
}

/**
 * A folder of the user's cache that holds one version of one thing. `make(folder)` fills it when it isn't there yet;
 * it is filled beside its place and moved there whole, so that a killed set-up leaves nothing half done.
 */
export async function cached(name, keyFiles, make) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of keyFiles) hash.update(readFileSync(join(root, file)));
  const base = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'model-observability');
  const folder = join(base, `${name}-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) return { value: folder, note: 'cached' };
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  try {
    await make(making);
    if (existsSync(folder)) rmSync(making, { recursive: true, force: true });
    else renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
  return { value: folder, note: 'made' };
}

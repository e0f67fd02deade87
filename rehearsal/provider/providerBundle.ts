import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = path.resolve(__dirname, '..', '..');
const cache = path.join(root, '.cache');

/** A bundle that was made before, with the hash of each file that it was made from. */
interface CachedBundle {
  readonly version: string;
  /** Hashes by path, relative to the repository. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * The rehearsal's `aws` provider in one file. Bundling it takes seconds, so it is kept in `.cache/` until a source file or
 * the lock file of the packages changes.
 */
export async function providerBundle(version: string): Promise<string> {
  const file = path.join(cache, 'provider.json');
  const cached = await readCached(file);
  if (cached?.version === version && (await isCurrent(cached.inputs))) return cached.text;
  const made = await makeBundle(version);
  const unfinished = `${file}.${process.pid}`;
  await mkdir(cache, { recursive: true });
  await writeFile(unfinished, JSON.stringify(made));
  await rename(unfinished, file);
  return made.text;
}

async function readCached(file: string): Promise<CachedBundle | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as CachedBundle;
  } catch {
    return undefined;
  }
}

async function isCurrent(inputs: CachedBundle['inputs']): Promise<boolean> {
  const checks = Object.entries(inputs).map(async ([name, hash]) => (await hashOf(name)) === hash);
  return (await Promise.all(checks)).every(Boolean);
}

/** Undefined for a file that no longer exists. */
async function hashOf(name: string): Promise<string | undefined> {
  const text = await readFile(path.join(root, name)).catch(() => undefined);
  return text && createHash('sha256').update(text).digest('hex');
}

async function makeBundle(version: string): Promise<CachedBundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [path.join(__dirname, 'main.ts')],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // With the SDK's ES modules the bundle has only the commands in use.
    mainFields: ['module', 'main'],
    external: ['typescript', 'ts-node'],
    plugins: [withoutArborist],
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'error',
    define: { 'process.env.REHEARSAL_PROVIDER_VERSION': JSON.stringify(version) },
  });
  const sources = Object.keys(metafile.inputs).filter((name) => /^(?!.*node_modules)[\w./-]+$/.test(name));
  const hashes = await Promise.all(
    ['package-lock.json', ...sources].map(async (name) => [name, (await hashOf(name)) ?? ''] as const),
  );
  return { version, inputs: Object.fromEntries(hashes), text: outputFiles[0]?.text ?? '' };
}

/** Pulumi's SDK asks npm's Arborist for the packages of functions that are written in a program itself; a provider has none. */
const withoutArborist: Plugin = {
  name: 'without-arborist',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@npmcli\/arborist$/ }, ({ path: name }) => ({ path: name, namespace: 'without-arborist' }));
    onLoad({ filter: /./, namespace: 'without-arborist' }, () => ({ contents: 'module.exports = {};' }));
  },
};

import { readdir, readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Zippable, zipSync } from 'fflate';
import type { WireAsset } from './wire';

/** The earliest time in a ZIP archive. A fixed time gives equal contents equal archives. */
const mtime = new Date(1980, 0, 1);

/** A Lambda function's code as a ZIP archive; equal contents have equal bytes. */
export async function zipArchive(archive: WireAsset): Promise<Uint8Array> {
  if (archive.assets) {
    const files: Record<string, Uint8Array> = {};
    await addAssets(files, '', archive.assets);
    return zipFiles(files);
  }
  const location = assetPath(archive);
  if ((await stat(location)).isDirectory()) {
    const files: Record<string, Uint8Array> = {};
    await addFolder(files, '', location);
    return zipFiles(files);
  }
  return readFile(location);
}

function zipFiles(files: Record<string, Uint8Array>): Uint8Array {
  const entries: Zippable = {};
  for (const name of Object.keys(files).sort()) {
    const bytes = files[name];
    if (bytes) entries[name] = [bytes, { mtime, os: 3, attrs: 0o644 << 16 }];
  }
  return zipSync(entries);
}

function assetPath({ path: location, uri }: WireAsset): string {
  if (location) return location;
  if (uri?.startsWith('file:')) return fileURLToPath(uri);
  throw new Error(`unsupported code asset '${uri ?? ''}': use a text, a path or a file: URI`);
}

async function addAssets(
  files: Record<string, Uint8Array>,
  folder: string,
  assets: Readonly<Record<string, WireAsset>>,
): Promise<void> {
  for (const [name, asset] of Object.entries(assets)) {
    const inside = path.posix.join(folder, name);
    if (asset.assets) await addAssets(files, inside, asset.assets);
    else if (asset.text !== undefined) files[inside] = Buffer.from(asset.text);
    else if ((await stat(assetPath(asset))).isDirectory()) await addFolder(files, inside, assetPath(asset));
    else files[inside] = await readFile(assetPath(asset));
  }
}

async function addFolder(files: Record<string, Uint8Array>, folder: string, location: string): Promise<void> {
  for (const entry of await readdir(location, { withFileTypes: true })) {
    const inside = path.posix.join(folder, entry.name);
    const file = path.join(location, entry.name);
    if (entry.isDirectory()) await addFolder(files, inside, file);
    else files[inside] = await readFile(file);
  }
}

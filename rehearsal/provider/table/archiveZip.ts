import { readdir, readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Zippable, zipSync } from 'fflate';
import type { WireAsset } from './wire';

/** ZIP knows no time before 1980; a fixed one makes equal contents into equal archives. */
const mtime = new Date(1980, 0, 1);

/** A Lambda function's code as ZIP bytes: the same bytes for the same contents. */
export async function archiveZip(archive: WireAsset): Promise<Uint8Array> {
  if (archive.assets) {
    const files: Record<string, Uint8Array> = {};
    await addAssets(files, '', archive.assets);
    return zipped(files);
  }
  const location = pathOf(archive);
  if ((await stat(location)).isDirectory()) {
    const files: Record<string, Uint8Array> = {};
    await addFolder(files, '', location);
    return zipped(files);
  }
  return readFile(location);
}

function zipped(files: Record<string, Uint8Array>): Uint8Array {
  const entries: Zippable = {};
  for (const name of Object.keys(files).sort()) {
    const bytes = files[name];
    if (bytes) entries[name] = [bytes, { mtime, os: 3, attrs: 0o644 << 16 }];
  }
  return zipSync(entries);
}

function pathOf({ path: given, uri }: WireAsset): string {
  if (given) return given;
  if (uri?.startsWith('file:')) return fileURLToPath(uri);
  throw new Error(`code is taken from a text, a path or a file: address; '${uri ?? ''}' is none of them`);
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
    else if ((await stat(pathOf(asset))).isDirectory()) await addFolder(files, inside, pathOf(asset));
    else files[inside] = await readFile(pathOf(asset));
  }
}

async function addFolder(files: Record<string, Uint8Array>, folder: string, location: string): Promise<void> {
  for (const entry of await readdir(location, { withFileTypes: true })) {
    const inside = path.posix.join(folder, entry.name);
    const found = path.join(location, entry.name);
    if (entry.isDirectory()) await addFolder(files, inside, found);
    else files[inside] = await readFile(found);
  }
}

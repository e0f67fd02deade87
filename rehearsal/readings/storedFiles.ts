import { createHash } from 'node:crypto';
import type { BaselineManifest } from '../../contract/baselineManifest';
import { type BaselineFile, baselineFiles, baselineKey } from '../../contract/storeLayout';
import { manifestText } from '../../quality/baseline/manifest';
import type { ObjectStore } from '../../store/objectStore';

/** A baseline's file as it lies in the store. */
export interface StoredFile {
  readonly name: BaselineFile;
  /** The version that S3 gave it; `null` where it gave none. */
  readonly versionId: string;
  /** Whether it is what the manifest says. */
  readonly hashMatches: boolean;
}

/** Reads a baseline's files back, and compares each with the manifest. */
export async function storedFiles(store: ObjectStore, manifest: BaselineManifest): Promise<StoredFile[]> {
  const hash = (body: string | Uint8Array) => createHash('sha256').update(body).digest('hex');
  const expected: Readonly<Record<string, string>> = {
    ...manifest.sha256,
    'manifest.json': hash(manifestText(manifest)),
  };
  return Promise.all(
    baselineFiles.map(async (name) => {
      const { body = '', versionId = 'null' } = (await store.read(baselineKey(manifest, manifest.id, name))) ?? {};
      return { name, versionId, hashMatches: hash(body) === expected[name] };
    }),
  );
}

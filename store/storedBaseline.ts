import { createHash } from 'node:crypto';
import type { BaselineManifest } from '../contract/baselineManifest';
import type { CaptureSchema } from '../contract/captureSchema';
import { type BaselineFile, baselineFiles, baselineKey, baselinePrefix, type SchemaRef } from '../contract/storeLayout';
import { UserError } from '../contract/userError';
import { approveManifest, manifestText } from '../quality/baseline/manifest';
import { type OpenBaseline, openBaseline } from '../quality/baseline/openBaseline';
import type { ObjectStore } from './objectStore';
import { registerSchema } from './schemaRegistry';

/** A baseline's three files, as texts. */
export type BaselineTexts = Readonly<Record<BaselineFile, string>>;

/** Reads the baseline right below a prefix. Throws a UserError that names the missing or changed file and its version. */
export async function readBaseline(store: ObjectStore, prefix: string): Promise<OpenBaseline> {
  const address = [store.address, prefix].filter(Boolean).join('/');
  const texts: Partial<Record<BaselineFile, string>> = {};
  const versionIds: Partial<Record<BaselineFile, string>> = {};
  for (const file of baselineFiles) {
    const object = await store.read(prefix ? `${prefix}/${file}` : file);
    if (!object && file === 'manifest.json' && (await hasImportableFiles(store, prefix))) {
      throw new UserError(
        `${address}/manifest.json: file not found; take over a baseline that Model Monitor made with 'baseline import ${address}'`,
      );
    }
    if (!object) throw new UserError(`${address}/${file}: file not found`);
    texts[file] = new TextDecoder().decode(object.body);
    versionIds[file] = object.versionId;
  }
  try {
    return openBaseline(texts as BaselineTexts, versionIds);
  } catch (error) {
    throw new UserError(`${address}: invalid baseline: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function hasImportableFiles(store: ObjectStore, prefix: string): Promise<boolean> {
  const files = ['statistics.json', 'constraints.json'].map((file) => store.read(prefix ? `${prefix}/${file}` : file));
  return (await Promise.all(files)).every((object) => object !== undefined);
}

/** Reads an endpoint's baseline by its id, of any schema version. */
export async function readBaselineById(store: ObjectStore, endpoint: string, id: string): Promise<OpenBaseline> {
  const manifests = await manifestKeys(store, endpoint);
  const key = manifests.find((candidate) => candidate.endsWith(`/${id}/manifest.json`));
  if (key) return readBaseline(store, key.slice(0, -'/manifest.json'.length));
  const ids = manifests.map((manifest) => manifest.split('/').at(-2));
  const known = ids.length > 0 ? `existing baselines: ${ids.join(', ')}` : 'the endpoint has no baselines';
  throw new UserError(`${store.address}: no baseline ${id} of ${endpoint}; ${known}`);
}

/** The manifests of an endpoint's baselines, oldest first. Throws a UserError for an invalid baseline. */
export async function storedManifests(store: ObjectStore, endpoint: string): Promise<BaselineManifest[]> {
  const manifests: BaselineManifest[] = [];
  for (const key of await manifestKeys(store, endpoint)) {
    manifests.push((await readBaseline(store, key.slice(0, -'/manifest.json'.length))).manifest);
  }
  const order = ({ derivedAt, id }: BaselineManifest) => `${derivedAt} ${id}`;
  return manifests.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

async function manifestKeys(store: ObjectStore, endpoint: string): Promise<string[]> {
  const below = baselinePrefix({ endpoint, schema: '' }, '').slice(0, -'schema=/'.length);
  const keys = (await store.list(below)).map(({ key }) => key);
  return keys.filter((key) => /^schema=[^/]+\/[^/]+\/manifest\.json$/.test(key.slice(below.length)));
}

export interface Approval {
  /** The approver's ARN. */
  readonly by: string;
  readonly why: string;
  readonly at: Date;
  /** Whether author and approver must be two people. */
  readonly fourEyes: boolean;
}

/** The result of an approval. */
export interface StoredApproval {
  /** As it is stored. */
  readonly manifest: BaselineManifest;
  /** False if the same content was approved before. */
  readonly written: boolean;
  /** Whether this call registered the baseline's schema. */
  readonly schemaWritten: boolean;
}

/**
 * Approves a derived baseline and writes it to the store. Nothing is ever overwritten. The baseline's schema must match the
 * registered one; it is registered if its version is not. The manifest is written last and marks the baseline as complete,
 * so an interrupted upload can be repeated.
 */
export async function storeApprovedBaseline(
  store: ObjectStore,
  texts: BaselineTexts,
  approval: Approval,
): Promise<StoredApproval> {
  const { manifest: derived } = openBaseline(texts);
  refuseInvalidApproval(derived, approval);
  const { written: schemaWritten } = await registerSchema(store, derived.endpoint, schemaOf(derived));
  const key = (file: BaselineFile) => baselineKey(derived as SchemaRef, derived.id, file);
  const manifest = approveManifest(derived, approval);
  for (const file of baselineFiles) {
    const text = file === 'manifest.json' ? manifestText(manifest) : texts[file];
    if (await store.create(key(file), text)) continue;
    if (file === 'manifest.json') {
      return { manifest: await readSameManifest(store, derived), written: false, schemaWritten };
    }
    const existing = await store.read(key(file));
    if (existing && sha256(existing.body) === derived.sha256[file]) continue;
    throw contentConflict(store, derived, file, existing?.versionId);
  }
  return { manifest, written: true, schemaWritten };
}

function schemaOf({ id, schema: version, captureSchema }: BaselineManifest): CaptureSchema {
  if (captureSchema) {
    const { fingerprint: _, ...content } = captureSchema;
    return { version, ...content };
  }
  throw new UserError(
    `baseline ${id}: its manifest lacks the columns of schema ${version} because an older version of this program derived it; derive and approve a new baseline`,
  );
}

function refuseInvalidApproval(derived: BaselineManifest, { by, why, fourEyes }: Approval): void {
  if (why.trim() === '') throw new UserError('--why is empty: give the reason for the approval');
  if (derived.approval) {
    throw new UserError(
      `baseline ${derived.id} is already approved by ${derived.approval.by}; approve the folder that 'baseline derive' wrote`,
    );
  }
  if (fourEyes && by === derived.derivedBy) {
    throw new UserError(
      `${by} is the author of baseline ${derived.id}: --four-eyes requires a second person to approve it`,
    );
  }
}

/** The stored manifest, which must have the same hashes. */
async function readSameManifest(store: ObjectStore, derived: BaselineManifest): Promise<BaselineManifest> {
  const { manifest } = await readBaseline(store, baselinePrefix(derived, derived.id));
  const isSame = JSON.stringify(manifest.sha256) === JSON.stringify(derived.sha256);
  if (!isSame) throw contentConflict(store, derived, 'manifest.json', undefined);
  if (manifest.approval) return manifest;
  throw new UserError(
    `${store.address}: baseline ${derived.id} exists without an approval, and baselines are never overwritten; derive it again on another day and approve that one`,
  );
}

function contentConflict(
  store: ObjectStore,
  { id }: BaselineManifest,
  file: BaselineFile,
  versionId?: string,
): UserError {
  const version = versionId === undefined ? '' : ` (version ${versionId})`;
  return new UserError(
    `${store.address}: baseline ${id} exists with a different ${file}${version}, and baselines are never overwritten; derive it again and approve that one`,
  );
}

const sha256 = (body: Uint8Array) => createHash('sha256').update(body).digest('hex');

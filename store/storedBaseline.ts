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

/** Reads the baseline whose files lie right below a prefix; a UserError names the file that is refused, and its version. */
export async function readBaseline(store: ObjectStore, prefix: string): Promise<OpenBaseline> {
  const place = [store.address, prefix].filter(Boolean).join('/');
  const texts: Partial<Record<BaselineFile, string>> = {};
  const versionIds: Partial<Record<BaselineFile, string>> = {};
  for (const file of baselineFiles) {
    const found = await store.read(prefix ? `${prefix}/${file}` : file);
    if (!found) throw new UserError(`${place}/${file}: cannot be read: there is no such file`);
    texts[file] = new TextDecoder().decode(found.body);
    if (found.versionId !== undefined) versionIds[file] = found.versionId;
  }
  try {
    return openBaseline(texts as BaselineTexts, versionIds);
  } catch (error) {
    throw new UserError(`${place}: the baseline is refused: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Reads an endpoint's baseline by its id, whatever its schema's version. */
export async function readBaselineById(store: ObjectStore, endpoint: string, id: string): Promise<OpenBaseline> {
  const manifests = await manifestKeys(store, endpoint);
  const key = manifests.find((each) => each.endsWith(`/${id}/manifest.json`));
  if (key) return readBaseline(store, key.slice(0, -'/manifest.json'.length));
  const ids = manifests.map((each) => each.split('/').at(-2));
  const known = ids.length > 0 ? `it has ${ids.join(', ')}` : 'it has none of this endpoint';
  throw new UserError(`${store.address}: no baseline ${id} of ${endpoint}; ${known}`);
}

/** The manifests of an endpoint's baselines, the oldest first. Those that can't be opened are refused, as ever. */
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
  /** Whether approver and deriver must be two. */
  readonly fourEyes: boolean;
}

/** What became of an approval. */
export interface StoredApproval {
  /** As it is in the store. */
  readonly manifest: BaselineManifest;
  /** Whether this call wrote it; false where the same content was approved before. */
  readonly written: boolean;
  /** Whether this call registered the baseline's schema, which nobody had before. */
  readonly schemaWritten: boolean;
}

/**
 * Approves a derived baseline and puts it into the store, where nothing is ever overwritten. Its schema must be the
 * registered one, and is registered where there is none of its version. The manifest comes last: it stands for a baseline
 * that is whole, so an upload that broke off can be repeated.
 */
export async function storeApproved(
  store: ObjectStore,
  texts: BaselineTexts,
  approval: Approval,
): Promise<StoredApproval> {
  const { manifest: derived } = openBaseline(texts);
  refuseApproval(derived, approval);
  const { written: schemaWritten } = await registerSchema(store, derived.endpoint, schemaOf(derived));
  const key = (file: BaselineFile) => baselineKey(derived as SchemaRef, derived.id, file);
  const manifest = approveManifest(derived, approval);
  for (const file of baselineFiles) {
    const text = file === 'manifest.json' ? manifestText(manifest) : texts[file];
    if (await store.create(key(file), text)) continue;
    if (file === 'manifest.json') {
      return { manifest: await sameManifest(store, derived), written: false, schemaWritten };
    }
    const there = await store.read(key(file));
    if (there && sha256(there.body) === derived.sha256[file]) continue;
    throw otherContent(store, derived, file, there?.versionId);
  }
  return { manifest, written: true, schemaWritten };
}

function schemaOf({ id, schema: version, captureSchema }: BaselineManifest): CaptureSchema {
  if (captureSchema) return { version, output: captureSchema.output, input: captureSchema.input };
  throw new UserError(
    `baseline ${id}: its manifest does not have the columns of schema ${version}, as it was derived by an older version of this program; derive it again and approve that one`,
  );
}

function refuseApproval(derived: BaselineManifest, { by, why, fourEyes }: Approval): void {
  if (why.trim() === '') throw new UserError('--why is empty: say why this baseline may be in force');
  if (derived.approval) {
    throw new UserError(
      `baseline ${derived.id} was approved by ${derived.approval.by} already; approve the folder that 'baseline derive' wrote`,
    );
  }
  if (fourEyes && by === derived.derivedBy) {
    throw new UserError(
      `${by} derived baseline ${derived.id} and can't approve it alone: --four-eyes asks for a second person`,
    );
  }
}

/** The manifest in the store, when it stands for the same files. */
async function sameManifest(store: ObjectStore, derived: BaselineManifest): Promise<BaselineManifest> {
  const { manifest } = await readBaseline(store, baselinePrefix(derived, derived.id));
  const same = JSON.stringify(manifest.sha256) === JSON.stringify(derived.sha256);
  if (!same) throw otherContent(store, derived, 'manifest.json', undefined);
  if (manifest.approval) return manifest;
  throw new UserError(
    `${store.address}: baseline ${derived.id} lies there without an approval, and a baseline is never overwritten; derive it again on another day and approve that one`,
  );
}

function otherContent(store: ObjectStore, { id }: BaselineManifest, file: BaselineFile, versionId?: string): UserError {
  const version = versionId === undefined ? '' : ` (version ${versionId})`;
  return new UserError(
    `${store.address}: has another ${file}${version} under baseline ${id}, and a baseline is never overwritten; derive it again and approve that one`,
  );
}

const sha256 = (body: Uint8Array) => createHash('sha256').update(body).digest('hex');

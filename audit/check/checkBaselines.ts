import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { mapParallel } from '../../contract/mapParallel';
import type { MonitorSettings } from '../../contract/monitorSettings';
import { baselineFiles, baselineKey, baselinePrefix } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import type { ObjectStore } from '../../store/objectStore';
import { registeredSchemas } from '../../store/schemaRegistry';
import { readBaseline } from '../../store/storedBaseline';
import type { CheckFault } from './checkResult';

/** Baselines that are read at the same time. */
const parallelReads = 8;

/** A version of a baseline's file that no approval wrote. */
export interface ExtraVersion {
  readonly key: string;
  readonly versionId: string;
  readonly writtenAt: Date;
}

export interface BaselinesArgs {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly store: ObjectStore;
  /** The endpoints' settings, as the functions read them. */
  readonly endpoints: MonitorSettings['endpoints'];
  /** Returns the sentence on the call that wrote a version; undefined if no record is known. */
  readonly findAuthor: (version: ExtraVersion) => Promise<string | undefined>;
}

interface BaselineInEffect {
  readonly endpoint: string;
  readonly schema: string;
  readonly baseline: string;
}

/**
 * Compares every baseline in effect with the hashes in its manifest, its approval and the schema registry. An approval
 * writes each file once: any further version is a write outside `baseline approve`.
 */
export async function checkBaselines(args: BaselinesArgs) {
  const endpoints = Object.entries(args.endpoints);
  const faults = await mapParallel(endpoints, parallelReads, async ([endpoint, { schema, baseline }]) => {
    const ref = { endpoint, schema, baseline };
    const texts = [...(await findOverwrites(args, ref)), ...(await findMismatches(args, ref))];
    return texts.map(
      (text): CheckFault => ({
        severity: 'critical',
        endpoint,
        text: `baseline ${baseline} of endpoint ${endpoint}: ${text}`,
      }),
    );
  });
  return { checked: endpoints.length, faults: faults.flat() };
}

async function findOverwrites({ s3, bucket, findAuthor }: BaselinesArgs, ref: BaselineInEffect): Promise<string[]> {
  const Prefix = `${baselinePrefix(ref, ref.baseline)}/`;
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix }));
  const texts: string[] = [];
  for (const file of baselineFiles) {
    const key = baselineKey(ref, ref.baseline, file);
    // S3 lists the newest version first.
    const [, ...extra] = Versions.filter(({ Key }) => Key === key).reverse();
    for (const { VersionId: versionId = '', LastModified: writtenAt = new Date(0) } of extra) {
      const author = await findAuthor({ key, versionId, writtenAt });
      const record = author ?? `the trail has no record of it yet; run 'audit who --baseline ${ref.baseline}' later`;
      texts.push(
        `${file} was overwritten outside 'baseline approve' (version ${versionId}): ${record}; delete the version after an investigation`,
      );
    }
  }
  return texts;
}

async function findMismatches({ store }: BaselinesArgs, ref: BaselineInEffect): Promise<string[]> {
  const { endpoint, schema, baseline } = ref;
  try {
    const { manifest } = await readBaseline(store, baselinePrefix(ref, baseline));
    const registered = (await registeredSchemas(store, endpoint)).find(({ version }) => version === schema);
    const isOwn = manifest.endpoint === endpoint && manifest.schema === schema && manifest.id === baseline;
    const { captureSchema } = manifest;
    return [
      ...(isOwn
        ? []
        : [`its manifest is of baseline ${manifest.id}, endpoint ${manifest.endpoint}, schema ${manifest.schema}`]),
      ...(manifest.approval ? [] : ["its manifest has no approval; approve it with 'baseline approve'"]),
      ...(captureSchema && registered?.fingerprint !== captureSchema.fingerprint
        ? [`its columns are not those of the registered schema ${schema}`]
        : []),
    ];
  } catch (error) {
    if (error instanceof UserError) return [error.message];
    throw error;
  }
}

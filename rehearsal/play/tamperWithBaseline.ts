import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import type { BaselineManifest } from '../../contract/baselineManifest';
import { baselineKey, baselinePrefix } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import { s3Store } from '../../store/s3Store';
import { readBaseline } from '../../store/storedBaseline';
import type { AwsClients } from '../aws/awsClients';
import { loosenConstraints } from '../standIns/contractor';

/** A baseline's object that somebody changed in the store, and what became of it. */
export interface BaselineTampering {
  readonly key: string;
  /** The version that the change made. */
  readonly versionId: string;
  /** Why the baseline was refused then; undefined when nobody noticed. */
  readonly refusal: string | undefined;
  /** The same after that version was deleted; undefined when the older one is as it was. */
  readonly refusalAfter: string | undefined;
}

/** The contractor changes the baseline in force; who reads it next refuses it; and the deployment deletes the change. */
export async function tamperWithBaseline(
  deployment: AwsClients,
  contractor: AwsClients,
  bucket: string,
  manifest: BaselineManifest,
): Promise<BaselineTampering> {
  const key = baselineKey(manifest, manifest.id, 'constraints.json');
  const store = s3Store({ bucket, prefix: '', client: deployment.s3 });
  const refused = () =>
    readBaseline(store, baselinePrefix(manifest, manifest.id)).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof UserError) return error.message;
        throw error;
      },
    );
  const versionId = await loosenConstraints(contractor, bucket, key);
  const refusal = await refused();
  await deployment.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  return { key, versionId, refusal, refusalAfter: await refused() };
}

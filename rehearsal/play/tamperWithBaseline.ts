import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import type { BaselineManifest } from '../../contract/baselineManifest';
import { baselineKey, baselinePrefix } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import { s3Store } from '../../store/s3Store';
import { readBaseline } from '../../store/storedBaseline';
import type { AwsClients } from '../aws/awsClients';
import { loosenConstraints } from '../standIns/people';

/** A change of a baseline's object in the store, and its effect. */
export interface BaselineTampering {
  readonly key: string;
  /** Version of the changed object. */
  readonly versionId: string;
  /** Why the changed baseline was refused; undefined when it was accepted. */
  readonly refusal: string | undefined;
  /** Why the baseline was refused after the changed version was deleted; undefined when it was accepted. */
  readonly refusalAfter: string | undefined;
}

/** The contractor changes the baseline in effect; a reader checks it; the deployment deletes the changed version. */
export async function tamperWithBaseline(
  deployment: AwsClients,
  contractor: AwsClients,
  bucket: string,
  manifest: BaselineManifest,
): Promise<BaselineTampering> {
  const key = baselineKey(manifest, manifest.id, 'constraints.json');
  const store = s3Store({ bucket, prefix: '', client: deployment.s3 });
  const readRefusal = () =>
    readBaseline(store, baselinePrefix(manifest, manifest.id)).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof UserError) return error.message;
        throw error;
      },
    );
  const versionId = await loosenConstraints(contractor, bucket, key);
  const refusal = await readRefusal();
  await deployment.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  return { key, versionId, refusal, refusalAfter: await readRefusal() };
}

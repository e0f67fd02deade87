import type { BaselineManifest } from '../../contract/baselineManifest';
import type { RegisteredSchema } from '../../contract/registeredSchema';
import type { DerivedBaseline } from '../../quality/baseline/deriveBaseline';
import { deriveBaseline, refuseUnusable } from '../../quality/baseline/deriveBaseline';
import { packBaseline } from '../../quality/baseline/packBaseline';
import { s3Store } from '../../store/s3Store';
import { registerSchema } from '../../store/schemaRegistry';
import { storeApprovedBaseline } from '../../store/storedBaseline';
import type { AwsClients } from '../aws/awsClients';
import { readStoredFiles, type StoredFile } from '../readings/bucketReadings';
import type { Subject } from '../scenario/subject';
import { reviewerName } from '../standIns/people';

/** An approved baseline: its derivation, and its files in the store. */
export interface ApprovedBaseline {
  readonly derived: DerivedBaseline;
  readonly schema: RegisteredSchema;
  /** The manifest in the store, with the approval. */
  readonly manifest: BaselineManifest;
  readonly stored: readonly StoredFile[];
}

/** Derives a baseline as the deployment, registers its schema, and approves it into the store as the reviewer. */
export async function approveBaseline(
  { day, schema, sla, training }: Subject,
  aws: { readonly accountId: string; now(): Date },
  { deployment, reviewer }: { readonly deployment: AwsClients; readonly reviewer: AwsClients },
  bucket: string,
): Promise<ApprovedBaseline> {
  const { endpoint } = day;
  const derived = refuseUnusable(deriveBaseline({ training, schema, sla }));
  const userArn = (name: string) => `arn:aws:iam::${aws.accountId}:user/${name}`;
  const { files } = packBaseline({
    derived,
    endpoint,
    schema,
    derivedAt: aws.now(),
    derivedBy: userArn('deployment'),
    source: training.file,
  });
  const { registered } = await registerSchema(s3Store({ bucket, prefix: '', client: deployment.s3 }), endpoint, schema);
  const store = s3Store({ bucket, prefix: '', client: reviewer.s3 });
  const why = `its constraints follow from ${training.file} and the SLA`;
  const approval = { by: userArn(reviewerName), why, at: aws.now(), fourEyes: true };
  const { manifest } = await storeApprovedBaseline(store, files, approval);
  return { derived, schema: registered, manifest, stored: await readStoredFiles(store, manifest) };
}

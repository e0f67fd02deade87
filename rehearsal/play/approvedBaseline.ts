import type { BaselineManifest } from '../../contract/baselineManifest';
import type { RegisteredSchema } from '../../contract/registeredSchema';
import type { DerivedBaseline } from '../../quality/baseline/deriveBaseline';
import { packBaseline } from '../../quality/baseline/packBaseline';
import { usableBaseline } from '../../quality/baseline/refuseUnusable';
import { s3Store } from '../../store/s3Store';
import { registerSchema } from '../../store/schemaRegistry';
import { storeApproved } from '../../store/storedBaseline';
import type { AwsClients } from '../aws/awsClients';
import { type StoredFile, storedFiles } from '../readings/storedFiles';
import type { Subject } from '../scenario/subject';
import { makePerson } from '../standIns/person';

/** Who approves what the deployment derived. */
export const reviewerName = 'reviewer';

/** A baseline in the store, from its derivation to what lies there. */
export interface ApprovedBaseline {
  readonly derived: DerivedBaseline;
  readonly schema: RegisteredSchema;
  /** As it is in the store, with its approval. */
  readonly manifest: BaselineManifest;
  readonly stored: readonly StoredFile[];
}

/** As people do it: derive the baseline, register its schema, and have somebody else approve it into the store. */
export async function approvedBaseline(
  { day, schema, sla, training }: Subject,
  aws: { readonly endpoint: string; readonly region: string; readonly accountId: string; now(): Date },
  clients: AwsClients,
  bucket: string,
): Promise<ApprovedBaseline> {
  const { endpoint } = day;
  const derived = usableBaseline({ training, schema, sla });
  const user = (name: string) => `arn:aws:iam::${aws.accountId}:user/${name}`;
  const { files } = packBaseline({
    derived,
    endpoint,
    schema,
    derivedAt: aws.now(),
    derivedBy: user('deployment'),
    source: training.file,
  });
  const { registered } = await registerSchema(s3Store({ bucket, prefix: '', client: clients.s3 }), endpoint, schema);
  const reviewer = await makePerson(clients, aws, reviewerName);
  try {
    const store = s3Store({ bucket, prefix: '', client: reviewer.s3 });
    const why = `its constraints are those that ${training.file} and the SLA ask for`;
    const approval = { by: user(reviewerName), why, at: aws.now(), fourEyes: true };
    const { manifest } = await storeApproved(store, files, approval);
    return { derived, schema: registered, manifest, stored: await storedFiles(store, manifest) };
  } finally {
    reviewer.destroy();
  }
}

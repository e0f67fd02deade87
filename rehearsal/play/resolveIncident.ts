import { readIncidentDocuments, recordIncidentAction } from '../../store/incidentDocuments';
import { s3Store } from '../../store/s3Store';
import type { AwsClients } from '../aws/awsClients';
import { incidentFix } from '../standIns/people';

/** The person on call records cause and fix of an endpoint's first incident, as `incident resolve` does. */
export async function resolveFirstIncident(
  { s3 }: AwsClients,
  { bucket, endpoint, at }: { readonly bucket: string; readonly endpoint: string; readonly at: Date },
): Promise<void> {
  const store = s3Store({ bucket, prefix: '', client: s3 });
  const { records } = await readIncidentDocuments(store, [endpoint]);
  const [first] = records.map(({ incident }) => incident).sort((a, b) => a.opened.localeCompare(b.opened));
  if (first) await recordIncidentAction(store, first.id, { action: 'resolve', at: at.toISOString(), ...incidentFix });
}

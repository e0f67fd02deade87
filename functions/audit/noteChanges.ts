import type { JudgedCall } from '../../audit/judge/judgedCall';
import { mapParallel } from '../../contract/mapParallel';
import { changeOfCall } from '../../incidents/document/changeOfCall';
import { withChanges } from '../../incidents/document/incident';
import { readIncidents, writeIncident } from '../incident/incidentStore';
import { isWriteConflict, type StorePlace } from '../incident/storeObjects';

/** Endpoints whose incidents are read at the same time. */
const parallelEndpoints = 16;
/** More attempts than the incident function can disturb; the calls are then delivered again. */
const maxAttempts = 5;

/**
 * Notes calls in the open incidents that they touch: those of the call's endpoint, or of every endpoint for a part that
 * endpoints share. A call that is noted already changes nothing.
 */
export async function noteChanges(
  place: StorePlace,
  endpoints: readonly string[],
  calls: readonly JudgedCall[],
  now: Date,
): Promise<void> {
  const noted = calls.filter(({ refused }) => refused === undefined);
  await mapParallel(endpoints, parallelEndpoints, async (endpoint) => {
    const own = noted.filter((call) => (call.endpoint ?? endpoint) === endpoint);
    if (own.length > 0) await noteInOpen(place, endpoint, own, now);
  });
}

async function noteInOpen(
  place: StorePlace,
  endpoint: string,
  calls: readonly JudgedCall[],
  now: Date,
  attempt = 1,
): Promise<void> {
  const changes = calls.map(changeOfCall);
  const { latest } = await readIncidents(place, endpoint, now);
  const open = latest.filter(({ incident }) => incident.status === 'open');
  try {
    for (const stored of open) {
      const noted = withChanges(stored.incident, changes);
      if (noted.changes?.length !== stored.incident.changes?.length) await writeIncident(place, noted, stored);
    }
  } catch (error) {
    if (!isWriteConflict(error) || attempt === maxAttempts) throw error;
    await noteInOpen(place, endpoint, calls, now, attempt + 1);
  }
}

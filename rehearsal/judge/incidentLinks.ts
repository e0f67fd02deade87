import type { Incident } from '../../incidents/document/incident';
import { parseIncidentDocument } from '../../incidents/document/incidentDocument';
import type { Observations } from '../play/observations';
import { contractorName, incidentFix } from '../standIns/people';
import { type Link, listNames } from './link';

const incidentsOf = ({ incidents }: Observations): Incident[] =>
  incidents.map(({ markdown }) => parseIncidentDocument(markdown).incident);

/** The section of a digest on messages that mutes held back. */
const heldSection = /\n\nHeld back by mutes\n(?<lines>(?:- .*\n)+)/;

/** Links from incidents to the memory of them. */
export const incidentLinks: readonly Link[] = [
  {
    id: 'maintenance-holds-messages',
    title: 'A planned maintenance window holds messages back until the digest',
    expected:
      'the message of the incident that is found in the window is sent to nobody; document and next digest name it with reason and author',
    judge: (observations, { day: { maintenance } }) => {
      if (!maintenance) return undefined;
      const { reason, author = '', until } = maintenance;
      const held = incidentsOf(observations).filter(({ messages }) =>
        messages.some(({ state, mute }) => state === 'held' && mute?.reason === reason && mute.author === author),
      );
      const told = held.filter(({ id }) =>
        observations.messages.some(({ alarmName, at }) => alarmName.endsWith(`.${id}`) && at < until),
      );
      const lines = heldSection.exec(observations.digests[0] ?? '')?.groups?.['lines'] ?? '';
      const missing = held.filter(({ id }) => !lines.includes(`- ${id} `) || !lines.includes(`${reason} (${author})`));
      return {
        held: held.length > 0 && told.length === 0 && missing.length === 0,
        observed: `held back: ${listNames(held.map(({ id }) => id))}; sent during the window: ${listNames(told.map(({ id }) => id))}; not in the digest: ${listNames(missing.map(({ id }) => id))}`,
      };
    },
  },
  {
    id: 'incident-names-mute',
    title: 'An incident names who muted an alarm just before it',
    expected: `a change of kind mute by ${contractorName} in the incident of the hour that drifts after it`,
    judge: (observations, { day, mock }) => {
      if (!mock) return undefined;
      const drifted = observations.hours.findLast(({ payload }) => payload === 'drifted');
      const incident = incidentsOf(observations).find(
        ({ endpoint, opened }) => endpoint === day.endpoint && opened === drifted?.hour,
      );
      const { changes = [], opened = '' } = incident ?? {};
      const mutes = changes.filter(
        ({ kind, by, at }) =>
          kind === 'mute' && by?.endsWith(`/${contractorName}`) && Date.parse(at) <= Date.parse(opened),
      );
      return {
        held: mutes.length > 0,
        observed: `${incident?.id ?? 'no incident'}: ${listNames(mutes.map(({ at, by }) => `muted at ${at} by ${by}`))}`,
      };
    },
  },
  {
    id: 'knowledge-base-page',
    title: 'The page of the knowledge base has every incident and the recorded fix',
    expected: 'one page that names each incident document in the store, and the fix that a person recorded',
    judge: (observations, { mock }) => {
      const { knowledgeBase } = observations;
      const incidents = incidentsOf(observations);
      if (incidents.length === 0) return undefined;
      const missing = incidents.filter(({ id }) => !knowledgeBase?.html.includes(id));
      const hasFix = !mock || knowledgeBase?.html.includes(incidentFix.fix) === true;
      return {
        held: missing.length === 0 && hasFix && knowledgeBase?.unreadable.length === 0,
        observed: `${incidents.length - missing.length} of ${incidents.length} incidents on the page; fix: ${hasFix ? 'shown' : 'missing'}`,
      };
    },
  },
];

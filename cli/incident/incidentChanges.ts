import { judgeRecords } from '../../audit/judge/judgeRecords';
import { readTrail } from '../../audit/trail/readTrail';
import { findAuditedCall } from '../../contract/auditEvents';
import { type Change, changeSpan, mergeChanges } from '../../incidents/document/change';
import { changeOfCall } from '../../incidents/document/changeOfCall';
import { withChanges } from '../../incidents/document/incident';
import { formatCount, formatInstant } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { readIncidentDocument, updateIncident } from '../../store/incidentDocuments';
import { openStore } from '../../store/openStore';
import { exitCodes } from '../terminal/exitCodes';
import { firstLines, printEmpty, printError, printJson, printText } from '../terminal/output';
import { type StoreOptions, withStore } from './incidentOptions';

interface ChangesOptions extends StoreOptions {
  readonly trail?: string;
  /** @default false */
  readonly record?: boolean;
}

/** Lists what changed in the day before an incident, by its document and the audit record. */
export function listChanges(id: string, options: ChangesOptions): Promise<void> {
  return withStore(options, async (store) => {
    const { incident } = await readIncidentDocument(store, id);
    const { found, unreadable } = await readRecordedChanges(incident.endpoint, changeSpan(incident), options);
    if (options.record && found.length > 0) await updateIncident(store, id, (latest) => withChanges(latest, found));
    const changes = mergeChanges(incident.changes ?? [], found);
    const recorded = options.record ? found.length : 0;
    const json = { id, changes, recorded, unreadable };
    if (unreadable.length > 0 && !options.json) {
      const lines = unreadable.map(({ key, reason }) => `${key}: ${reason}`);
      printError(['files that cannot be read:', ...firstLines(lines, ' in --json')].join('\n'));
    }
    if (changes.length === 0) {
      printEmpty('list', `nothing changed in the day before ${id}`, options.json ? json : undefined);
      process.exitCode = exitCodes.empty;
    } else if (options.json) printJson(json);
    else printText([formatCount(changes.length, 'change'), ...changeTable(changes)].join('\n'));
  });
}

async function readRecordedChanges(
  endpoint: string,
  span: { readonly from: Date; readonly to: Date },
  { trail, endpointUrl }: ChangesOptions,
) {
  if (trail === undefined) return { found: [], unreadable: [] };
  const store = openStore(trail, endpointUrl);
  try {
    const { records, unreadable } = await readTrail(store, span, (record) => findAuditedCall(record) !== undefined);
    const judged = judgeRecords(records, { deploymentRoles: [], approvers: [], mutes: [] });
    const concerned = judged.filter((call) => call.refused === undefined && (call.endpoint ?? endpoint) === endpoint);
    return { found: concerned.map(changeOfCall), unreadable };
  } finally {
    store.close();
  }
}

const columns = [
  { title: 'when (UTC)' },
  { title: 'kind' },
  { title: 'change', width: 90 },
  { title: 'by', width: 40 },
];

function changeTable(changes: readonly Change[]): string[] {
  return textTable(
    columns,
    changes.map(({ at, kind, what, by = 'not in the store' }) => [formatInstant(at), kind, what, by]),
  );
}

import { auditEntry, findAuditedCall, type OwnResources } from '../../contract/auditEvents';
import type { CloudTrailRecord } from '../../contract/cloudTrailRecord';
import { describeActor } from './actor';
import { nameOrigin, nameProgram } from './callOrigin';
import { composeSentence } from './callSentence';
import { ValueHistory } from './callValues';
import { deployedSettings } from './deployedSettings';
import { endpointOf } from './endpointOf';
import type { JudgedCall } from './judgedCall';
import { type Explanations, judgeCall } from './verdict';

export interface JudgeArgs extends Explanations {
  /** The stack's resources. @default every resource of the account */
  readonly own?: OwnResources;
}

/** A record, with the key of its log file if it is from one. */
type RecordOfFile = CloudTrailRecord & { readonly file?: string };

/** Judges the records that concern the monitoring, in order of time. */
export function judgeRecords(records: readonly RecordOfFile[], args: JudgeArgs): JudgedCall[] {
  const history = new ValueHistory(deployedSettings(args.own?.resources ?? []));
  return uniqueInOrder(records).flatMap((record) => judgeRecord(record, args, history) ?? []);
}

/** CloudTrail may deliver a record more than once, and several trails may deliver it. */
function uniqueInOrder(records: readonly RecordOfFile[]): RecordOfFile[] {
  const compare = (a = '', b = '') => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = [...records].sort(
    (a, b) =>
      Date.parse(a.eventTime) - Date.parse(b.eventTime) || compare(a.eventID, b.eventID) || compare(a.file, b.file),
  );
  const known = new Set<string>();
  return sorted.filter(({ eventID }) => {
    if (eventID === '') return true;
    const isNew = !known.has(eventID);
    known.add(eventID);
    return isNew;
  });
}

function judgeRecord(record: RecordOfFile, args: JudgeArgs, history: ValueHistory): JudgedCall | undefined {
  const call = findAuditedCall(record, args.own);
  const entry = auditEntry(record, args.own);
  if (!call || !entry) return undefined;
  const actor = describeActor(record);
  const program = nameProgram(record);
  const judgement = judgeCall({ record, call, actor, program }, args);
  const described = {
    ...entry,
    who: actor.id,
    account: record.recipientAccountId ?? record.userIdentity.accountId ?? '',
    region: record.awsRegion,
    actor: actor.otherAccount === undefined ? actor.text : `${actor.text}, from account ${actor.otherAccount}`,
    from: nameOrigin(record),
    through: program,
    names: call.names,
    keys: call.keys,
    part: call.dependency.part,
    endpoint: endpointOf(call, args.own?.endpoints ?? []),
    changes: history.changes(record, call.names),
    file: record.file,
    ...judgement,
  };
  return { ...described, sentence: composeSentence(described) };
}

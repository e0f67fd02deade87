import { calibrationFile } from '../../contract/calibration';
import type { AuditKind } from '../../contract/dependency';
import type { Change, ChangeKind } from './change';

/** A recorded call, judged, as far as a change needs it. */
interface RecordedCall {
  readonly when: string;
  readonly who: string;
  readonly kind: AuditKind;
  readonly action: string;
  readonly endpoint?: string;
  /** Keys of objects that the call names. */
  readonly keys: readonly string[];
  readonly actor: string;
  readonly sentence: string;
}

/** What a recorded call changed, for those kinds that do not concern another part of the monitoring. */
const kindOfCall: Readonly<Partial<Record<AuditKind, ChangeKind>>> = {
  'capture changed': 'deployment',
  'function changed': 'deployment',
  'baseline modified': 'baseline',
  'schema modified': 'schema',
  'settings modified': 'settings',
  'schedule changed': 'schedule',
  'alarm muted': 'mute',
  'alarm unmuted': 'mute',
  'alarm changed': 'mute',
};

/** A recorded call as a change before or during an incident. */
export function changeOfCall(call: RecordedCall): Change {
  const { when, kind, who, keys } = call;
  const isCalibration = kind === 'baseline modified' && keys.some((key) => key.endsWith(`/${calibrationFile}`));
  const changed = isCalibration ? 'calibration' : (kindOfCall[kind] ?? 'monitoring');
  return { at: when, kind: changed, what: describeCall(call), by: who };
}

function describeCall({ action, endpoint, actor, sentence }: RecordedCall): string {
  if (action === 'UpdateEndpoint') return `Endpoint ${endpoint ?? ''} was deployed with ${action}.`;
  // The document has the caller of its own, and no verdict.
  const [did = action] = sentence.slice(actor.length + 1).split('; unexplained');
  return did.charAt(0).toUpperCase() + did.slice(1);
}

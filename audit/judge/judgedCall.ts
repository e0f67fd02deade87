import type { AuditEntry } from '../../contract/auditEvents';
import type { ValueChange } from './callValues';
import type { Verdict } from './verdict';

/** A recorded call that concerns the monitoring, judged. */
export interface JudgedCall extends AuditEntry {
  readonly account: string;
  readonly region: string;
  /** For a sentence, such as `user mallory`. */
  readonly actor: string;
  /** Address, service or VPC endpoint. */
  readonly from: string;
  /** Tool that the call came through. */
  readonly through: string;
  /** Names, ARNs and addresses of resources that the call names. */
  readonly names: readonly string[];
  /** Keys of objects that the call names. */
  readonly keys: readonly string[];
  /** Part of the monitoring that depends on the resource. */
  readonly part: string;
  /** Endpoint whose monitoring the call concerns; undefined for a part that endpoints share. */
  readonly endpoint?: string;
  readonly changes: readonly ValueChange[];
  /** Key of the log file that the record is in. */
  readonly file?: string;
  readonly verdict: Verdict;
  readonly reason?: string;
  /** Who did what, from where, through what, and how it is judged. */
  readonly sentence: string;
}

/** A mute of alarms that the settings announce, with its reason and its end. */
export interface PlannedMute {
  /** Names of the alarms. */
  readonly alarms: readonly string[];
  readonly reason: string;
  /** ISO 8601 instant. @default no start */
  readonly from?: string;
  /** ISO 8601 instant. */
  readonly until: string;
}

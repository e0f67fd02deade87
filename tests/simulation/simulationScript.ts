import type { OperationEnd } from './simulatedProcess';

/** Ends one call of an invocation as given, by the number of the call from 0 on. */
export interface ScriptedFault {
  readonly call: number;
  readonly end: OperationEnd;
}

/** Holds an invocation at a call, and lets everything else happen until another call; calls are counted from 0 on. */
export interface ScriptedPause {
  readonly from: number;
  readonly to: number;
}

import type { Explanations } from '../../audit/judge/verdict';
import { readStackSettings } from './readStackSettings';

/** Reads what explains recorded calls from `Pulumi.<stack>.yaml` in the current folder; nothing without a stack. */
export function readExplanations(stack: string | undefined): Explanations {
  const {
    deploymentRoles = [],
    approvers = [],
    mutes = [],
  } = stack === undefined ? {} : readStackSettings(stack).evidence;
  return { deploymentRoles, approvers, mutes };
}

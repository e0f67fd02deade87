import type { EngineEvent } from '@pulumi/pulumi/automation';
import type { PolicyFinding } from '../model/rehearsalReport';
import { plainText } from './plainText';

/** What a policy event of the engine says. */
export function policyFinding(event: NonNullable<EngineEvent['policyEvent']>): PolicyFinding {
  return {
    policy: event.policyName,
    resource: event.resourceUrn ?? 'the stack',
    // The engine puts the policy's description before the finding, on a line of its own.
    message: plainText(event.message).split('\n').slice(-1).join(''),
    level: event.enforcementLevel === 'mandatory' ? 'mandatory' : 'advisory',
  };
}

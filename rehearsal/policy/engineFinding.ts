import type { EngineFinding } from '../../policy/report/policyReport';
import type { PolicyFinding } from '../model/rehearsalReport';

/** A finding in the policy pack's own terms. */
export function engineFinding({ policy, level, resource, message }: PolicyFinding): EngineFinding {
  return { policy, level, text: message, ...(resource.startsWith('urn:') && { urn: resource }) };
}

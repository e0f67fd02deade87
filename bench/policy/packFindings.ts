import type { PolicyResource } from '@pulumi/policy';
import { allPolicies } from '../../policy/allPolicies';

/** Runs every policy of the pack on a stack, as the engine does, and returns the texts of the findings. */
export async function packFindings(resources: PolicyResource[]): Promise<string[]> {
  const findings: string[] = [];
  const report = (message: string) => void findings.push(message);
  const sharedArgs = {
    stackTags: new Map<string, string>(),
    getConfig: <T extends object>() => ({}) as T,
    notApplicable: (): never => {
      throw new Error('not applicable');
    },
  };
  for (const policy of allPolicies()) {
    const validate = 'validateResource' in policy ? policy.validateResource : undefined;
    if (typeof validate === 'function') {
      for (const resource of resources) await validate({ ...sharedArgs, ...resource, asType: () => undefined }, report);
    }
    if ('validateStack' in policy) await policy.validateStack?.({ ...sharedArgs, resources }, report);
  }
  return findings;
}

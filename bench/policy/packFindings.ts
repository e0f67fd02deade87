import type { PolicyResource } from '@pulumi/policy';
import { allPolicies } from '../../policy/allPolicies';

/** Asks every policy of the pack about a stack, as the engine does, and answers with what is found. */
export async function packFindings(resources: PolicyResource[]): Promise<string[]> {
  const found: string[] = [];
  const report = (message: string) => void found.push(message);
  const common = {
    stackTags: new Map<string, string>(),
    getConfig: <T extends object>() => ({}) as T,
    notApplicable: (): never => {
      throw new Error('not applicable');
    },
  };
  for (const policy of allPolicies()) {
    const validate = 'validateResource' in policy ? policy.validateResource : undefined;
    if (typeof validate === 'function') {
      for (const resource of resources) await validate({ ...common, ...resource, asType: () => undefined }, report);
    }
    if ('validateStack' in policy) await policy.validateStack?.({ ...common, resources }, report);
  }
  return found;
}

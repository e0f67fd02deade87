import { PolicyPack } from '@pulumi/policy';
import { tableAgePolicy } from './iam/tableAgePolicy';
import { environmentLevel } from './pack/environmentLevel';
import { packPolicies } from './pack/packPolicies';
import { readExceptions } from './pack/readExceptions';
import { ruleList } from './ruleList';

// The engine's own variable; the folder that the pack runs in is its own.
const stack = process.env['PULUMI_STACK'] ?? '';

// Enforcement levels and settings are changed per policy in a config file: see README.md.
new PolicyPack('model-observability', {
  displayName: 'Model observability',
  description: 'Versioned, closed buckets whose lifecycle keeps baselines, and IAM documents without wildcards.',
  provider: 'aws',
  enforcementLevel: environmentLevel(stack),
  policies: [
    ...packPolicies(ruleList, {
      stack,
      today: new Date().toISOString().slice(0, 10),
      exceptions: readExceptions(process.cwd(), process.env['POLICY_EXCEPTIONS']),
    }),
    tableAgePolicy(() => new Date()),
  ],
});

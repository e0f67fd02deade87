import { PolicyPack } from '@pulumi/policy';
import { allPolicies } from './allPolicies';
import { readExceptions } from './pack/exceptions/readExceptions';
import { environmentLevel } from './pack/policies/environment';

// The variable by which the CLI itself takes a stack; the folder that the pack runs in is its own.
const stack = process.env['PULUMI_STACK'] ?? '';

// Enforcement levels and settings are changed per policy in a config file: see README.md.
new PolicyPack('model-observability', {
  displayName: 'Model observability',
  description: 'Stores that keep evidence, least-privilege IAM, and monitoring that reaches a person.',
  provider: 'aws',
  enforcementLevel: environmentLevel(stack),
  policies: allPolicies({
    stack,
    today: new Date().toISOString().slice(0, 10),
    exceptions: readExceptions(process.cwd(), process.env['POLICY_EXCEPTIONS']),
  }),
});

import { PolicyPack } from '@pulumi/policy';
import { allPolicies } from './allPolicies';
import { readExceptions } from './pack/exceptions/readExceptions';
import { environmentLevel } from './pack/policies/environment';

// The variable that selects the CLI's stack. The pack runs in its own folder, without the stack's settings.
const stack = process.env['PULUMI_STACK'] ?? '';

// A config file changes enforcement levels and settings: see README.md.
new PolicyPack('model-observability', {
  displayName: 'Model observability',
  description: 'Protected evidence, least-privilege IAM, and monitoring that notifies people.',
  provider: 'aws',
  enforcementLevel: environmentLevel(stack),
  policies: allPolicies({
    stack,
    today: new Date().toISOString().slice(0, 10),
    exceptions: readExceptions(process.cwd(), process.env['POLICY_EXCEPTIONS']),
  }),
});

import { PolicyPack } from '@pulumi/policy';

// What the engine, its messages and the SDK take without a policy.
new PolicyPack('empty', { policies: [] });

import { notYetKnown } from '../pack/propertyValue';
import { comingFrom, type Resource } from '../pack/resource';
import type { ResourceRule } from '../pack/rule';
import { passes, undetermined, violates } from '../pack/verdict';
import { publicAccessBlockType, publicAccessSettings } from '../s3/hygieneChecks';

export const s3PublicAccessBlock: ResourceRule = {
  id: 's3-public-access-block',
  displayName: 'Public access blocks are complete',
  description: 'Every public access block enables all four settings.',
  rationale: 'Each setting that is left out is a way to make the bucket public. None of them restricts private access.',
  severity: 'high',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'S3.8',
    specification: 'S3 general purpose buckets should block public access',
  },
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html',
  remediationSteps: `Set ${publicAccessSettings.join(', ')} to true, or set the enforcement level of this policy to 'remediate'.`,
  example: {
    avoid: {
      'store-access': {
        type: publicAccessBlockType,
        properties: { bucket: 'store-1a2b', blockPublicAcls: true, blockPublicPolicy: true },
      },
    },
    prefer: {
      'store-access': {
        type: publicAccessBlockType,
        properties: {
          bucket: 'store-1a2b',
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        },
      },
    },
  },
  appliesTo: (type) => type === publicAccessBlockType,
  check: (resource) => {
    const off = settingsOff(resource);
    if (off.length > 0) {
      return [
        violates(
          resource,
          `Public access block '${resource.name}' does not enable ${off.join(', ')}: set them to true.`,
        ),
      ];
    }
    const unknown = publicAccessSettings.filter((key) => resource.property(key) === notYetKnown);
    if (unknown.length === 0) return [passes(resource)];
    const from = comingFrom(resource, unknown[0] ?? '');
    return [
      undetermined(resource, `${unknown.join(', ')} of '${resource.name}' is known only during the update${from}.`),
    ];
  },
  remedy: (resource) => {
    const off = settingsOff(resource);
    return off.length === 0 ? undefined : Object.fromEntries(off.map((key) => [key, true]));
  },
};

function settingsOff(resource: Resource): readonly string[] {
  return publicAccessSettings.filter(
    (key) => resource.property(key) !== true && resource.property(key) !== notYetKnown,
  );
}

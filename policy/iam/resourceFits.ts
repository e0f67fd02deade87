import { globMatches } from '../pack/globMatches';
import { globsMeet } from '../pack/globsMeet';
import type { ActionFacts } from './actionFacts';

/** Types whose names hold no `/`, although a wildcard in their place would: a bucket is no object. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own notation.
const withoutSlash: readonly string[] = ['arn:${Partition}:s3:::${BucketName}'];

/** Whether some request for an action can name a resource that a policy's `Resource` matches. */
export function resourceFits(resource: string, { resources }: ActionFacts): boolean {
  const pattern = resource.replace(/\$\{[^}]*\}/g, '*');
  // The request for an action without resources names '*' itself.
  if (globMatches(pattern, '*')) return true;
  return resources.some((arn) => {
    if (withoutSlash.includes(arn) && pattern.includes('/')) return false;
    return globsMeet(pattern, shapeOf(arn, pattern));
  });
}

/**
 * A type's ARN as a pattern. Partition, region and account are those of the pattern that it is compared with: as `*` they
 * would reach over the colons around them.
 */
function shapeOf(arn: string, pattern: string): string {
  const parts = pattern.split(':');
  const [, partition = '*', , region = '*', account = '*'] = parts.length > 5 ? parts : [];
  return arn
    .replace(/\$\{Partition\}/g, () => partition)
    .replace(/\$\{Region\}/g, () => region)
    .replace(/\$\{Account\}/g, () => account)
    .replace(/\$\{[^}]*\}/g, '*');
}

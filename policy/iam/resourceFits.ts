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
    return arnsMeet(pattern, arn.replace(/\$\{[^}]*\}/g, '*'));
  });
}

/**
 * Whether an ARN matches both patterns. Partition, service, region and account are compared one by one, since a star of a
 * policy stays between its colons ("IAM JSON policy elements: Resource"): `arn:aws:codebuild:*:*:build/*` names no project.
 */
function arnsMeet(pattern: string, shape: string): boolean {
  const [parts, others] = [pattern.split(':'), shape.split(':')];
  // What has fewer parts is completed with stars.
  if (parts.length < 6) return globsMeet(pattern, shape);
  const head = parts.slice(0, 5).every((part, i) => globsMeet(part, others[i] ?? ''));
  return head && globsMeet(parts.slice(5).join(':'), others.slice(5).join(':'));
}

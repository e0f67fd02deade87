import { globMatches } from '../pack/globMatches';
import { globsMeet } from '../pack/globsMeet';
import type { ActionFacts } from './actionFacts';
import { filledArn } from './filledArn';

/** Types whose names hold no `/`, although a wildcard in their place would: a bucket is no object. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own notation.
const withoutSlash: readonly string[] = ['arn:${Partition}:s3:::${BucketName}'];

/** Whether some request for an action can name a resource that a policy's `Resource` matches. */
export function resourceFits(resource: string, { resources }: ActionFacts): boolean {
  const pattern = resource.replace(/\$\{[^{}]*\}/g, '*');
  // The request for an action without resources names '*' itself.
  if (globMatches(pattern, '*')) return true;
  const parts = partsOf(pattern);
  return resources.some((arn) => {
    if (withoutSlash.includes(arn) && pattern.includes('/')) return false;
    const shape = shapeOf(arn);
    // What has fewer parts is completed with stars.
    return parts.length < 6
      ? globsMeet(pattern, shape.text)
      : parts.every((part, i) => globsMeet(part, shape.parts[i] ?? ''));
  });
}

/**
 * Partition, service, region and account are compared one by one, since a star of a policy stays between its colons
 * ("IAM JSON policy elements: Resource"): `arn:aws:codebuild:*:*:build/*` names no project.
 */
function partsOf(pattern: string): readonly string[] {
  const parts = pattern.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** A type's ARN with a star for each variable part. */
interface Shape {
  readonly text: string;
  readonly parts: readonly string[];
}
const shapes = new Map<string, Shape>();

function shapeOf(arn: string): Shape {
  const known = shapes.get(arn);
  if (known) return known;
  const text = filledArn(arn, () => '*');
  const shape = { text, parts: partsOf(text) };
  shapes.set(arn, shape);
  return shape;
}

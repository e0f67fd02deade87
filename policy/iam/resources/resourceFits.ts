import { memoize, mostTexts } from '../../pack/memoize';
import { globMatches, globsMeet } from '../../pack/text/glob';
import type { ActionFacts } from '../actions/actionFacts';
import { fillArn } from './arnPattern';

/** Types whose names can't contain `/`, although a wildcard matches it: a bucket name is not an object's ARN. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own notation.
const withoutSlash: readonly string[] = ['arn:${Partition}:s3:::${BucketName}'];

/** Whether a policy's `Resource` can match a resource of an action. */
export function resourceFits(resource: string, { resources }: Pick<ActionFacts, 'resources'>): boolean {
  const { text, parts, isAny } = patternShape(resource);
  if (isAny) return true;
  return resources.some((arn) => {
    if (withoutSlash.includes(arn) && text.includes('/')) return false;
    const shape = typeShape(arn);
    // A pattern with fewer parts is compared as a whole.
    return parts.length < 6
      ? globsMeet(text, shape.text)
      : parts.every((part, i) => globsMeet(part, shape.parts[i] ?? ''));
  });
}

/**
 * Partition, service, region and account are compared one by one, because a star in a policy does not match colons ("IAM
 * JSON policy elements: Resource"): `arn:aws:codebuild:*:*:build/*` does not match a project.
 */
function partsOf(pattern: string): readonly string[] {
  const parts = pattern.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** A pattern of ARNs, whole and in parts. */
interface Shape {
  readonly text: string;
  readonly parts: readonly string[];
}

/** A type's ARN with a star for each variable part. */
const typeShape = memoize((arn: string): Shape => {
  const text = fillArn(arn, () => '*');
  return { text, parts: partsOf(text) };
}, mostTexts);

/** A policy's `Resource` with a star for each variable; the request for an action without resources names '*' itself. */
const patternShape = memoize((resource: string): Shape & { readonly isAny: boolean } => {
  const text = resource.replace(/\$\{[^{}]*\}/g, '*');
  return { text, parts: partsOf(text), isAny: globMatches(text, '*') };
}, mostTexts);

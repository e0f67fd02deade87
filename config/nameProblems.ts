import { isAccepted, textRules } from '../contract/awsLimits';
import type { Problem } from '../contract/problem';
import { stackResourceNames } from '../contract/resourceNames';
import { sageMakerName, sageMakerNameHint } from '../contract/sageMakerName';

/** AWS allows 63 characters. The names of an endpoint's schedule and job definition are up to 19 characters longer. */
export const maxEndpointNameLength = 44;

/** Endpoint names that SageMaker refuses, or that it treats as equal because it ignores case. */
export function nameProblems(names: readonly string[]): Problem[] {
  const first = new Map<string, string>();
  return names.flatMap((name): Problem[] => {
    const path = ['endpoints', name];
    const twin = first.get(name.toLowerCase());
    if (twin === undefined) first.set(name.toLowerCase(), name);
    const problems: Problem[] = [];
    if (!sageMakerName.test(name)) {
      problems.push({ path, text: `invalid endpoint name '${name}': ${sageMakerNameHint}` });
    }
    if (name.length > maxEndpointNameLength) {
      const text = `endpoint name too long (${name.length} characters); use at most ${maxEndpointNameLength}, because monitor names of at most 63 characters are derived from it`;
      problems.push({ path, text });
    }
    if (twin) problems.push({ path, text: `duplicate endpoint name '${twin}'; SageMaker ignores case, rename one` });
    return problems;
  });
}

/**
 * A stack name that is not accepted in the names that contain it. Alarm names are parsed by their dots. A stack that uses
 * an existing trail names none.
 */
export function stackProblems(stack: string, hasOwnTrail = true): Problem[] {
  return invalidStackTexts(stack, hasOwnTrail).map((text) => ({
    path: [],
    text: `${text}; run 'pulumi stack rename'`,
  }));
}

/** The same as error texts without the remedy for a stack that exists. */
export function invalidStackTexts(stack: string, hasOwnTrail = true): string[] {
  if (stack.includes('.')) return [`invalid stack name '${stack}': dots are not allowed`];
  return stackResourceNames(stack)
    .filter(({ what, name }) => (hasOwnTrail || what !== 'trail') && !isAccepted(what, name))
    .map(({ what, name }) => {
      const { allowed, source } = textRules[what];
      return `invalid stack name '${stack}': it makes the ${what} name '${name}', which AWS refuses; use ${allowed} (${source})`;
    });
}

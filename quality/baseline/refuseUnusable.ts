import { UserError } from '../../contract/userError';
import { type DerivedBaseline, deriveBaseline } from './deriveBaseline';

/** Derives a baseline; a UserError lists why it should not be used, when there is a reason. */
export function usableBaseline(args: Parameters<typeof deriveBaseline>[0]): DerivedBaseline {
  return refuseUnusable(deriveBaseline(args));
}

/** The same of a baseline that was derived already. */
export function refuseUnusable(derived: DerivedBaseline): DerivedBaseline {
  if (derived.problems.length === 0) return derived;
  throw new UserError(['no baseline can be derived:', ...derived.problems.map((p) => `  ${p}`)].join('\n'));
}

import { notYetKnown } from '../pack/propertyValue';
import type { LifecycleRule, Transition } from './lifecycleRules';

/**
 * Storage classes from warm to cold, with the minimum age in days for a transition. Objects move only to a colder class.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
const coldness = {
  STANDARD_IA: { minimumDays: 30 },
  INTELLIGENT_TIERING: { minimumDays: 0 },
  ONEZONE_IA: { minimumDays: 30 },
  GLACIER_IR: { minimumDays: 0 },
  GLACIER: { minimumDays: 0 },
  DEEP_ARCHIVE: { minimumDays: 0 },
} as const satisfies Record<string, { minimumDays: number }>;
type StorageClass = keyof typeof coldness;

const classes = Object.keys(coldness) as readonly StorageClass[];

/** Minimum days in a class with a minimum age before the next transition. */
const stayDays = 30;

interface Move {
  readonly to: StorageClass;
  readonly days: number;
}

/**
 * Colder classes bill at least 128 KB for an object, so S3 moves none below unless a rule's size filter says so. Source:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export const smallestMovedBytes = 128 * 1024;

/** Whether a size filter makes an enabled rule move objects that are cheapest where they are. */
export function movesSmallObjects({ enabled, largerThan, transitions, versionTransitions }: LifecycleRule): boolean {
  if (enabled === false || transitions.length + versionTransitions.length === 0) return false;
  return typeof largerThan === 'number' && largerThan < smallestMovedBytes - 1;
}

/** Returns why S3 rejects the transitions of a rule, as clauses that follow the name of the rule. */
export function transitionFaults(rule: LifecycleRule): string[] {
  return [
    ...(rule.mixesDates ? ['uses both days and a date'] : []),
    ...faultsOf('objects', rule.transitions, rule.objectDays),
    ...faultsOf('old versions', rule.versionTransitions, rule.versionDays),
  ];
}

function faultsOf(
  what: 'objects' | 'old versions',
  transitions: readonly Transition[],
  expiry: LifecycleRule['objectDays'],
): string[] {
  const invalidClasses = transitions.flatMap(({ storageClass }) =>
    storageClass === notYetKnown || isClass(storageClass)
      ? []
      : [`moves ${what} to '${storageClass}', which is not one of ${classes.join(', ')}`],
  );
  const moves = transitions
    .flatMap(({ storageClass, days }): Move[] =>
      storageClass !== notYetKnown && isClass(storageClass) && typeof days === 'number'
        ? [{ to: storageClass, days }]
        : [],
    )
    .sort((a, b) => a.days - b.days);
  const tooEarly = moves.flatMap(({ to, days }) => {
    const { minimumDays } = coldness[to];
    return days < minimumDays ? [`moves ${what} to ${to} after ${days} days; the minimum is ${minimumDays}`] : [];
  });
  const invalidSteps = moves.slice(1).flatMap((move, i) => stepFault(what, moves[i], move));
  const last = moves.at(-1);
  const tooLate =
    last && typeof expiry === 'number' && expiry <= last.days
      ? [`expires ${what} after ${expiry} days, before or at their transition to ${last.to} after ${last.days}`]
      : [];
  return [...invalidClasses, ...tooEarly, ...invalidSteps, ...tooLate];
}

function stepFault(what: string, from: Move | undefined, { to, days }: Move): string[] {
  if (!from) return [];
  const step = `moves ${what} to ${from.to} after ${from.days} days and to ${to} after ${days}`;
  if (classes.indexOf(to) <= classes.indexOf(from.to)) return [`${step}, which is not a colder class`];
  if (days === from.days) return [`${step}, on the same day`];
  const stays = coldness[from.to].minimumDays > 0 && days - from.days < stayDays;
  return stays ? [`${step}; the minimum between them is ${stayDays} days`] : [];
}

function isClass(text: string): text is StorageClass {
  return Object.hasOwn(coldness, text);
}

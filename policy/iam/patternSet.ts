import { coversOf, globCovers } from '../pack/globCovers';
import { globsMeet } from '../pack/globsMeet';
import { type Plain, textsOf } from '../pack/plain';
import { TextAnswers } from '../pack/textAnswers';
import { filledArn } from './filledArn';

/** How a pattern of a set and another one have something in common: which of the two is the narrower. */
interface Common {
  readonly pattern: Plain;
  readonly narrower: 'this' | 'other' | 'neither';
}

const sets = new WeakMap<readonly Plain[], PatternSet>();

/** Patterns of ARNs that many others are compared with. What was compared once is remembered. */
export class PatternSet {
  /** The set of a statement's list; of one list always the same. */
  static of(listed: readonly Plain[]): PatternSet {
    const known = sets.get(listed) ?? new PatternSet(listed);
    sets.set(listed, known);
    return known;
  }

  private readonly texts: readonly string[];
  private readonly covered = new Map<string, boolean>();
  private readonly met = new Map<string, boolean>();
  private readonly types = new Map<string, boolean>();
  private readonly shared = new Map<string, readonly Common[]>();

  private constructor(private readonly listed: readonly Plain[]) {
    this.texts = [...new Set(textsOf(listed))];
  }

  /** Whether one of the patterns matches everything that another does. */
  covers(pattern: string): boolean {
    return remembered(this.covered, pattern, () => this.texts.some(coversOf(pattern)));
  }

  /** Whether one of the patterns matches something that another does. */
  meets(pattern: string): boolean {
    return remembered(this.met, pattern, () => this.texts.some((each) => globsMeet(each, pattern)));
  }

  /** Whether one of the patterns matches every resource of a type of the action table. */
  coversType(arn: string): boolean {
    return remembered(this.types, arn, () => {
      const ofPartition = new Map<string, (wider: string) => boolean>();
      return this.texts.some((wider) => {
        const partition = partitions.of(wider);
        const covers = ofPartition.get(partition) ?? coversOf(typePattern(arn, partition));
        ofPartition.set(partition, covers);
        return covers(wider);
      });
    });
  }

  /** The patterns that have something in common with another, in their order. */
  common(other: string): readonly Common[] {
    return remembered(this.shared, other, () =>
      this.listed.flatMap((pattern): Common[] => {
        if (typeof pattern !== 'string') return [{ pattern, narrower: 'this' }];
        if (!globsMeet(other, pattern)) return [];
        if (globCovers(pattern, other)) return [{ pattern, narrower: 'other' }];
        return [{ pattern, narrower: globCovers(other, pattern) ? 'this' : 'neither' }];
      }),
    );
  }
}

/** The partition that a pattern names, `*` where it leaves that open. */
const partitions = new TextAnswers((pattern) => {
  const [, partition = '*'] = pattern.split(':', 2);
  return /[*?]/.test(partition) ? '*' : partition;
});

/** A type's ARN as a pattern, with a star for each variable part; for accounts have one partition only, maybe of that. */
export function typePattern(arn: string, partition = '*'): string {
  return filledArn(arn, (part) => (part === 'Partition' ? partition : '*'));
}

function remembered<T>(answers: Map<string, T>, key: string, answer: () => T): T {
  const known = answers.get(key);
  if (known !== undefined) return known;
  const made = answer();
  answers.set(key, made);
  return made;
}

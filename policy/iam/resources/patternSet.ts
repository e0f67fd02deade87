import { type PropertyValue, textsOf } from '../../pack/propertyValue';
import { coversOf, globCovers, globsMeet } from '../../pack/text/glob';
import { TextAnswers } from '../../pack/text/textAnswers';
import { filledArn } from './filledArn';
import { partitionOf } from './partitionOf';

/** How a pattern of a set and another one have something in common: which of the two is the narrower. */
interface Common {
  readonly pattern: PropertyValue;
  readonly narrower: 'this' | 'other' | 'neither';
}

const sets = new WeakMap<readonly PropertyValue[], PatternSet>();

/** Patterns of ARNs that many others are compared with. What was compared once is remembered. */
export class PatternSet {
  /** The set of a statement's list; of one list always the same. */
  static of(listed: readonly PropertyValue[]): PatternSet {
    const known = sets.get(listed) ?? new PatternSet(listed);
    sets.set(listed, known);
    return known;
  }

  private readonly texts: readonly string[];
  private readonly covered = new TextAnswers((pattern) => this.texts.some(coversOf(pattern)));
  private readonly met = new TextAnswers((pattern) => this.texts.some((each) => globsMeet(each, pattern)));
  private readonly types = new TextAnswers((arn) => this.findType(arn));
  private readonly shared = new TextAnswers((other) => this.findCommon(other));

  private constructor(private readonly listed: readonly PropertyValue[]) {
    this.texts = [...new Set(textsOf(listed))];
  }

  /** Whether one of the patterns matches everything that another does. */
  covers(pattern: string): boolean {
    return this.covered.of(pattern);
  }

  /** Whether one of the patterns matches something that another does. */
  meets(pattern: string): boolean {
    return this.met.of(pattern);
  }

  /** Whether one of the patterns matches every resource of a type of the action table. */
  coversType(arn: string): boolean {
    return this.types.of(arn);
  }

  /** The patterns that have something in common with another, in their order. */
  common(other: string): readonly Common[] {
    return this.shared.of(other);
  }

  private findType(arn: string): boolean {
    const ofPartition = new Map<string, (wider: string) => boolean>();
    return this.texts.some((wider) => {
      const partition = partitionOf(wider);
      const covers = ofPartition.get(partition) ?? coversOf(typePattern(arn, partition));
      ofPartition.set(partition, covers);
      return covers(wider);
    });
  }

  private findCommon(other: string): readonly Common[] {
    return this.listed.flatMap((pattern): Common[] => {
      if (typeof pattern !== 'string') return [{ pattern, narrower: 'this' }];
      if (!globsMeet(other, pattern)) return [];
      if (globCovers(pattern, other)) return [{ pattern, narrower: 'other' }];
      return [{ pattern, narrower: globCovers(other, pattern) ? 'this' : 'neither' }];
    });
  }
}

/** A type's ARN as a pattern, with a star for each variable part; for accounts have one partition only, maybe of that. */
export function typePattern(arn: string, partition = '*'): string {
  return filledArn(arn, (part) => (part === 'Partition' ? partition : '*'));
}

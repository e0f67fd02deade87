import { memoize, mostTexts } from '../../pack/memoize';
import { type PropertyValue, textsOf } from '../../pack/propertyValue';
import { coversOf, globCovers, globsMeet } from '../../pack/text/glob';
import { partitionOf, typePattern } from './arnPattern';

/** A pattern of the set that overlaps with another, and which of the two is narrower. */
interface Overlap {
  readonly pattern: PropertyValue;
  readonly narrower: 'this' | 'other' | 'neither';
}

/** ARN patterns that many others are compared with. */
export class PatternSet {
  private readonly texts: readonly string[];

  constructor(private readonly listed: readonly PropertyValue[]) {
    this.texts = [...new Set(textsOf(listed))];
  }

  /** Whether one of the patterns matches everything that another pattern matches. */
  readonly covers = memoize((pattern: string) => this.texts.some(coversOf(pattern)), mostTexts);

  /** Whether one of the patterns overlaps with another pattern. */
  readonly overlaps = memoize((pattern: string) => this.texts.some((text) => globsMeet(text, pattern)), mostTexts);

  /** Whether one of the patterns matches every resource of a type of the action table. */
  readonly coversType = memoize((arn: string) => this.findType(arn), mostTexts);

  /** The patterns that overlap with another, in their order. */
  readonly overlapsWith = memoize((other: string) => this.findOverlaps(other), mostTexts);

  private findType(arn: string): boolean {
    const ofPartition = new Map<string, (wider: string) => boolean>();
    return this.texts.some((wider) => {
      const partition = partitionOf(wider);
      const covers = ofPartition.get(partition) ?? coversOf(typePattern(arn, partition));
      ofPartition.set(partition, covers);
      return covers(wider);
    });
  }

  private findOverlaps(other: string): readonly Overlap[] {
    return this.listed.flatMap((pattern): Overlap[] => {
      if (typeof pattern !== 'string') return [{ pattern, narrower: 'this' }];
      if (!globsMeet(other, pattern)) return [];
      if (globCovers(pattern, other)) return [{ pattern, narrower: 'other' }];
      return [{ pattern, narrower: globCovers(other, pattern) ? 'this' : 'neither' }];
    });
  }
}

/** The set of a statement's list; one set per list. */
export const patternSet = memoize((listed: readonly PropertyValue[]) => new PatternSet(listed));

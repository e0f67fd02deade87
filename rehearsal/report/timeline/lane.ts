import type { Markup } from '../../../report/html/markup';

/** The horizontal axis of a timeline, in pixels. */
export interface TimeAxis {
  readonly left: number;
  readonly right: number;
  /** Width of an hour. */
  readonly hourWidth: number;
  /** Where an instant stands; those outside the rehearsed hours stand at the edge. */
  readonly x: (instant: string) => number;
}

/** A row of a timeline; its content is drawn from y = 0 on. */
export interface Lane {
  readonly label: string;
  /** Smaller, under the label. */
  readonly note?: string;
  /** Starts a group of lanes, with a line above. */
  readonly first?: boolean;
  readonly height: number;
  readonly content: readonly Markup[];
}

import { formatCount } from './formats';

/** Files of a folder that a command passes over, by their names. */
export interface OtherFiles {
  readonly folder: string;
  readonly count: number;
  /** The first 100, sorted. */
  readonly names: readonly string[];
}

/** Files that are named. */
const namedFiles = 3;

/** Names the files that are passed over, as a clause. */
export function describeOtherFiles({ folder, count, names }: OtherFiles): string {
  const more = count > namedFiles ? ` and ${count - namedFiles} more` : '';
  return `${folder}: ${formatCount(count, 'other file')} not read: ${names.slice(0, namedFiles).join(', ')}${more}`;
}

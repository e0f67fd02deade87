import type { Violation } from '../../contract/modelMonitorFiles';

interface UnknownKeyCount {
  readonly side: string;
  readonly key: string;
  readonly rows: number;
}

/** Unknown keys that a description names. */
const namedKeys = 5;

/**
 * Keys that most rows have and no column is captured under are extra columns: Model Monitor would count them. Undefined if
 * there are none.
 */
export function unknownKeysViolation(
  unknownKeys: readonly UnknownKeyCount[],
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Violation | undefined {
  const extra = unknownKeys.filter((key) => key.rows > rows / 2);
  if (extra.length === 0) return undefined;
  const names = extra.slice(0, namedKeys).map(({ side, key }) => `'${key}' in the ${side}`);
  const more = extra.length > namedKeys ? [`${extra.length - namedKeys} more`] : [];
  return {
    feature_name: 'Extra columns',
    constraint_check_type: 'extra_column_check',
    description: `There are extra columns in current dataset. Number of columns in current dataset: ${columns + extra.length}, Number of columns in baseline constraints: ${columns}. Unknown: ${[...names, ...more].join(', ')}`,
  };
}

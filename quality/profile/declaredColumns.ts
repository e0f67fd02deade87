import { type Column, columnsOf, type SchemaContent } from '../../contract/captureSchema';
import { type ColumnProfile, categoryProfile, ignoredProfile } from './columnStatistics';

/**
 * Profiles of columns as a schema declares them: categories whatever the values look like, and ignored columns without
 * counts. Columns of another number than the schema's are returned unchanged.
 */
export function declaredColumns(
  columns: readonly ColumnProfile[],
  schema: SchemaContent | undefined,
): readonly ColumnProfile[] {
  const declared = schema ? columnsOf(schema) : [];
  if (declared.length !== columns.length) return columns;
  return columns.map((column, i) => declaredColumn(column, declared[i]));
}

function declaredColumn(column: ColumnProfile, declared: Column | undefined): ColumnProfile {
  if (declared?.ignored) return ignoredProfile(column.statistics.name);
  return declared?.type === 'Category' ? categoryProfile(column) : column;
}

import { columnsOf, type SchemaContent } from '../../contract/captureSchema';
import { needsPreprocessor } from '../../contract/recordPreprocessor';
import { planByOrder, type ReadingPlan, readingPlanOf } from '../record/readingPlan';

/** The columns of captures, and how they are read. */
export interface WindowPlan {
  /** The columns of the baseline or schema, in order. */
  readonly names: readonly string[];
  readonly plan: ReadingPlan;
  /** Places of columns that are captured but not analyzed. */
  readonly ignored: ReadonlySet<number>;
  /** Whether Model Monitor reads the captures with a record preprocessor: it then refuses none of their forms. */
  readonly hasPreprocessor: boolean;
}

/**
 * How the captures of a baseline's columns are read. Without a schema, as in baselines that are older than the registry, the
 * sides of the columns are not known.
 */
export function windowPlanOf(names: readonly string[], schema: SchemaContent | undefined): WindowPlan {
  const columns = schema ? columnsOf(schema) : [];
  if (!schema || columns.length !== names.length) {
    return { names, plan: planByOrder(names), ignored: new Set(), hasPreprocessor: false };
  }
  const ignored = columns.flatMap((column, i) => (column.ignored ? [i] : []));
  return { names, plan: readingPlanOf(schema), ignored: new Set(ignored), hasPreprocessor: needsPreprocessor(schema) };
}

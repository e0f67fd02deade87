import { andMore } from '../../contract/andMore';
import { bodyOddities } from './bodyOddities';
import { containerRefusals } from './containerRefusals';
import type { CaptureNotes } from './noteList';

/** What captures show besides their rows, as sentences: headers, unknown keys, and what Model Monitor refuses. */
export function describeNotes({
  excludedRecords,
  headerRows,
  unknownKeys,
  oddities,
  containerRefusals: refusals,
  missingColumns = [],
  otherColumns = [],
}: CaptureNotes): string[] {
  return [
    ...(missingColumns.length > 0
      ? [`no column ${quoted(missingColumns)} of the answer: only the other columns are checked`]
      : []),
    ...(otherColumns.length > 0 ? [`left out, as the baseline does not have them: ${quoted(otherColumns)}`] : []),
    ...(excludedRecords > 0 ? [`${countOf(excludedRecords, 'record')} left out by captures.exclude`] : []),
    ...(headerRows > 0 ? [`${countOf(headerRows, 'header')} among the rows left out`] : []),
    ...unknownKeys.map(
      ({ side, key, rows, file, line }) =>
        `unknown key '${key}' in the ${side}: ${countOf(rows, 'row')}, first ${file}:${line}`,
    ),
    ...oddities.map(
      ({ kind, records, file, line }) => `${countOf(records, 'record')}, first ${file}:${line}: ${bodyOddities[kind]}`,
    ),
    ...refusals.map(({ kind, records, file, line }) => {
      const { reason, setting } = containerRefusals[kind];
      return `Model Monitor would fail on ${countOf(records, 'record')}, first ${file}:${line}: ${reason}; set ${setting} in the schema to get a record preprocessor`;
    }),
  ];
}

/** Columns that a sentence names. */
const namedColumns = 5;

function quoted(names: readonly string[]): string {
  return andMore(
    names.map((name) => `'${name}'`),
    namedColumns,
  );
}

const countOf = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

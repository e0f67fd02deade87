import { incidentStates } from '../../incidents/memory/incidentState';
import { type IncidentStatistics, incidentStatistics } from '../../incidents/memory/incidentStatistics';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import { emptyReason, type FilterOptions, readSelected, withStore } from './incidentOptions';

/** Shows how many incidents there were, about what, and how long they took. */
export function showStatistics(options: FilterOptions): Promise<void> {
  return withStore(options, async (store) => {
    const { records, unreadable } = await readSelected(store, options);
    const statistics = incidentStatistics(records);
    if (records.length === 0) {
      printEmpty('count', emptyReason(options), options.json ? { ...statistics, unreadable } : undefined);
      process.exitCode = exitCodes.empty;
    } else if (options.json) printJson({ ...statistics, unreadable });
    else printText(describeStatistics(statistics));
  });
}

/** Values of a kind that are listed. */
const listedValues = 5;

function describeStatistics(statistics: IncidentStatistics): string {
  const { incidents, states, withCause } = statistics;
  const counted = incidentStates.filter((state) => states[state] > 0).map((state) => `${states[state]} ${state}`);
  const hours = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(1));
  const spans = [
    ['detect', statistics.toDetect],
    ['acknowledge', statistics.toAcknowledge],
    ['close', statistics.toClose],
    ['resolve', statistics.toResolve],
  ] as const;
  const values = (['endpoints', 'checks', 'features'] as const).flatMap((kind) =>
    statistics[kind]
      .slice(0, listedValues)
      .map(({ value, incidents }, i) => [i === 0 ? kind : '', value, String(incidents)]),
  );
  return [
    `${formatCount(incidents, 'incident')}: ${counted.join(', ')}; ${withCause} with a recorded cause`,
    '',
    ...textTable(
      [
        { title: 'hours to' },
        { title: 'incidents', numeric: true },
        { title: 'median', numeric: true },
        { title: 'longest', numeric: true },
      ],
      spans.map(([name, span]) => [name, String(span.incidents), hours(span.medianHours), hours(span.longestHours)]),
    ),
    '',
    ...textTable(
      [{ title: 'most frequent' }, { title: 'value', width: 40 }, { title: 'incidents', numeric: true }],
      values,
    ),
  ].join('\n');
}

import { formatCount } from '../../report/text/formats';

/** How long a stack keeps its log, by its settings. */
export interface LogRetention {
  readonly capturesDays: number;
  /** Of the copy of the trail's records in the log group. */
  readonly logDays: number;
  /** Of the files of the stack's own trail; undefined for an existing trail. */
  readonly retentionYears?: number;
  readonly objectLock?: string;
}

/** A part of what the monitoring keeps. */
export interface LogPart {
  readonly what: string;
  readonly where: string;
  readonly kept: string;
  /** Whether it is part of the log: of what shows how the system was monitored, and by whom this was changed. */
  readonly isLog: boolean;
}

/**
 * Describes what is the log of the monitoring and how long it is kept: at least six months for a system under articles 19 and
 * 26 of the EU AI Act. Captures are not part of it: reports have their statistics.
 * @param retention undefined if the settings are not known
 */
export function describeLog(retention: LogRetention | undefined): LogPart[] {
  const days = (setting: string, count: number | undefined) =>
    count === undefined ? `for the setting ${setting}` : formatCount(count, 'day');
  const kept = 'until somebody deletes them; a deletion is on record';
  return [
    { what: 'reports of every window', where: 'reports/ in the store', kept, isLog: true },
    { what: 'incidents', where: 'incidents/ in the store', kept, isLog: true },
    {
      what: 'records of calls',
      where: "files of the trail's bucket",
      kept: describeTrailFiles(retention),
      isLog: true,
    },
    {
      what: 'copy of the records of calls',
      where: "log group of the stack's own trail",
      kept: days('retention.logDays', retention?.logDays),
      isLog: false,
    },
    {
      what: 'captures',
      where: 'captures/ in the store',
      kept: days('retention.capturesDays', retention?.capturesDays),
      isLog: false,
    },
  ];
}

function describeTrailFiles(retention: LogRetention | undefined): string {
  if (retention === undefined) return 'for the setting evidence.retentionYears';
  const { retentionYears, objectLock = 'none' } = retention;
  if (retentionYears === undefined) return 'as long as the bucket of the existing trail keeps them';
  return `${formatCount(retentionYears, 'year')}${objectLock === 'none' ? '' : `, with Object Lock in ${objectLock} mode`}`;
}

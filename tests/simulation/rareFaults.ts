import { onePass } from './incidentFaults';
import { changeSource, type SourceChange } from './simulatedFunctions';

const endpointState = 'functions/analyzer/endpointState.ts';
const endpointRun = 'functions/analyzer/endpointRun.ts';
const windowRun = 'functions/analyzer/windowRun.ts';
const storedFile = 'functions/analyzer/storedFile.ts';
const storedCaptures = 'store/storedCaptures.ts';
const incident = 'incidents/document/incident.ts';
const mergeReport = 'incidents/document/mergeReport.ts';
const incidentMessages = 'incidents/document/incidentMessages.ts';
const incidentHandler = 'functions/incident/incidentHandler.ts';
const keepIncidents = 'functions/incident/keepIncidents.ts';

/** Faults of two invocations of the incident function at the same time, which the pauses must find. */
export const pauseFaults: Readonly<Record<string, readonly SourceChange[]>> = {
  'summary: it is read after its report': [
    ...changeSource(
      incidentHandler,
      'const stored = await readTextIfPresent(args, prefix + windowSummaryFile);\n      const run = await readRunReport(args, report, prefix, keys);',
      'const run = await readRunReport(args, report, prefix, keys);\n      const stored = await readTextIfPresent(args, prefix + windowSummaryFile);',
    ),
  ],
  'incidents: one pass is enough': changeSource(
    keepIncidents,
    'if (!(await writeEach(args, planned, stored, outbox))) return;',
    onePass,
  ),
  'incidents: the summary is not read again': changeSource(
    keepIncidents,
    'pass === 0 ? reportOf(args, run.prefix, summary, run) : await readReport(args, key)',
    'reportOf(args, run.prefix, summary, run)',
  ),
};

/** Faults that the random schedules do not find, or in thousands of schedules only, each with the reason. */
export const rareFaults: Readonly<Record<string, readonly SourceChange[]>> = {
  // Lambda stops a run a minute before its lock expires, so that its lock is its own until it ends; endpointState.spec.ts finds it.
  'lock: another run releases it': changeSource(
    endpointState,
    'if (readState(key, locked.text).lock?.run !== run) return;',
    '',
  ),
  // The window is analyzed by a later run; endpointState.spec.ts finds it.
  'lock: a write whose response was lost is taken for a lost race': changeSource(
    storedFile,
    '(await write) || (await isWritten())',
    'await write',
  ),
  // Only the invocation with the lock writes; endpointState.spec.ts finds it.
  'files: a lost race is ignored': changeSource(
    storedFile,
    'if (await writeStored(store, key, text, stored?.etag, metadata)) return;',
    'await writeStored(store, key, text, stored?.etag, metadata); return;',
  ),
  // Equivalent: captures are only looked for from an earlier instant.
  'state: the end of the complete windows moves back': changeSource(
    endpointRun,
    "laterOf(progress.complete ?? '', complete.toISOString())",
    'complete.toISOString()',
  ),
  // Equivalent: the listing begins with an hour, and the captures of an hour are those of whole windows.
  'captures: those before the first hour are counted': changeSource(storedCaptures, 'from <= at && at < to', 'at < to'),
  // The event of an incident that was written is handled once more; analyzerReports.spec.ts finds it.
  'incidents: they are derived once': changeSource(keepIncidents, 'const maxPasses = 5;', 'const maxPasses = 1;'),
  // Equivalent: a clean window closes all open incidents of a schedule, so that those that overlap end together.
  'incidents: the first affected window is looked for once': changeSource(
    keepIncidents,
    'return first === undefined ? window : firstAffected(incidents, first);',
    'return first ?? window;',
  ),
  // It takes two open incidents with a check in common, which their order rules out; storedIncidents.spec.ts finds it.
  'incidents: the oldest one is continued': changeSource(
    keepIncidents,
    'a.opened < b.opened ? 1 : -1',
    'a.opened < b.opened ? -1 : 1',
  ),
  // Equivalent: an emptied incident was closed at its own start, so that no window continues or closes it.
  'incidents: emptied ones are taken for open': changeSource(
    keepIncidents,
    'const isFilled = ({ reports }: Incident) => reports.length > 0;',
    'const isFilled = (_: Incident) => true;',
  ),
  // Incidents with an earlier report of the window are derived from nothing; incident.spec.ts finds it.
  'incident: a rerun adds its report': changeSource(
    incident,
    'incident.reports.filter(({ key }) => key !== report.key)',
    'incident.reports',
  ),
  // Reports are added in order of their windows; incident.spec.ts finds it.
  'incident: its last window is that of the last report to come': changeSource(
    incident,
    'lastWindow: reports.at(-1)?.window ?? window,',
    'lastWindow: window,',
  ),
  // Reports are added in order of their windows; incident.spec.ts finds it.
  'incident: an earlier window replaces the text of a later one': changeSource(
    mergeReport,
    'if (before && before.last > window) continue;',
    '',
  ),
  // Reports are added in order of their windows; incident.spec.ts finds it.
  'incident: its reports are in order of arrival': changeSource(
    incident,
    '.sort((a, b) => a.window.localeCompare(b.window))',
    '',
  ),
  // Reports are added in order of their windows; incident.spec.ts finds it.
  'incident: an earlier clean window closes it': changeSource(
    incident,
    'incident.schedule === report.monitoringSchedule && after',
    'incident.schedule === report.monitoringSchedule',
  ),
  // Incidents with an earlier report of the window are derived from nothing; incident.spec.ts finds it.
  'incident: violations that a rerun has not stay': changeSource(
    mergeReport,
    'return first === undefined || last === undefined ? []',
    'return first === undefined || last === undefined ? [entry]',
  ),
  // The versions of a report determine its violations, unless the SLA changes; incident.spec.ts finds it.
  'incident: a report with other violations is known': changeSource(
    incident,
    'report.version === version && report.broken.join() === broken',
    'report.version === version',
  ),
  // It takes two schedules of one endpoint; incident.spec.ts finds it.
  'incident: two of one first window are two': changeSource(
    incident,
    'if (incident.opened === report.hour.toISOString()) return true;',
    '',
  ),
  // Only the reads grow; eventOrder.spec.ts finds it.
  'messages: those of a batch are in order of arrival': changeSource(
    incidentHandler,
    '[...tasks].sort(([a], [b]) => (a < b ? -1 : 1))',
    '[...tasks]',
  ),
  // The whole batch is delivered again; incidentHandler.spec.ts finds it.
  'messages: the first failure ends a batch': changeSource(
    incidentHandler,
    '.catch((error: unknown) => fail(messageIds, error))',
    '',
  ),
  // It takes a store that is slow for two runs in a row; analyzerHandler.spec.ts finds it.
  'windows: one that exceeded the limits twice is not run again': changeSource(
    windowRun,
    'return worthRetrying;',
    'return false;',
  ),
  // It takes a store that is slow for two runs in a row; analyzerHandler.spec.ts finds it.
  'windows: one that failed at its limits is not waited for': changeSource(
    endpointRun,
    '!record || !isFinished(job, record)',
    '!record',
  ),
  // It takes an invocation that ends between its writes of two documents that separate; messageIds.spec.ts finds it.
  'messages: those that move are removed first': changeSource(
    incidentMessages,
    'before.id !== messages[0]?.id',
    'before.id === messages[0]?.id',
  ),
  // The message moves with its incident, and its id is new in the thread; messageIds.spec.ts finds it.
  'messages: they do not return when two incidents separate': changeSource(
    incidentMessages,
    '.filter((other) => other.messages.length > 0 && threadOf(other) === thread)',
    '.filter((other) => other === incident)',
  ),
  // It takes two windows that begin at the same instant after a change of the schedule; analyzerReports.spec.ts finds it.
  'incidents: windows of one start are not told apart': changeSource(keepIncidents, '!isShared && ', ''),
  // It takes several incidents of one hour that overlap: about one of 6,000 schedules finds it.
  'incidents: reports before the first affected window are read too': changeSource(
    keepIncidents,
    'reports.filter(({ hour }) => hour >= from)',
    'reports',
  ),
};

import { changeSource, type SourceChange } from './simulatedFunctions';

const incident = 'incidents/document/incident.ts';
const incidentHandler = 'functions/incident/incidentHandler.ts';
const keepIncidents = 'functions/incident/keepIncidents.ts';
const incidentMessages = 'incidents/document/incidentMessages.ts';
const messageOutbox = 'functions/incident/messageOutbox.ts';
const storeObjects = 'functions/incident/storeObjects.ts';

/** What replaces the end of a pass, so that none follows. */
export const onePass = 'await writeEach(args, planned, stored, outbox);\n    return;';

/** Faults of the incident function, which the random schedules must find. */
export const incidentFaults: Readonly<Record<string, readonly SourceChange[]>> = {
  'messages: one that failed is not delivered again': changeSource(
    incidentHandler,
    'failed.add(messageId)',
    'void messageId',
  ),
  'summary: it is never replaced': changeSource(incidentHandler, 'if (stored?.text !== text) {', 'if (!stored) {'),
  'summary: nothing follows after it was written': changeSource(
    incidentHandler,
    '  // Incidents and trends follow',
    '  if (stored?.text === text) return;\n  // Incidents and trends follow',
  ),
  'objects: a write overwrites whatever is there': changeSource(
    storeObjects,
    "replaces === undefined ? { IfNoneMatch: '*' } : { IfMatch: replaces }",
    '{}',
  ),
  'objects: a new object overwrites another': changeSource(
    storeObjects,
    "replaces === undefined ? { IfNoneMatch: '*' } :",
    'replaces === undefined ? {} :',
  ),
  'incidents: those that lost their windows stay': changeSource(
    keepIncidents,
    '(incident.opened >= from || isTold(incident))',
    'isTold(incident)',
  ),
  'incidents: a clean window does not close': changeSource(
    incident,
    "incident.status === 'open' && incident.schedule",
    "incident.status === 'closed' && incident.schedule",
  ),
  'summary: metrics are published for the first one only': changeSource(
    incidentHandler,
    'await publishRun(args, summary, monitored);',
    'if (!stored) await publishRun(args, summary, monitored);',
  ),
  'summary: its metrics are published after it': changeSource(
    incidentHandler,
    `    await publishRun(args, summary, monitored);
    await writeText(args, { key, text, contentType: 'application/json', replaces: stored?.etag });`,
    `    await writeText(args, { key, text, contentType: 'application/json', replaces: stored?.etag });
    await publishRun(args, summary, monitored);`,
  ),
  'baseline: a failed read is remembered': changeSource(
    'functions/incident/endpointMonitors.ts',
    'this.baselines.delete(key);\n      throw error;',
    'throw error;',
  ),
  'report: a file that its listing lacks is ignored': changeSource(
    'functions/incident/runReport.ts',
    '...arrived]',
    ']',
  ),
  'report: one without statistics is summarized': changeSource(
    'functions/incident/runReport.ts',
    'if (statisticsKey === undefined) return undefined;',
    "if (statisticsKey === undefined) throw new Error('no statistics');",
  ),
  'incidents: only the first change is written': [
    ...changeSource(keepIncidents, 'of changed) await write', 'of changed.slice(0, 1)) await write'),
    ...changeSource(keepIncidents, 'if (!(await writeEach(args, planned, stored, outbox))) return;', onePass),
  ],
  'incidents: a changed report is added to the newest state': changeSource(
    keepIncidents,
    'if (!isChanged && !isShared',
    'if (!isShared',
  ),
  'incidents: each report is the newest': changeSource(keepIncidents, '!(await hasLaterSummary(args, report))', 'true'),
  'incidents: a summary of the same hour is not later': changeSource(
    keepIncidents,
    'runAtOf(key) > runAt',
    'runAtOf(key) > new Date(runAt.getTime() + 3_600_000)',
  ),
  'incidents: the reports after a window are not in order': changeSource(
    keepIncidents,
    '.sort((a, b) => a.hour.getTime() - b.hour.getTime())',
    '.reverse()',
  ),
  'incidents: the first affected window is the own one': changeSource(
    keepIncidents,
    'return first === undefined ? window : firstAffected(incidents, first);',
    'return window;',
  ),
  'incidents: closed ones are never affected': changeSource(
    keepIncidents,
    'opened < window && (closed === undefined || closed >= window)',
    'opened < window && closed === undefined',
  ),
  'incidents: a clean window opens nothing, and changes nothing': changeSource(
    keepIncidents,
    'if (isClean && from === window && !isOpened && overlapping === undefined)',
    'if (isClean)',
  ),
  'incident: it stays closed for an earlier window': changeSource(
    incident,
    'closed === undefined || closed >= window',
    'closed === undefined',
  ),
  'incident: it is open again for any window': changeSource(
    incident,
    'closed === undefined || closed >= window',
    'true',
  ),
  'incident: it goes on after it was closed': changeSource(
    incident,
    "return incident.status === 'open' && isOfSchedule(incident, report) && inTime && shared;",
    'return isOfSchedule(incident, report) && inTime && shared;',
  ),
  'incident: it goes on with any check': changeSource(incident, 'inTime && shared', 'inTime'),
  'incident: it goes on after a day': changeSource(incident, 'inTime && shared', 'shared'),
  'messages: those of a separated incident stay': changeSource(
    incidentMessages,
    'thread !== id && incidents.some(',
    'false && incidents.some(',
  ),
  'messages: one that an invocation left is not sent': changeSource(
    messageOutbox,
    'return replace(pending, {});',
    'return incident;',
  ),
  'incident: a report of another version is known': changeSource(
    incident,
    'report.version === version && report.broken.join() === broken',
    'report.broken.join() === broken',
  ),
};

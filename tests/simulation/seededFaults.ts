import type { SourceChange } from './simulatedFunctions';

const endpointState = 'functions/analyzer/endpointState.ts';
const analyzerHandler = 'functions/analyzer/analyzerHandler.ts';
const endpointRun = 'functions/analyzer/endpointRun.ts';
const windowRun = 'functions/analyzer/windowRun.ts';
const storedFile = 'functions/analyzer/storedFile.ts';
const storedCaptures = 'store/storedCaptures.ts';
const windowSchedule = 'contract/windowSchedule.ts';
const incident = 'incidents/document/incident.ts';
const incidentHandler = 'functions/incident/incidentHandler.ts';
const keepIncidents = 'functions/incident/keepIncidents.ts';
const storeObjects = 'functions/incident/storeObjects.ts';

/** One fault: in a file, a text becomes another. */
const change = (file: string, find: string, replace: string): readonly SourceChange[] => [{ file, find, replace }];

/** Faults of the code that keeps windows from being lost or doubled. The simulation must find each. */
export const seededFaults: Readonly<Record<string, readonly SourceChange[]>> = {
  'lock: that of another run is ignored': change(endpointState, 'lock.run !== ownRun &&', 'false &&'),
  'lock: that of another invocation of the event is ignored': [
    ...change(endpointState, 'lock.run !== ownRun &&', 'lock.run !== (args as LockArgs).run &&'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text that is replaced
    ...change(analyzerHandler, '`${context.awsRequestId}/${randomUUID()}`', 'context.awsRequestId'),
  ],
  'lock: it never expires': change(endpointState, '> now.getTime()', '> 0'),
  'lock: it has always expired': change(endpointState, '> now.getTime()', '> Number.POSITIVE_INFINITY'),
  'lock: the state is written whatever it is by now': change(
    endpointState,
    'await writeStored(store, key, text, stored?.etag)',
    'await writeStored(store, key, text, (await store.read(key))?.etag)',
  ),
  'lock: a lost race for it is ignored': change(
    endpointState,
    'if (!(await writeStored(store, key, text, stored?.etag))) throw overlap',
    'if ((await writeStored(store, key, text, stored?.etag)) === undefined) throw overlap',
  ),
  'lock: it is not released': change(
    endpointState,
    'await store.replace(key, stateText(next, null), locked.etag);',
    '',
  ),
  'state: its beginning is forgotten': change(endpointState, '= begin(before);', '= begin(undefined);'),
  'files: equal bytes are written again': change(storedFile, 'if (stored?.text === text) return;', ''),
  'files: an earlier file is never replaced': change(
    storedFile,
    'if (stored?.text === text) return;',
    'if (stored) return;',
  ),
  'windows: one without a record is not run': change(
    windowRun,
    'if (record?.inputs === undefined) return true;',
    'if (record?.inputs === undefined) return false;',
  ),
  'windows: late captures are ignored': change(windowRun, 'return captures.length >= record.files;', 'return false;'),
  'windows: each is run each time': change(
    windowRun,
    '.includes(record.inputs)) return false;',
    '.includes(record.inputs)) return true;',
  ),
  'windows: the digest of captures is constant': change(
    windowRun,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text that is replaced
    'hash.update(`${key} ${etag}\\n`)',
    'void [key, etag]',
  ),
  'report: the record is written first': change(
    windowRun,
    `    await writeReport(store, prefix, report);
    const record = recordOf(job, { ...outcome, bytes: progress.bytes }, startedAt, now());
    await writeIfChanged(store, prefix + runRecordFile, \`\${JSON.stringify(record, null, 2)}\\n\`);
`,
    `    const record = recordOf(job, { ...outcome, bytes: progress.bytes }, startedAt, now());
    await writeIfChanged(store, prefix + runRecordFile, \`\${JSON.stringify(record, null, 2)}\\n\`);
    await writeReport(store, prefix, report);
`,
  ),
  'report: the statistics are written first': change(
    windowRun,
    '[reportFiles.constraints, reportFiles.rejects, reportFiles.violations, reportFiles.statistics]',
    '[reportFiles.statistics, reportFiles.constraints, reportFiles.rejects, reportFiles.violations]',
  ),
  'report: the last failure is forgotten': change(
    windowRun,
    "status: 'Failed', reason, rows: 0, rejected: 0 } as const",
    "status: 'Failed', reason, rows: 0, rejected: 0, inputs: digestOf(captures) } as const",
  ),
  'captures: those of earlier windows are not listed': change(
    endpointRun,
    'const lateHours = 26;',
    'const lateHours = 0;',
  ),
  'captures: the last one of a listing is skipped': change(
    storedCaptures,
    '(await store.list(below, range)).flatMap(parseCapture)',
    '(await store.list(below, range)).slice(0, -1).flatMap(parseCapture)',
  ),
  'captures: each counts twice': change(
    storedCaptures,
    '(await store.list(below, range)).flatMap(parseCapture)',
    '(await store.list(below, range)).flatMap((object) => [object, object]).flatMap(parseCapture)',
  ),
  'captures: their minutes are ignored': change(storedCaptures, 'captureMinute(object.key) * minuteMs', '0'),
  'windows: only the current one is run': change(endpointRun, '...(await selectDue(args, earlier))', ''),
  'windows: a run at its due time takes the window before': change(
    windowSchedule,
    'candidate * minuteMs <= until.getTime()',
    'candidate * minuteMs < until.getTime()',
  ),
  'windows: one ends where it begins': change(
    windowSchedule,
    'candidate * minuteMs > after.getTime()',
    'candidate * minuteMs >= after.getTime()',
  ),
  'windows: a schedule of minutes has keys of hours': change(windowSchedule, '.shortest < 60', '.shortest < 0'),
  'messages: one that failed is not delivered again': change(
    incidentHandler,
    'failed.add(messageId)',
    'void messageId',
  ),
  'summary: it is never replaced': change(incidentHandler, 'if (stored?.text !== text) {', 'if (!stored) {'),
  'summary: nothing follows after it was written': change(
    incidentHandler,
    '  // Incidents follow',
    '  if (stored?.text === text) return;\n  // Incidents follow',
  ),
  'objects: a write overwrites whatever is there': change(
    storeObjects,
    "replaces === undefined ? { IfNoneMatch: '*' } : { IfMatch: replaces }",
    '{}',
  ),
  'objects: a new object overwrites another': change(
    storeObjects,
    "replaces === undefined ? { IfNoneMatch: '*' } :",
    'replaces === undefined ? {} :',
  ),
  'incidents: those that lost their windows stay': change(
    keepIncidents,
    '.filter(({ incident }) => incident.opened >= from && !incidents.has(incident.opened))',
    '.filter(() => false)',
  ),
  'incidents: a clean window does not close': change(
    incident,
    "incident.status === 'open' && incident.schedule",
    "incident.status === 'closed' && incident.schedule",
  ),
  'lock: another run releases it': change(
    endpointState,
    'if (readState(key, locked.text).lock?.run !== run) return;',
    '',
  ),
  'lock: a write whose response was lost is taken for a lost race': change(
    storedFile,
    '(await write) || (await isWritten())',
    'await write',
  ),
  'lock: a write that failed counts as written': change(
    storedFile,
    'if (await isWritten()) return true;',
    'return true;',
  ),
  'files: a lost race is ignored': change(
    storedFile,
    'if (await writeStored(store, key, text, stored?.etag)) return;',
    'await writeStored(store, key, text, stored?.etag); return;',
  ),
  'files: those of an earlier run stay': change(
    windowRun,
    'files[name] ?? ((await store.read(prefix + name)) && emptyFiles[name])',
    'files[name]',
  ),
  'windows: one is run again after captures were deleted': change(
    windowRun,
    'return captures.length >= record.files;',
    'return true;',
  ),
  'windows: one that failed is complete': change(
    endpointRun,
    'isComplete: records.length === selected.length',
    'isComplete: true',
  ),
  'windows: none after a long pause': change(
    endpointRun,
    'Math.min(from.getTime(), Date.parse(complete))',
    'from.getTime()',
  ),
  'windows: the late ones of short windows are never looked for': change(
    endpointRun,
    'to.getUTCMinutes() === 0 ? lateHours : 1',
    '1',
  ),
  'windows: those of a former schedule are of the present one': change(
    'functions/analyzer/scheduledWindow.ts',
    'former: [...former, ...ended].slice(-keptSchedules)',
    'former: []',
  ),
  'windows: a changed schedule begins at its own event': change(
    'functions/analyzer/scheduledWindow.ts',
    'schedule, since: until, former',
    'schedule, since: from, former',
  ),
  'windows: an event before the first window does not begin it earlier': change(
    'functions/analyzer/scheduledWindow.ts',
    'return from < since && former.length === 0 ? { ...next, since: from } : next;',
    'return next;',
  ),
  'state: the end of the windows moves back': change(
    'functions/analyzer/scheduledWindow.ts',
    'until: laterOf(until, to)',
    'until: to',
  ),
  'state: the end of the complete windows moves back': change(
    endpointRun,
    "laterOf(progress.complete ?? '', due.to.toISOString())",
    'due.to.toISOString()',
  ),
  'captures: those of the last hour are not listed': change(
    storedCaptures,
    'Math.ceil(to.getTime() / hourMs)',
    'Math.floor(to.getTime() / hourMs)',
  ),
  'captures: those of a later window are counted': change(storedCaptures, 'from <= at && at < to', 'from <= at'),
  'captures: those before the first hour are counted': change(storedCaptures, 'from <= at && at < to', 'at < to'),
  'summary: metrics are published for the first one only': change(
    incidentHandler,
    'await publishRun(args, summary, monitored);',
    'if (!stored) await publishRun(args, summary, monitored);',
  ),
  'summary: its metrics are published after it': change(
    incidentHandler,
    `    await publishRun(args, summary, monitored);
    await writeText(args, { key, text, contentType: 'application/json', replaces: stored?.etag });`,
    `    await writeText(args, { key, text, contentType: 'application/json', replaces: stored?.etag });
    await publishRun(args, summary, monitored);`,
  ),
  'summary: it is read after its report': [
    ...change(
      incidentHandler,
      'const stored = await readTextIfPresent(args, prefix + windowSummaryFile);\n      const run = await readRunReport(args, report, prefix, keys);',
      'const run = await readRunReport(args, report, prefix, keys);\n      const stored = await readTextIfPresent(args, prefix + windowSummaryFile);',
    ),
  ],
  'baseline: a failed read is remembered': change(
    'functions/incident/endpointMonitors.ts',
    'this.baselines.delete(key);\n      throw error;',
    'throw error;',
  ),
  'report: a file that its listing lacks is ignored': change('functions/incident/runReport.ts', '...arrived]', ']'),
  'report: one without statistics is summarized': change(
    'functions/incident/runReport.ts',
    'if (statisticsKey === undefined) return undefined;',
    "if (statisticsKey === undefined) throw new Error('no statistics');",
  ),
  'incidents: they are derived once': change(keepIncidents, 'const maxPasses = 5;', 'const maxPasses = 1;'),
  'incidents: one pass is enough': change(
    keepIncidents,
    'for (const incident of changed) await writeIncident(place, incident, stored.get(incident.opened));',
    'for (const incident of changed) await writeIncident(place, incident, stored.get(incident.opened)); return;',
  ),
  'incidents: only the first change is written': change(
    keepIncidents,
    'for (const incident of changed) await writeIncident(place, incident, stored.get(incident.opened));',
    'for (const incident of changed.slice(0, 1)) await writeIncident(place, incident, stored.get(incident.opened)); return;',
  ),
  'incidents: the summary is read in the first pass only': [
    ...change(
      keepIncidents,
      'await readReport(place, prefix + windowSummaryFile)',
      '(first ??= await readReport(place, prefix + windowSummaryFile))',
    ),
    ...change(keepIncidents, 'for (let pass = 0;', 'let first: WindowReport | undefined;\n  for (let pass = 0;'),
  ],
  'incidents: a changed report is added to the newest state': change(keepIncidents, '!isChanged && ', ''),
  'incidents: windows of one start are not told apart': change(keepIncidents, '!isShared && ', ''),
  'incidents: each report is the newest': change(keepIncidents, '!(await hasLaterSummary(place, report))', 'true'),
  'incidents: a summary of the same hour is not later': change(
    keepIncidents,
    'runAtOf(key) > runAt',
    'runAtOf(key) > new Date(runAt.getTime() + 3_600_000)',
  ),
  'incidents: the reports after a window are not in order': change(
    keepIncidents,
    '.sort((a, b) => a.hour.getTime() - b.hour.getTime())',
    '.reverse()',
  ),
  'incidents: reports before the first affected window are read too': change(
    keepIncidents,
    'reports.filter(({ hour }) => hour >= from)',
    'reports',
  ),
  'incidents: the first affected window is the own one': change(
    keepIncidents,
    'return first === undefined ? window : firstAffected(incidents, first);',
    'return window;',
  ),
  'incidents: the first affected window is looked for once': change(
    keepIncidents,
    'return first === undefined ? window : firstAffected(incidents, first);',
    'return first ?? window;',
  ),
  'incidents: closed ones are never affected': change(
    keepIncidents,
    'opened < window && (closed === undefined || closed >= window)',
    'opened < window && closed === undefined',
  ),
  'incidents: the oldest one is continued': change(
    keepIncidents,
    'a.opened < b.opened ? 1 : -1',
    'a.opened < b.opened ? -1 : 1',
  ),
  'incidents: emptied ones are taken for open': change(
    keepIncidents,
    'const isFilled = ({ reports }: Incident) => reports.length > 0;',
    'const isFilled = (_: Incident) => true;',
  ),
  'incidents: a clean window opens nothing, and changes nothing': change(
    keepIncidents,
    'if (report.brokenPromises.length === 0 && from === window && !isOpened)',
    'if (report.brokenPromises.length === 0)',
  ),
  'incident: it stays closed for an earlier window': change(
    incident,
    'closed === undefined || closed >= window',
    'closed === undefined',
  ),
  'incident: it is open again for any window': change(incident, 'closed === undefined || closed >= window', 'true'),
  'incident: a rerun adds its report': change(
    incident,
    'incident.reports.filter(({ key }) => key !== report.key)',
    'incident.reports',
  ),
  'incident: its last window is that of the last report to come': change(
    incident,
    'lastWindow: reports.at(-1)?.window ?? window,',
    'lastWindow: window,',
  ),
  'incident: an earlier window replaces the text of a later one': change(
    incident,
    'if (before && before.last > window) continue;',
    '',
  ),
  'incident: violations that a rerun has not stay': change(
    incident,
    'return first === undefined || last === undefined ? []',
    'return first === undefined || last === undefined ? [entry]',
  ),
  'incident: its reports are in order of arrival': change(
    incident,
    '.sort((a, b) =>\n    a.window.localeCompare(b.window),\n  )',
    '',
  ),
  'incident: an earlier clean window closes it': change(
    incident,
    'incident.schedule === report.monitoringSchedule && after',
    'incident.schedule === report.monitoringSchedule',
  ),
  'incident: it goes on after it was closed': change(
    incident,
    "return incident.status === 'open' && isOfSchedule(incident, report) && inTime && shared;",
    'return isOfSchedule(incident, report) && inTime && shared;',
  ),
  'incident: it goes on with any check': change(incident, 'inTime && shared', 'inTime'),
  'incident: it goes on after a day': change(incident, 'inTime && shared', 'shared'),
  'incident: a report with other violations is known': change(
    incident,
    'report.version === version && report.broken.join() === broken',
    'report.version === version',
  ),
  'incident: a report of another version is known': change(
    incident,
    'report.version === version && report.broken.join() === broken',
    'report.broken.join() === broken',
  ),
  'incident: two of one first window are two': change(
    incident,
    'if (incident.opened === report.hour.toISOString()) return true;',
    '',
  ),
  'messages: those of a batch are in order of arrival': change(
    incidentHandler,
    '[...tasks].sort(([a], [b]) => (a < b ? -1 : 1))',
    '[...tasks]',
  ),
  'messages: the first failure ends a batch': change(
    incidentHandler,
    '.catch((error: unknown) => fail(messageIds, error))',
    '',
  ),
};

import type { SourceChange } from './simulatedFunctions';

const endpointState = 'functions/analyzer/endpointState.ts';
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
  'lock: that of another run is ignored': change(endpointState, 'lock.run !== run &&', 'false &&'),
  'lock: it never expires': change(endpointState, '> now.getTime()', '> 0'),
  'lock: it has always expired': change(endpointState, '> now.getTime()', '> Number.POSITIVE_INFINITY'),
  'lock: the state is written whatever it is by now': change(
    endpointState,
    'await store.replace(key, text, stored.etag)',
    "await store.replace(key, text, (await store.read(key))?.etag ?? '')",
  ),
  'lock: a lost race for it is ignored': change(
    endpointState,
    'if (!written) throw overlap',
    'if (false) throw overlap',
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
};

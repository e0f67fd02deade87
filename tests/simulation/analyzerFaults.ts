import { changeSource, type SourceChange } from './simulatedFunctions';

const endpointState = 'functions/analyzer/endpointState.ts';
const analyzerHandler = 'functions/analyzer/analyzerHandler.ts';
const endpointRun = 'functions/analyzer/endpointRun.ts';
const windowRun = 'functions/analyzer/windowRun.ts';
const storedFile = 'functions/analyzer/storedFile.ts';
const storedCaptures = 'store/storedCaptures.ts';
const windowSchedule = 'contract/windowSchedule.ts';

/** Faults of the analyzer, which the random schedules must find. */
export const analyzerFaults: Readonly<Record<string, readonly SourceChange[]>> = {
  'lock: that of another run is ignored': changeSource(endpointState, 'lock.run !== ownRun &&', 'false &&'),
  'lock: that of another invocation of the event is ignored': [
    ...changeSource(endpointState, 'lock.run !== ownRun &&', 'lock.run !== (args as LockArgs).run &&'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text that is replaced
    ...changeSource(analyzerHandler, '`${context.awsRequestId}/${randomUUID()}`', 'context.awsRequestId'),
  ],
  'lock: it never expires': changeSource(endpointState, '> now.getTime()', '> 0'),
  'lock: it has always expired': changeSource(endpointState, '> now.getTime()', '> Number.POSITIVE_INFINITY'),
  'lock: the state is written whatever it is by now': changeSource(
    endpointState,
    'await writeStored(store, key, text, stored?.etag)',
    'await writeStored(store, key, text, (await store.read(key))?.etag)',
  ),
  'lock: a lost race for it is ignored': changeSource(
    endpointState,
    'if (!(await writeStored(store, key, text, stored?.etag))) throw overlap',
    'if ((await writeStored(store, key, text, stored?.etag)) === undefined) throw overlap',
  ),
  'lock: it is not released': changeSource(
    endpointState,
    'await store.replace(key, stateText(next, null), locked.etag);',
    '',
  ),
  'state: its beginning is forgotten': changeSource(endpointState, '= begin(before);', '= begin(undefined);'),
  'files: equal bytes are written again': changeSource(storedFile, 'if (stored?.text === text) return;', ''),
  'files: an earlier file is never replaced': changeSource(
    storedFile,
    'if (stored?.text === text) return;',
    'if (stored) return;',
  ),
  'windows: one without a record is not run': changeSource(
    windowRun,
    'if (record?.inputs === undefined) return true;',
    'if (record?.inputs === undefined) return false;',
  ),
  'windows: late captures are ignored': changeSource(
    windowRun,
    'return captures.length >= record.files;',
    'return false;',
  ),
  'windows: each is run each time': changeSource(
    windowRun,
    'if (record.inputs === digestOf(captures)) return false;',
    'if (record.inputs === digestOf(captures)) return true;',
  ),
  'windows: the digest of captures is constant': changeSource(
    windowRun,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text that is replaced
    'hash.update(`${key} ${etag}\\n`)',
    'void [key, etag]',
  ),
  'report: the record is written first': changeSource(
    windowRun,
    `    await writeReport(store, prefix, report, variantMetadata(listVariants(captures)));
    const record = recordOf(job, { ...outcome, bytes: progress.bytes }, startedAt, now());
    await writeIfChanged(store, prefix + runRecordFile, \`\${JSON.stringify(record, null, 2)}\\n\`);
`,
    `    const record = recordOf(job, { ...outcome, bytes: progress.bytes }, startedAt, now());
    await writeIfChanged(store, prefix + runRecordFile, \`\${JSON.stringify(record, null, 2)}\\n\`);
    await writeReport(store, prefix, report, variantMetadata(listVariants(captures)));
`,
  ),
  'report: the statistics are written first': changeSource(
    windowRun,
    '[reportFiles.constraints, reportFiles.rejects, reportFiles.violations, reportFiles.statistics]',
    '[reportFiles.statistics, reportFiles.constraints, reportFiles.rejects, reportFiles.violations]',
  ),
  'report: the last failure is forgotten': changeSource(
    windowRun,
    "status: 'Failed', reason, rows: 0, rejected: 0 } as const",
    "status: 'Failed', reason, rows: 0, rejected: 0, inputs: digestOf(captures) } as const",
  ),
  'captures: those of earlier windows are not listed': changeSource(
    endpointRun,
    'const lateHours = 26;',
    'const lateHours = 0;',
  ),
  'captures: the last one of a listing is skipped': changeSource(
    storedCaptures,
    '(await store.list(below, range)).flatMap(parseCapture)',
    '(await store.list(below, range)).slice(0, -1).flatMap(parseCapture)',
  ),
  'captures: each counts twice': changeSource(
    storedCaptures,
    '(await store.list(below, range)).flatMap(parseCapture)',
    '(await store.list(below, range)).flatMap((object) => [object, object]).flatMap(parseCapture)',
  ),
  'captures: their minutes are ignored': changeSource(storedCaptures, 'captureMinute(object.key) * minuteMs', '0'),
  'windows: only the current one is run': changeSource(endpointRun, '...(await selectDue(args, earlier, due))', ''),
  'windows: a run at its due time takes the window before': changeSource(
    windowSchedule,
    'candidate * minuteMs <= until.getTime()',
    'candidate * minuteMs < until.getTime()',
  ),
  'windows: one ends where it begins': changeSource(
    windowSchedule,
    'candidate * minuteMs > after.getTime()',
    'candidate * minuteMs >= after.getTime()',
  ),
  'windows: a schedule of minutes has keys of hours': changeSource(windowSchedule, '.shortest < 60', '.shortest < 0'),
  'lock: a write that failed counts as written': changeSource(
    storedFile,
    'if (await isWritten()) return true;',
    'return true;',
  ),
  'files: those of an earlier run stay': changeSource(
    windowRun,
    'files[name] ?? ((await store.read(prefix + name)) && emptyFiles[name])',
    'files[name]',
  ),
  'windows: one is run again after captures were deleted': changeSource(
    windowRun,
    'return captures.length >= record.files;',
    'return true;',
  ),
  'windows: one that failed is complete': changeSource(
    endpointRun,
    'complete = Math.min(complete, job.window.from.getTime())',
    'void job',
  ),
  'windows: none after a long pause': changeSource(
    endpointRun,
    'Math.min(from.getTime(), Date.parse(complete))',
    'from.getTime()',
  ),
  'windows: the late ones of short windows are never looked for': changeSource(
    endpointRun,
    'isFullHour(to) ? lateHours : 1',
    '1',
  ),
  'windows: those of a former schedule are of the present one': changeSource(
    'functions/analyzer/scheduledWindow.ts',
    'former: [...former, ...ended].slice(-keptSchedules)',
    'former: []',
  ),
  'windows: a changed schedule begins at its own event': changeSource(
    'functions/analyzer/scheduledWindow.ts',
    'schedule, since: until, former',
    'schedule, since: from, former',
  ),
  'windows: an event before the first window does not begin it earlier': changeSource(
    'functions/analyzer/scheduledWindow.ts',
    'return from < since && former.length === 0 ? { ...next, since: from } : next;',
    'return next;',
  ),
  'state: the end of the windows moves back': changeSource(
    'functions/analyzer/scheduledWindow.ts',
    'until: laterOf(until, to)',
    'until: to',
  ),
  'captures: those of the last hour are not listed': changeSource(
    storedCaptures,
    'Math.ceil(to.getTime() / hourMs)',
    'Math.floor(to.getTime() / hourMs)',
  ),
  'captures: those of a later window are counted': changeSource(storedCaptures, 'from <= at && at < to', 'from <= at'),
};

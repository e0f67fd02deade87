import { changeSource, type SourceChange } from './simulatedFunctions';

const incidentIndex = 'incidents/index/incidentIndex.ts';
const indexIncident = 'functions/incident/indexIncident.ts';
const incidentMessages = 'incidents/document/incidentMessages.ts';
const messageOutbox = 'functions/incident/messageOutbox.ts';
const redriveQueue = 'cli/incident/redriveQueue.ts';

/** Faults between an incident and its readers, which the random schedules must find. */
export const alertFaults: Readonly<Record<string, readonly SourceChange[]>> = {
  'bus: a refused entry counts as sent': changeSource(
    'functions/incident/putEvent.ts',
    'if (FailedEntryCount > 0) {',
    'if (FailedEntryCount > 1) {',
  ),
  'messages: those of another invocation are sent too': changeSource(
    messageOutbox,
    'if (!this.claimed.has(first.id)) {',
    'if (!this.claimed) {',
  ),
  'messages: an incident that is over is only closed': changeSource(
    incidentMessages,
    "return status === 'open' || isNew ? 'opened' : undefined;",
    "return status === 'open' ? 'opened' : isNew ? 'closed' : undefined;",
  ),
  'messages: an incident that is over has none': changeSource(
    incidentMessages,
    "status === 'open' || isNew",
    "status === 'open'",
  ),
  'incidents: two documents that share a window are taken as they are': changeSource(
    'functions/incident/keepIncidents.ts',
    'const overlap = firstOverlap(incidents.map(({ incident }) => incident));',
    'const overlap = undefined;',
  ),
  'index: a canceled transaction counts as written': changeSource(
    incidentIndex,
    'if (!(error instanceof TransactionCanceledException) || attempt >= maxAttempts) throw error;',
    'if (!(error instanceof TransactionCanceledException)) throw error;\n        return;',
  ),
  'index: the items of an earlier state stay': changeSource(
    incidentIndex,
    '.filter((by) => !wanted.includes(by))',
    '.filter(() => false)',
  ),
  'index: a document that changed meanwhile is not read again': changeSource(
    indexIncident,
    'if ((await readTextIfPresent(place, key))?.etag === stored.etag) return;',
    'return;',
  ),
  'index: an event that failed is not delivered again': changeSource(
    'functions/incident/incidentHandler.ts',
    'run: () => indexIncident(args, index, key)',
    'run: () => indexIncident(args, index, key).catch(() => undefined)',
  ),
  'redrive: a message is deleted before it is sent': changeSource(
    redriveQueue,
    'const outcome = await redrive(clients, message, queuedIds, options);',
    'await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: message.receipt }));\n    const outcome = await redrive(clients, message, queuedIds, options);',
  ),
  'redrive: a message that the bus refuses is deleted': changeSource(
    redriveQueue,
    'if (entry?.ErrorCode !== undefined)',
    "if (entry?.ErrorCode === '')",
  ),
  'redrive: a message that stays is deleted': changeSource(
    redriveQueue,
    'if (options.dryRun || outcome.problem !== undefined) {',
    'if (options.dryRun) {',
  ),
};

import { type Command, InvalidArgumentError, Option } from 'commander';
import { type IncidentState, incidentStates } from '../../incidents/memory/incidentState';
import { addExitCodes } from '../terminal/exitCodes';
import { parseHour, parseWhole, sharedOptions } from '../terminal/options';
import { recordCommand } from './incidentAct';
import { listChanges } from './incidentChanges';
import { printDigest } from './incidentDigest';
import { exportFormats, exportIncidents } from './incidentExport';
import { listIncidents } from './incidentList';
import { redriveMessages } from './incidentRedrive';
import { reindexStore } from './incidentReindex';
import { draftReview } from './incidentReview';
import { printSearch } from './incidentSearch';
import { showIncident } from './incidentShow';
import { listSimilar } from './incidentSimilar';
import { showStatistics } from './incidentStats';

/** Adds the commands `incident ...`. */
export function addIncidentCommands(program: Command): void {
  const incident = program
    .command('incident')
    .description('find incidents of a store, and record what was done about them');
  addList(incident);
  addShow(incident);
  addSearch(incident);
  addStats(incident);
  addSimilar(incident);
  addChanges(incident);
  addActions(incident);
  addReview(incident);
  addReindex(incident);
  addExport(incident);
  addDigest(incident);
  addRedrive(incident);
}

function parseState(text: string, earlier: readonly IncidentState[] = []): readonly IncidentState[] {
  const state = incidentStates.find((name) => name === text);
  if (!state) throw new InvalidArgumentError(`expected ${incidentStates.join(', ')}`);
  return [...earlier, state];
}

function parseFingerprint(text: string): string {
  if (!/^[0-9a-f]{16}$/.test(text)) throw new InvalidArgumentError('expected 16 hex digits, as in --json');
  return text;
}

function addFilter(command: Command): Command {
  return command
    .requiredOption(...sharedOptions.store)
    .option('--endpoint <name...>', 'endpoints of the incidents (default: all)')
    .option('--state <name...>', `states: ${incidentStates.join(', ')} (default: all)`, parseState)
    .option('--feature <name...>', 'incidents about one of these features (default: all)')
    .option('--fingerprint <hex>', 'incidents with this likely cause, checks and features', parseFingerprint)
    .option('--from <hour>', 'incidents that opened in this hour or later, UTC, such as 2026-11-02T08', parseHour)
    .option('--to <hour>', 'incidents that opened before this hour, UTC', parseHour)
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json);
}

function addOne(command: Command): Command {
  return command
    .argument('<id>', 'id of the incident, such as churn-2026110213')
    .requiredOption(...sharedOptions.store)
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json);
}

function addList(incident: Command): void {
  const list = addFilter(incident.command('list').description('list incidents, newest first'))
    .option('--table <name>', "read the index in this table, the stack's output incidentTableName (default: documents)")
    .action(listIncidents);
  addExitCodes(list, { success: 'listed', empty: 'no incident' });
}

function addShow(incident: Command): void {
  const show = addOne(incident.command('show').description('show the document of an incident'))
    .option(...runbooksOption)
    .action(showIncident);
  addExitCodes(show, { success: 'shown' });
}

function addSearch(incident: Command): void {
  const search = incident
    .command('search')
    .description('search endpoints, features, checks, causes, fixes and notes; typing errors are tolerated')
    .argument('<words...>', 'words to search for')
    .option('--limit <count>', 'incidents to show', parseWhole(1, 1000), 20);
  addExitCodes(addFilter(search).action(printSearch), { success: 'found', empty: 'no match' });
}

function addStats(incident: Command): void {
  const stats = incident.command('stats').description('count incidents, and show how long they took');
  addExitCodes(addFilter(stats).action(showStatistics), { success: 'counted', empty: 'no incident' });
}

const runbooksOption = ['--runbooks <yaml>', "the team's catalogue of runbooks (default: the built-in steps)"] as const;

function addSimilar(incident: Command): void {
  const similar = addOne(incident.command('similar').description('list incidents like one, with their recorded fix'))
    .option('--limit <count>', 'incidents to show', parseWhole(1, 1000), 5)
    .action(listSimilar);
  addExitCodes(similar, { success: 'listed', empty: 'no similar incident' });
}

function addChanges(incident: Command): void {
  const changes = addOne(incident.command('changes').description('list what changed in the day before an incident'))
    .option(
      '--trail <address>',
      "folder or s3://<bucket> with a CloudTrail trail's files, for who deployed and muted (default: the document only)",
    )
    .option('--record', 'add what the trail has to the document', false)
    .action(listChanges);
  addExitCodes(changes, { success: 'listed', empty: 'no change' });
}

function addActions(incident: Command): void {
  const add = (name: 'acknowledge' | 'resolve' | 'reopen', description: string) =>
    addOne(incident.command(name).description(description))
      .requiredOption('--by <name>', 'author of the record, such as an ARN or an e-mail address')
      .option('--note <text>', 'reason or comment')
      .action(recordCommand(name));
  addExitCodes(add('acknowledge', 'record that a person has taken over'), { success: 'recorded' });
  const resolve = add('resolve', 'record the cause and the fix of an incident')
    .requiredOption('--cause <text>', 'what was wrong')
    .requiredOption('--fix <text>', 'what ended it');
  addExitCodes(resolve, { success: 'recorded' });
  addExitCodes(add('reopen', 'record that an incident needs work again'), { success: 'recorded' });
}

function addReview(incident: Command): void {
  const review = incident
    .command('review')
    .description('draft a post-incident review: facts are filled in, blanks are marked')
    .argument('<id>', 'id of the incident, such as churn-2026110213')
    .requiredOption(...sharedOptions.store)
    .option(...runbooksOption)
    .option('--out <file>', 'Markdown file to write (default: print it)')
    .option(...sharedOptions.endpointUrl)
    .action(draftReview);
  addExitCodes(review, { success: 'drafted' });
}

function addReindex(incident: Command): void {
  const reindex = incident
    .command('reindex')
    .description('rebuild the index of incidents from their documents')
    .requiredOption(...sharedOptions.store)
    .requiredOption('--table <name>', "table of the index, the stack's output incidentTableName")
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(reindexStore);
  addExitCodes(reindex, { success: 'rebuilt' });
}

function parseProject(text: string): string {
  if (!/^[A-Z][A-Z0-9_]{1,9}$/.test(text)) throw new InvalidArgumentError('expected the key of a project, such as OPS');
  return text;
}

function addExport(incident: Command): void {
  const command = addFilter(
    incident.command('export').description('write incidents as a page with filter and timeline, or for another tool'),
  )
    .addOption(
      new Option('--format <name>', 'a page, or files for TechDocs, Confluence, Jira, ServiceNow, AWS DevOps Agent')
        .choices([...exportFormats])
        .default('site'),
    )
    .option('--project <key>', 'project of the issues, for --format jira', parseProject, 'OPS')
    .option('--out <folder>', 'folder to write to', 'out/incidents')
    .action(exportIncidents);
  addExitCodes(command, { success: 'written', empty: 'no incident' });
}

function addDigest(incident: Command): void {
  const command = incident
    .command('digest')
    .description('print the digest of a day: incidents, held back messages, mutes, silent endpoints, calibration')
    .requiredOption(...sharedOptions.store)
    .option('--owner <name>', 'owner of the endpoints (default: the whole stack)')
    .option('--to <hour>', 'end of the day, UTC, such as 2026-11-02T08 (default: now)', parseHour)
    .option('--html <file>', 'HTML file to write, as it is mailed')
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(printDigest);
  addExitCodes(command, { success: 'printed', empty: 'nothing to report' });
}

function addRedrive(incident: Command): void {
  const command = incident
    .command('redrive')
    .description('send the messages of a dead-letter queue again, each to the route or queue where it failed')
    .requiredOption('--queue <url>', "the stack's output messageDeadLetterQueueUrl or eventDeadLetterQueueUrl")
    .option('--store <address>', "the incidents' store, to end alerts of incidents that are over (default: not read)")
    .option('--dry-run', 'list the messages, without sending them', false)
    .option(...sharedOptions.endpointUrl)
    .option(...sharedOptions.json)
    .action(redriveMessages);
  addExitCodes(command, { success: 'sent', findings: 'a message stays in the queue', empty: 'no message' });
}

import { type Command, InvalidArgumentError } from 'commander';
import { type IncidentState, incidentStates } from '../../incidents/memory/incidentState';
import { addExitCodes } from '../terminal/exitCodes';
import { parseHour, parseWhole, sharedOptions } from '../terminal/options';
import { listIncidents } from './incidentList';
import { printSearch } from './incidentSearch';
import { showIncident } from './incidentShow';
import { showStatistics } from './incidentStats';

/** Adds the commands `incident ...`. */
export function addIncidentCommands(program: Command): void {
  const incident = program.command('incident').description('list, search and count incidents of a store');
  addList(incident);
  addShow(incident);
  addSearch(incident);
  addStats(incident);
}

function parseState(text: string, earlier: readonly IncidentState[] = []): readonly IncidentState[] {
  const state = incidentStates.find((name) => name === text);
  if (!state) throw new InvalidArgumentError(`expected ${incidentStates.join(', ')}`);
  return [...earlier, state];
}

function addFilter(command: Command): Command {
  return command
    .requiredOption(...sharedOptions.store)
    .option('--endpoint <name...>', 'endpoints of the incidents (default: all)')
    .option('--state <name...>', `states: ${incidentStates.join(', ')} (default: all)`, parseState)
    .option('--feature <name...>', 'incidents about one of these features (default: all)')
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
  const list = addFilter(incident.command('list').description('list incidents, newest first')).action(listIncidents);
  addExitCodes(list, { success: 'listed', empty: 'no incident' });
}

function addShow(incident: Command): void {
  const show = addOne(incident.command('show').description('show the document of an incident')).action(showIncident);
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

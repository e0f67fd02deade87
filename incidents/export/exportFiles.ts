import type { IncidentRecord } from '../memory/incidentRecord';
import { confluencePage } from './confluencePage';
import { techDocsFolder } from './techDocsFolder';
import { investigationEvent, jiraIssue, serviceNowIncident } from './ticketBodies';

interface ExportOptions {
  /** Key of Jira's project. */
  readonly project: string;
}

type MakeFiles = (records: readonly IncidentRecord[], options: ExportOptions) => Map<string, string>;

/** One JSON file for each incident. */
const jsonFiles =
  (bodyOf: (record: IncidentRecord, options: ExportOptions) => unknown): MakeFiles =>
  (records, options) =>
    new Map(
      records.map((record) => [`${record.incident.id}.json`, `${JSON.stringify(bodyOf(record, options), null, 2)}\n`]),
    );

/** Files of an export by their names, for each format besides the page. */
export const exportFiles = {
  techdocs: techDocsFolder,
  confluence: (records) => new Map(records.map(({ incident }) => [`${incident.id}.xml`, confluencePage(incident)])),
  jira: jsonFiles(({ incident }, { project }) => jiraIssue(incident, project)),
  servicenow: jsonFiles(({ incident }) => serviceNowIncident(incident)),
  agent: jsonFiles(({ incident }) => investigationEvent(incident)),
} as const satisfies Record<string, MakeFiles>;

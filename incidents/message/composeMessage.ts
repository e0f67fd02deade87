import { severities } from '../../contract/alarmNames';
import { andMore } from '../../contract/andMore';
import {
  type IncidentMessage,
  listedCauses,
  listedSimilar,
  listedViolations,
  type MessageKind,
} from '../../contract/incidentMessage';
import { causes } from '../../contract/likelyCause';
import { shortenText } from '../../contract/shortenText';
import { incidentKey } from '../../contract/storeLayout';
import { windowSummaryFile } from '../../contract/windowSummary';
import { type Incident, incidentVariants, type MessageEntry } from '../document/incident';
import { threadOf } from '../document/incidentMessages';
import { cleanText } from './cleanText';
import { dashboardPage, objectPage } from './consolePages';

/** What a message says besides its incident. */
export interface MessageContext {
  readonly stack: string;
  readonly owner: string;
  readonly runbook: string;
  readonly region: string;
  /** The store. */
  readonly bucket: string;
  readonly dashboard: string;
}

/** Lengths of texts from data, in UTF-16 units. */
const longestName = 100;
const longestText = 500;

/** The message of an entry of an incident. */
export function composeMessage(incident: Incident, entry: MessageEntry, context: MessageContext): IncidentMessage {
  const { id, endpoint, schema, opened, lastWindow, closed, reports, violations, similar } = incident;
  const { stack, owner, runbook, region, bucket, dashboard } = context;
  const document = incidentKey(endpoint, new Date(opened));
  const report = reports.at(-1);
  const listed = [...violations].sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.windows - a.windows,
  );
  return {
    version: 1,
    id: entry.id,
    kind: entry.kind,
    thread: threadOf(incident),
    incident: id,
    stack,
    endpoint,
    schema,
    variants: incidentVariants(incident).map((name) => cleanText(name, longestName)),
    severity: entry.severity,
    owner,
    runbook,
    opened,
    lastWindow,
    ...(entry.kind === 'closed' && closed !== undefined && { closed }),
    windows: reports.length,
    rows: report?.rows,
    headline: headlineOf(incident, entry),
    violations: listed.slice(0, listedViolations).map(({ feature, checkType, severity, description, windows }) => ({
      feature: cleanText(feature, longestName),
      check: cleanText(checkType, longestName),
      severity,
      description: cleanText(description, longestText),
      windows,
    })),
    moreViolations: Math.max(0, violations.length - listedViolations),
    causes: incident.causes.slice(0, listedCauses).map(({ cause, score, evidence }) => ({
      cause,
      meaning: causes[cause],
      score,
      evidence: cleanText(evidence, longestText),
    })),
    similar: similar.slice(0, listedSimilar).map((one) => ({
      incident: one.id,
      cause: cleanText(one.cause, longestText),
      fix: cleanText(one.fix, longestText),
    })),
    links: {
      report: objectPage(region, bucket, report ? report.key + windowSummaryFile : document),
      incident: objectPage(region, bucket, document),
      dashboard: dashboardPage(region, dashboard),
    },
  };
}

const verbs = {
  opened: 'breaks its data contract',
  escalated: 'breaks its data contract more gravely',
  closed: 'keeps its data contract again',
} as const satisfies Record<MessageKind, string>;

/** `critical: endpoint churn breaks its data contract: baseline_drift_check on age`. */
function headlineOf({ endpoint, violations }: Incident, { kind, severity }: MessageEntry): string {
  const names = violations.map(({ checkType, feature }) => `${checkType} on ${cleanText(feature, longestName)}`);
  const what = names.length === 0 ? '' : `: ${andMore(names, 3)}`;
  return shortenText(`${severity}: endpoint ${endpoint} ${verbs[kind]}${what}`, longestText);
}

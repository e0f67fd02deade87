import { auditKinds } from '../contract/auditEvents';
import type { AuditKind } from '../contract/dependency';
import type { SavedQuery } from './queryTable';
import { quoteText } from './sqlText';

/** The columns of a record, flat: texts, and JSON where a field has parts. */
const recordColumns = [
  'eventversion',
  'eventid',
  'eventtime',
  'eventsource',
  'eventname',
  'awsregion',
  'sourceipaddress',
  'useragent',
  'errorcode',
  'readonly',
  'recipientaccountid',
  'vpcendpointid',
  'sessioncredentialfromconsole',
  'requestparameters',
  'responseelements',
  'json_format(CAST(resources AS JSON)) AS resources',
  'useridentity.type AS identity_type',
  'useridentity.principalid AS principal_id',
  'useridentity.arn AS identity_arn',
  'useridentity.accountid AS identity_account',
  'useridentity.username AS user_name',
  'useridentity.invokedby AS invoked_by',
  'useridentity.identityprovider AS identity_provider',
  'useridentity.onbehalfof.userid AS on_behalf_of',
  'useridentity.sessioncontext.sourceidentity AS source_identity',
  'useridentity.sessioncontext.sessionissuer.type AS issuer_type',
  'useridentity.sessioncontext.sessionissuer.arn AS issuer_arn',
  'useridentity.sessioncontext.sessionissuer.username AS issuer_name',
  'useridentity.sessioncontext.webidfederationdata.federatedprovider AS federated_provider',
  '"$path" AS file',
] as const;

/** Events of Lambda have the version of the API behind the call's name, which differs by the age of a client. */
const withoutVersion = (name: string) => name.replace(/\d{8}(v\d+)?$/, '');

/** Condition for the calls of some kinds, by service and name. */
function ofKinds(kinds: readonly string[]): string {
  const calls = kinds.flatMap((kind) => auditKinds[kind] ?? []);
  const sources = [...new Set(calls.map(([source]) => source))].sort();
  return sources
    .map((source) => {
      const names = calls.flatMap(([from, listed]) => (from === source ? listed : [])).map(withoutVersion);
      const list = [...new Set(names)].sort().map(quoteText).join(', ');
      return `(eventsource = ${quoteText(source)} AND regexp_replace(eventname, '[0-9]{8}(v[0-9]+|)$', '') IN (${list}))`;
    })
    .join('\n    OR ');
}

/** The records to select. */
export interface TrailSelection {
  readonly kinds: readonly string[];
  /** Accounts to read; all that the table has if empty. */
  readonly accounts: readonly string[];
  /** Days of the files, `2026/11/02`, both inclusive. */
  readonly firstDay: string;
  readonly lastDay: string;
}

/** SQL of the records of the calls that a question may be about. Which of them it is about is judged afterwards. */
export function selectRecords({ kinds, accounts, firstDay, lastDay }: TrailSelection): string {
  return [
    `SELECT\n  ${recordColumns.join(',\n  ')}`,
    'FROM trail',
    `WHERE day BETWEEN ${quoteText(firstDay)} AND ${quoteText(lastDay)}`,
    ...(accounts.length === 0 ? [] : [`  AND account IN (${accounts.map(quoteText).join(', ')})`]),
    `  AND (${ofKinds(kinds)})`,
    'ORDER BY eventtime, eventid',
  ].join('\n');
}

const days = 90;
const sinceDays = `replace(CAST(CAST(current_date - INTERVAL '${days}' DAY AS date) AS varchar), '-', '/')`;

function savedQuestion(
  name: string,
  description: string,
  kinds: readonly string[],
  parameter: string | undefined,
  condition: string,
): SavedQuery {
  return {
    name,
    description,
    parameters: ['account', ...(parameter === undefined ? [] : [parameter])],
    days,
    sql: `SELECT
  eventtime,
  eventname,
  coalesce(useridentity.arn, useridentity.type) AS caller,
  useridentity.sessioncontext.sourceidentity AS source_identity,
  sourceipaddress,
  useragent,
  errorcode,
  requestparameters,
  eventid
FROM trail
WHERE account = ?
  AND day >= ${sinceDays}
  AND (${ofKinds(kinds)})
  AND ${condition}
ORDER BY eventtime, eventid`,
  };
}

/** A call that names the text of a parameter. AWS leaves out the parameters of what it refuses early. */
const names = '(requestparameters IS NULL OR strpos(requestparameters, ?) > 0)';
const all = Object.keys(auditKinds);
const kindsOf = (...kinds: readonly AuditKind[]) => kinds;

/** Saved questions to the trail, for people. The commands `audit` judge the records; these only list calls. */
export const trailQueries = {
  alarm: savedQuestion(
    'audit-who-alarm',
    'Calls of 90 days that may mute, change or unmute an alarm.',
    kindsOf('alarm muted', 'alarm changed', 'alarm unmuted'),
    'alarm',
    names,
  ),
  schedule: savedQuestion(
    'audit-who-schedule',
    'Calls of 90 days that may change a schedule.',
    kindsOf('schedule changed'),
    'schedule',
    names,
  ),
  baseline: savedQuestion(
    'audit-who-baseline',
    'Calls of 90 days that may write or delete files of a baseline.',
    kindsOf('baseline modified', 'data deleted'),
    'baseline',
    `(eventname = 'DeleteObjects' OR ${names})`,
  ),
  timeline: savedQuestion(
    'audit-timeline',
    'Calls of 90 days that name an endpoint, or a part that endpoints share.',
    all,
    'endpoint',
    names,
  ),
  unexplained: savedQuestion(
    'audit-unexplained',
    'Calls of 90 days on the monitoring that are not of one role: that of the deployment.',
    all,
    'ARN of the role',
    "coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, '') <> ?",
  ),
} as const satisfies Record<string, SavedQuery>;

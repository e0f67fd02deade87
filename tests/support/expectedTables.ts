import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import * as components from '../../components';
import { MonitoringAlarms } from '../../components/monitoringAlarms';
import { endpointDefaults, environmentDefaults, environments } from '../../config/defaults';
import { settingsSchema } from '../../config/settingsSchema';
import { parseAlarmName, routes } from '../../contract/alarmNames';
import { auditKinds, dependencies } from '../../contract/auditEvents';
import { awsQuotas, textRules } from '../../contract/awsLimits';
import { parseCaptureSchema } from '../../contract/captureSchema';
import type { CallsByKind } from '../../contract/dependency';
import { digestDefaults } from '../../contract/digestSettings';
import { largeWindowSettingsSchema } from '../../contract/largeWindows';
import { causeNames } from '../../contract/likelyCause';
import { analyzerDefaults } from '../../contract/monitorDefaults';
import type { Problem } from '../../contract/problem';
import { parseSla } from '../../contract/sla';
import { faultLibrary } from '../../quality/calibrated/faults';
import { contentTypes } from '../../quality/record/bodyFormat';
import { ownStack } from '../policy/ownStack';
import {
  accuracyAgreementRows,
  accuracyKindRows,
  accuracyPeerRows,
  accuracyRewrittenRows,
  accuracyScoreRows,
} from './accuracyTables';
import { endpointCostRows, engineCostRows, priceRows, watchCostRows } from './costTables';
import { schemaFiles } from './jsonSchema';
import { deploy, inputsOf } from './pulumiMocks';

type Row = readonly string[];

const root = join(__dirname, '..', '..');
const code = (text: unknown) => `\`${typeof text === 'string' ? text : JSON.stringify(text)}\``;
const codes = (texts: readonly string[]) => texts.map(code).join(', ');

/** The first columns of the documentation's tables, generated from the code, by the name behind `checked:`. */
export const expectedTables: Readonly<Record<string, () => readonly Row[] | Promise<readonly Row[]>>> = {
  settings: settingRows,
  'large-windows': () =>
    Object.entries(largeWindowSettingsSchema.parse({})).map(([setting, value]) => [code(setting), code(value)]),
  'aws-limits': limitRows,
  'endpoint-settings': endpointRows,
  sla: () => rowsOf(knownKeys(parseSla({ unknown: 1 }).problems)),
  'sla-feature': () => rowsOf(knownKeys(parseSla({ features: { age: { unknown: 1 } } }).problems)),
  'capture-schema': () => rowsOf(knownKeys(parseCaptureSchema({ unknown: 1 }).problems)),
  'capture-schema-column': () => rowsOf(knownKeys(parseCaptureSchema({ input: [{ unknown: 1 }] }).problems)),
  'capture-reading': () => rowsOf(knownKeys(parseCaptureSchema({ captures: { unknown: 1 } }).problems)),
  'body-reading': () => rowsOf(knownKeys(parseCaptureSchema({ captures: { input: { unknown: 1 } } }).problems)),
  outputs: () => memberRows('StackOutputs'),
  'endpoint-outputs': () => memberRows('EndpointOutputs'),
  routes: () => Object.entries(routes).map(([route, severities]) => [route, severities.join(', ')]),
  alarms: alarmRows,
  'stack-alarms': stackAlarmRows,
  'audit-events': auditRows,
  'audit-dependencies': dependencyRows,
  components: () => rowsOf(Object.keys(components)),
  rooms: roomRows,
  'accuracy-kinds': accuracyKindRows,
  'accuracy-agreement': accuracyAgreementRows,
  'accuracy-peers': accuracyPeerRows,
  'accuracy-scores': () => accuracyScoreRows(),
  'accuracy-held-out': () => accuracyScoreRows('heldOut'),
  'accuracy-rewritten': accuracyRewrittenRows,
  'cost-endpoint': endpointCostRows,
  'cost-engines': engineCostRows,
  'cost-watch': watchCostRows,
  prices: priceRows,
  'json-schemas': schemaRows,
  faults: faultRows,
  causes: () => rowsOf(causeNames),
  'content-types': () => Object.entries(contentTypes).map(([layout, types]) => [code(layout), codes(types)]),
};

const rowsOf = (keys: readonly string[]): Row[] => keys.map((key) => [code(key)]);

/** One row per rule or quota: its greatest value and its source. */
function limitRows(): Row[] {
  const link = (source: string) => `[AWS](${source})`;
  return [
    ...Object.entries(textRules).map(([what, { allowed, source }]): Row => [what, allowed, link(source)]),
    ...Object.values(awsQuotas).map(
      ({ of, limit, isAdjustable, source }): Row => [
        of,
        `${limit.toLocaleString('en-US')}${isAdjustable ? ', can be raised' : ''}`,
        link(source),
      ],
    ),
  ];
}

/** One row per setting: its default in every environment. */
function settingRows(): Row[] {
  const { shape } = settingsSchema;
  const groups = {
    analyzer: shape.analyzer.unwrap().shape,
    alerts: shape.alerts.unwrap().shape,
    digest: shape.digest.unwrap().shape,
    incidents: shape.incidents.unwrap().shape,
    retention: shape.retention.unwrap().shape,
    evidence: shape.evidence.unwrap().shape,
    queries: shape.queries.unwrap().shape,
    thresholds: shape.thresholds.unwrap().shape,
    quotas: shape.quotas.unwrap().shape,
  };
  return Object.entries(shape).flatMap(([key, schema]): Row[] => {
    if (key === 'environment') return [[code(key), ...environments.map(() => "the stack's name")]];
    if (key in groups) return groupRows(key as keyof typeof groups, Object.keys(groups[key as keyof typeof groups]));
    if (key === 'allowRemoval')
      return [[code(key), ...environments.map((name) => code(environmentDefaults[name][key]))]];
    const absent = schema.safeParse(undefined).success ? 'none' : 'required';
    return [
      [
        code(key),
        ...environments.map((environment) => {
          const defaults: Readonly<Record<string, unknown>> = environmentDefaults[environment];
          return defaults[key] === undefined ? absent : code(defaults[key]);
        }),
      ],
    ];
  });
}

function faultRows(): Row[] {
  const names = [...new Set(faultLibrary.map(({ name }) => name))];
  return names.map((name) => [name, ...faultLibrary.filter((fault) => fault.name === name).map(({ what }) => what)]);
}

function groupRows(
  group:
    | 'analyzer'
    | 'alerts'
    | 'digest'
    | 'incidents'
    | 'retention'
    | 'evidence'
    | 'queries'
    | 'thresholds'
    | 'quotas',
  keys: readonly string[],
): Row[] {
  return keys.map((key) => [
    code(`${group}.${key}`),
    ...environments.map((environment) => {
      const settings = {
        ...environmentDefaults[environment],
        analyzer: analyzerDefaults,
        digest: digestDefaults,
        incidents: { maskValues: false },
      };
      const defaults: Readonly<Record<string, unknown>> = settings[group];
      return key in defaults ? code(defaults[key]) : 'none';
    }),
  ]);
}

function endpointRows(): Row[] {
  const defaults: Readonly<Record<string, unknown>> = endpointDefaults;
  return Object.entries(settingsSchema.shape.endpoints.valueType.shape).map(([key, schema]) => {
    if (!schema.safeParse(undefined).success) return [code(key), 'required'];
    return [code(key), key in defaults ? code(defaults[key]) : derivedDefaults[key as keyof typeof derivedDefaults]];
  });
}

/** Texts for defaults that depend on other settings. */
const derivedDefaults = {
  baseline: 'none',
  schemaFile: '`schemas/<endpoint>/<schema>.yaml`',
  owner: "the SLA's owner",
  variant: 'all variants',
  analyzerImage: "the region's managed image",
} as const;

/** Returns the keys that a document's error about an unknown key lists. */
function knownKeys(problems: readonly Problem[]): string[] {
  const list = problems.map(({ text }) => /known keys: (?<keys>.+)$/.exec(text)?.groups?.['keys']).find(Boolean);
  if (!list) throw new Error(`no problem lists the known keys: ${problems.map(({ text }) => text).join('; ')}`);
  return list.split(', ');
}

/** One row per member of an interface in contract/outputs.ts. */
function memberRows(name: string): Row[] {
  const file = join(root, 'contract', 'outputs.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  const declaration = source.statements.filter(ts.isInterfaceDeclaration).find((node) => node.name.text === name);
  if (!declaration) throw new Error(`contract/outputs.ts declares no interface ${name}`);
  return declaration.members.map((member) => [code(member.name?.getText(source) ?? '')]);
}

/** Names of the alarms that are not of an endpoint, sorted. */
async function stackAlarmRows(): Promise<Row[]> {
  const resources = await ownStack('prod', 'preview');
  const names = resources.flatMap(({ type, name, props }) =>
    type === 'aws:cloudwatch/metricAlarm:MetricAlarm' && name.endsWith('-alarm') ? [String(props?.['name'])] : [],
  );
  return rowsOf(names.map((name) => name.replace('.prod.', '.<stack>.')).sort());
}

/** Every alarm of an endpoint that has promises of both severities. */
async function alarmRows(): Promise<Row[]> {
  const sla = {
    endpoint: 'churn',
    owner: 'ml',
    runbook: 'https://runbooks.example.com',
    freshnessHours: 2,
    features: { age: { completeness: 1, severity: 'critical' } },
  } as const;
  const endpoints = { churn: { sla, monitoredSince: '2026-11-01T10:05:00Z', tags: {} } };
  const deployment = await deploy(
    () => new MonitoringAlarms('a', { stack: 'prod', topicArn: 'topic', endpoints }).alarms['churn']?.names ?? [],
  );
  return deployment.outputs.map((name) => {
    const { severity = '', what = '' } = parseAlarmName(name) ?? {};
    const { treatMissingData } = inputsOf(
      deployment,
      'aws:cloudwatch/metricAlarm:MetricAlarm',
      `churn-${severity}-${what}`,
    );
    return [code(what), severity, code(treatMissingData)];
  });
}

function auditRows(): Row[] {
  return Object.entries(auditKinds).flatMap(([kind, sources]) =>
    sources.map(([source, names]): Row => [kind, code(source), codes(names)]),
  );
}

/** One row per resource that the monitoring depends on. */
function dependencyRows(): Row[] {
  const cell = (calls: CallsByKind | string) =>
    typeof calls === 'string' ? calls : codes(Object.values(calls).flat());
  return Object.entries(dependencies).map(([name, { part, deletes, disables, permissions }]) => [
    name.startsWith('aws:') ? code(name.split(':').at(-1)) : name,
    part,
    cell(deletes),
    cell(disables),
    cell(permissions),
  ]);
}

/** One row per JSON Schema in the repository. */
function schemaRows(): Row[] {
  const name = (file: string) => file.split('/').at(-1)?.replace('.schema.json', '') ?? '';
  return schemaFiles.map((file) => [`[${name(file)}](../../${file})`]);
}

/** The import table. */
function roomRows(): Row[] {
  const { rooms } = createRequire(__filename)(join(root, 'scripts', 'importTable.cjs')) as {
    rooms: Readonly<Record<string, readonly string[]>>;
  };
  return Object.entries(rooms).map(([room, allowed]) => [
    code(room),
    allowed.length > 0 ? codes(allowed) : 'no other room',
  ]);
}

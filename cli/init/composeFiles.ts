import { parse } from 'yaml';
import { environmentDefaults } from '../../config/defaults';
import type { ListFiles } from '../../config/endpointsFolder';
import { parseSettings } from '../../config/parseSettings';
import { engines } from '../../contract/monitorSettings';
import { schemaText, yamlScalar } from '../../quality/schema/schemaText';
import { invalidDocument } from '../../store/documents';
import type { InitChoices } from './collectChoices';

/** The texts of the files that `init` writes, by their paths in the program's folder. */
export type InitFiles = ReadonlyMap<string, string>;

const prefix = 'model-observability:';

/** Composes the stack file, the capture schema and the SLA. Throws a UserError if the settings' parser refuses them. */
export function composeFiles(
  choices: InitChoices,
  listFiles: ListFiles,
  readFile: (path: string) => string,
): InitFiles {
  const { stack, endpoint } = choices;
  const files = new Map([
    [`Pulumi.${stack}.yaml`, stackText(choices)],
    [`schemas/${endpoint}/v1.yaml`, `${schemaHeading}${schemaText(choices.schema)}`],
    [`slas/${endpoint}.yaml`, slaText(choices)],
  ]);
  const { problems } = parseSettings(settingsIn(stackText(choices)), {
    stack,
    preview: true,
    readFile: (path) => files.get(path) ?? readFile(path),
    listFiles,
    defaultTags: {},
    encrypted: [],
  });
  if (problems) throw invalidDocument(`Pulumi.${stack}.yaml`, problems);
  return files;
}

/** The settings of a stack file, as `loadSettings` reads them. */
function settingsIn(text: string): Record<string, unknown> {
  const { config } = parse(text) as { config: Readonly<Record<string, unknown>> };
  const ours = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(ours.map(([key, value]) => [key.slice(prefix.length), value]));
}

const schemaHeading = `# Columns of the endpoint's captures, in the order in which the monitor reads them: the prediction first.
# Check order, names and types. Never change a version that has captures: add v2.yaml.
`;

function stackText({ region, stack, environment, endpoint, owner, engine }: InitChoices): string {
  return `# Stack ${stack}. docs/operate/configure.md lists every setting with its default.
config:
  aws:region: ${region}
  ${prefix}owner: ${yamlText(owner)} # team that runs the stack; a tag on every resource
${stack === environment ? '' : `  ${prefix}environment: ${environment} # selects the defaults\n`}  ${prefix}endpoints:
    ${yamlText(endpoint)}: # the endpoint's name in SageMaker
      engine: ${engine} # what computes the reports: ${engines.join(' or ')}
      schema: v1 # schemas/${endpoint}/v1.yaml
      sla: slas/${endpoint}.yaml
      # Without a baseline no monitor and no alarms are deployed. Set the id that 'baseline derive' prints:
      # baseline: 2026-11-01-3f9a2c
  ${prefix}alerts:
    tickets: true # create a queue with critical alarms and warnings
    # E-mail addresses that receive every alarm:
    # digest: [ml-oncall@example.com]
  # The pager's address is a secret${pagerNote(environment)}. Set it encrypted:
  #   pulumi config set --secret --stack ${stack} pagerUrl https://...
`;
}

function pagerNote(environment: InitChoices['environment']): string {
  return environmentDefaults[environment].alerts.pager === 'required' ? ', and an update requires it' : '';
}

function slaText({ environment, endpoint, owner, schema }: InitChoices): string {
  const { freshnessHours } = environmentDefaults[environment].thresholds;
  const [feature] = schema.input;
  return `# What the owner promises about the data that reaches the endpoint. docs/monitor/contracts.md explains SLAs.
endpoint: ${yamlText(endpoint)}
owner: ${yamlText(owner)}
# Page with instructions; every alarm links to it. Replace it with your own.
runbook: https://runbooks.example.com/${endpoint}
# Hours without a report after which an alarm is raised.
freshnessHours: ${freshnessHours}
# Promises by column, such as:
#   ${yamlScalar(feature?.name)}: { completeness: 0.99, driftLimit: 0.1, severity: critical }
features: {}
`;
}

/** A text in YAML, in quotes unless every reader of YAML 1.1 and 1.2 takes it for a text. */
function yamlText(text: string): string {
  const isPlain = /^[a-z][a-z0-9-]*$/i.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}

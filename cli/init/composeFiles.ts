import { parse } from 'yaml';
import { environmentDefaults } from '../../config/defaults';
import type { ListFiles } from '../../config/endpointsFolder';
import { parseSettings } from '../../config/parseSettings';
import { engines } from '../../contract/monitorSettings';
import { invalidDocument } from '../../store/documents';
import { contractPaths, firstSchemaText, firstSlaText, yamlText } from '../proposal/contractTexts';
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
  const { stack, environment, endpoint } = choices;
  const paths = contractPaths(endpoint);
  const files = new Map([
    [`Pulumi.${stack}.yaml`, stackText(choices)],
    [paths.schema, firstSchemaText(choices.schema)],
    [
      paths.sla,
      firstSlaText({ ...choices, freshnessHours: environmentDefaults[environment].thresholds.freshnessHours }),
    ],
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
    # E-mail addresses that receive the digest of each day:
    # digest: [ml-oncall@example.com]
  # The pager's address is a secret${pagerNote(environment)}. Set it encrypted:
  #   pulumi config set --secret --stack ${stack} pagerUrl https://...
`;
}

function pagerNote(environment: InitChoices['environment']): string {
  return environmentDefaults[environment].alerts.pager === 'required' ? ', and an update requires it' : '';
}

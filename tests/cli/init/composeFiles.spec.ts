import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'yaml';
import { composeFiles } from '../../../cli/init/composeFiles';
import { credentialKind } from '../../../config/credentials';
import { environments } from '../../../config/defaults';
import { parseSettings } from '../../../config/parseSettings';
import { isAccepted } from '../../../contract/awsLimits';
import { columnSchema, parseCaptureSchema } from '../../../contract/captureSchema';
import { engines } from '../../../contract/monitorSettings';
import { parseSla } from '../../../contract/sla';

const plainTexts = ['yes', 'no', 'on', 'null', 'true', '1e3', '0x1F', '007', '12:30', '2026-11-02', 'constructor'];
const letters = 'abcXYZ019';
const word = (characters: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength });

const stack = fc.oneof(
  word(letters, 20),
  fc.constantFrom(...environments, ...plainTexts.filter((t) => !t.includes(':'))),
);
const endpoint = fc.oneof(
  word(letters, 44),
  fc.constantFrom('yes', 'null', 'true', '1e3', '0x1F', '007', 'constructor'),
);
const owner = fc
  .oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom(...plainTexts), word('a b:/=+@-_.#é', 30))
  .map((text) => text.trim())
  .filter((text) => isAccepted('tag value', text) && credentialKind(text, 'owner') === undefined);
const column = fc.record(
  {
    name: fc.oneof(word('abc_XYZ', 12), fc.constantFrom('true', 'NULL', 'yes', '1', 'größe: x', 'constructor')),
    type: fc.constantFrom(...columnSchema.shape.type.options),
  },
  { noNullPrototype: true },
);
const schema = fc
  .uniqueArray(column, { minLength: 2, maxLength: 8, selector: ({ name }) => name })
  .map(([first, ...others]) => ({ version: 'v1', output: first ? [first] : [], input: others }));
const anyChoices = fc.record(
  {
    region: fc.constantFrom('eu-west-1', 'us-gov-west-1', 'cn-north-1', 'us-iso-east-1'),
    stack,
    environment: fc.constantFrom(...environments),
    endpoint,
    owner,
    engine: fc.constantFrom(...engines),
    schema,
    statistics: fc.constant(new Map()),
  },
  { noNullPrototype: true },
);

const noFile = (path: string): string => {
  throw new Error(`ENOENT ${path}`);
};

describe('composeFiles', () => {
  it('writes files that the settings’ parser accepts, for all allowed choices', () => {
    fc.assert(
      fc.property(anyChoices, (choices) => {
        const files = composeFiles(choices, () => undefined, noFile);
        const text = (path: string) => files.get(path) ?? noFile(path);
        const { config } = parse(text(`Pulumi.${choices.stack}.yaml`), { version: '1.1' });
        assert.equal(config['aws:region'], choices.region);
        const raw = Object.fromEntries(
          Object.entries(config).map(([key, value]) => [key.replace('model-observability:', ''), value]),
        );
        delete raw['aws:region'];
        const { settings, problems } = parseSettings(raw, {
          stack: choices.stack,
          preview: true,
          readFile: text,
          listFiles: () => undefined,
          defaultTags: {},
          encrypted: [],
        });
        assert.deepEqual(problems, undefined);
        assert.deepEqual([settings?.owner, settings?.environment], [choices.owner, choices.environment]);
        const [read] = settings?.endpoints ?? [];
        assert.deepEqual(
          [read?.endpoint, read?.owner, read?.engine],
          [choices.endpoint, choices.owner, choices.engine],
        );
        assert.deepEqual(read?.captureSchema, choices.schema);
        assert.deepEqual(parseCaptureSchema(parse(text(`schemas/${choices.endpoint}/v1.yaml`))).problems, []);
        assert.deepEqual(parseSla(parse(text(`slas/${choices.endpoint}.yaml`), { version: '1.1' })).problems, []);
      }),
    );
  });

  it('refuses an endpoint that has a file in the folder of endpoints', () => {
    const choices = {
      region: 'eu-west-1',
      stack: 'dev',
      environment: 'dev',
      endpoint: 'churn',
      owner: 'payments-ml',
      engine: 'analyzer',
      schema: { version: 'v1', output: [{ name: 'a', type: 'String' }], input: [{ name: 'b', type: 'String' }] },
      statistics: new Map(),
    } as const;
    const file = 'engine: modelMonitor\nschema: v1\nsla: slas/churn.yaml\n';
    assert.throws(
      () =>
        composeFiles(
          choices,
          () => ['churn.yaml'],
          () => file,
        ),
      /endpoints\/churn\.yaml/,
    );
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { parse } from 'yaml';
import { loadSettings } from '../../config/settings';

/** Configuration of a stack as the CLI passes it to the program: text, or JSON for other values. */
function stackConfig(stack: string): Record<string, string> {
  const file = readFileSync(resolve(__dirname, `../../Pulumi.${stack}.yaml`), 'utf8');
  const config = (parse(file) as { config: Record<string, unknown> }).config;
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

async function loaded(stack: string, config: Record<string, string>, preview = true, encrypted: string[] = []) {
  await pulumi.runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }), call: () => ({}) },
    'model-observability',
    stack,
    preview,
  );
  pulumi.runtime.setAllConfig(config, encrypted);
  return loadSettings();
}

describe("loading a stack's settings", () => {
  afterEach(() => pulumi.runtime.setAllConfig({}));

  for (const stack of ['dev', 'prod']) {
    it(`${stack} has two endpoints with baselines, and needs no secret for a preview`, async () => {
      const settings = await loaded(stack, stackConfig(stack));
      assert.equal(settings.environment, stack);
      assert.deepEqual(
        settings.endpoints.map(({ endpoint, baseline }) => [endpoint, typeof baseline]),
        [
          ['arrival-delay', 'string'],
          ['cancellation', 'string'],
        ],
      );
      assert.equal(settings.alerts.pagerUrl, undefined);
    });
  }

  it('local has one endpoint, without a baseline yet, and pages whom the rehearsal names, in secret', async () => {
    const pagerUrl = 'http://127.0.0.1:9/pager';
    const settings = await loaded('local', { ...stackConfig('local'), 'model-observability:pagerUrl': pagerUrl });
    assert.deepEqual(
      settings.endpoints.map(({ endpoint, baseline, sla }) => [endpoint, baseline, Object.keys(sla.features).length]),
      [['arrival-delay', undefined, 6]],
    );
    const url = settings.alerts.pagerUrl ?? assert.fail('no pager');
    assert.ok(await pulumi.isSecret(url));
    assert.equal(await new Promise((done) => url.apply(done)), pagerUrl);
  });

  it('refuses an update of prod without its pager, before anything is deployed', async () => {
    await assert.rejects(loaded('prod', stackConfig('prod'), false), (error) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.equal(
        error.message,
        [
          '1 problem in Pulumi.prod.yaml and the files that it names; nothing was deployed.',
          "  pagerUrl: missing, so critical alarms would page nobody; run 'pulumi config set --secret --stack prod pagerUrl https://...', or set alerts.pager to optional",
        ].join('\n'),
      );
      return true;
    });
  });

  it('lists every problem in one error', async () => {
    const config = {
      ...stackConfig('dev'),
      'model-observability:alerts': 'ml-oncall@example.com',
      'model-observability:pager-url': 'https://events.example.com',
    };
    await assert.rejects(loaded('dev', config), {
      message: [
        '2 problems in Pulumi.dev.yaml and the files that it names; nothing was deployed.',
        '  alerts: must be a map of keys to values',
        "  pager-url: unknown key; did you mean 'pagerUrl'? known keys: owner, environment, endpoints, endpointsFolder, analyzer, alerts, digest, pagerUrl, routeSecrets, incidents, retention, evidence, queries, thresholds, quotas, tags, allowRemoval",
      ].join('\n'),
    });
  });

  it('refuses a setting that is encrypted although it is shown, and no pager', async () => {
    const config = { ...stackConfig('dev'), 'model-observability:pagerUrl': 'https://pager.example.com/in' };
    const load = (...encrypted: string[]) => loaded('dev', config, true, encrypted);
    assert.ok((await load('model-observability:pagerUrl')).alerts.pagerUrl);
    await assert.rejects(load('model-observability:owner', 'model-observability:pagerUrl'), {
      message: [
        '1 problem in Pulumi.dev.yaml and the files that it names; nothing was deployed.',
        '  owner: encrypted in Pulumi.dev.yaml, but shown in AWS and in the state; remove any credential from it, then set it in plain text',
      ].join('\n'),
    });
  });

  it("compares tags with the provider's default tags", async () => {
    const config = { ...stackConfig('dev'), 'aws:defaultTags': '{"tags":{"Cost-Centre":4711}}' };
    await assert.rejects(loaded('dev', config), /aws:defaultTags\.tags\.Cost-Centre: differs from tag 'cost-centre'/);
    for (const other of ['none', '[]', '{"tags":[]}']) {
      assert.equal((await loaded('dev', { ...stackConfig('dev'), 'aws:defaultTags': other })).environment, 'dev');
    }
  });
});

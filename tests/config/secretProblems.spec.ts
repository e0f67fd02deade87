import assert from 'node:assert/strict';
import fc from 'fast-check';
import { credentialKind } from '../../config/credentials';
import { accepted, endpoint, problemLines, slaHead, stackFile, withSla } from './stackFile';

/** Invented credentials, in parts so that no scanner takes this file for a leak. */
const credentials: readonly [kind: string, ...parts: string[]][] = [
  ['an AWS access key', 'AKI', 'AZ2J4Q7XK3M6L7W5T'],
  ['an AWS access key', 'key ASI', 'AZ2J4Q7XK3M6L7W5T of the robot'],
  ['a random key', 'q8Rz1LmT', 'v0Xc7KbW2nYp/5sDf3Gh+J4a6UeIoE9Q'],
  ['an API token', 'gh', 'p_q8Rz1LmTv0Xc7KbW2nYp5sDf3GhJ4a6U'],
  ['an API token', 'xox', 'b-204857-193847562-Qz81LmTv0Xc7KbW2'],
  ['an API token', 'gl', 'pat-q8Rz1LmTv0Xc7KbW2nYp'],
  ['an API token', 'sk', '-proj-q8Rz1LmTv0Xc7KbW2nYp5sDf3Gh'],
  ['a signed token (JWT)', 'ey', 'JhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjaHVybiJ9.q8Rz1LmTv0Xc7KbW2nYp'],
  ['a private key', '-----BEGIN OPENSSH', ' PRIVATE KEY-----\nq8Rz1LmT'],
  ['a private key', '-----BEGIN', ' PRIVATE KEY-----'],
  ['an authorization header', 'Bea', 'rer q8Rz1LmTv0Xc7KbW'],
  ['an authorization header', 'bas', 'ic cm9ib3Q6cTg5ejE='],
  ['an address with a user or password', 'https://', 'robot:q8Rz1LmT@runbooks.example.com/churn'],
  ['an address with a user or password', 'https://', 'q8Rz1LmTv0Xc7@runbooks.example.com/churn'],
  ['an address with a user or password', 'postgresql', '://ml:q8Rz1LmT@db.example.com/features'],
  ['an address with a credential', 'https://runbooks.example.com/churn?api_', 'key=q8Rz1LmTv0'],
  ['an address with a credential', 'https://runbooks.example.com/churn?v=1&access_', 'token=q8Rz1LmTv0'],
  ['the address of a pager or webhook', 'https://events.pagerduty', '.com/integration/9c1d5e8f7a6b/enqueue'],
  ['the address of a pager or webhook', 'https://hooks.slack', '.com/services/T0A1B2C3/B4D5E6F7/q8Rz1LmT'],
  ['the address of a pager or webhook', 'https://pager.example.com/integrations/', 'aws/5f0e9c1d5e8f7a6b3c2d'],
  ['a credential', 'pass', 'word: q8Rz1LmTv0'],
  ['a credential', 'routing', '_key=q8Rz1LmTv0'],
  ['an integration key', '9c1d5e8f7a6b3c2d', '5f0e9c1d5e8f7a6b'],
];

const harmless = [
  'ml-platform',
  'payments-ml@example.com',
  'Basic machine learning services',
  'ProductionMachineLearningPlatform2026Team',
  'https://runbooks.example.com/ml/churn?spaceKey=MLPLATFORM#token-refresh',
  'https://wiki.example.com/@payments/churn',
  'https://www.example.com/Runbook-9c1d5e8f7a6b3c2d5f0e9c1d5e8f7a6b',
  'https://docs.example.com/document/d/1q8Rz1LmTv0Xc7KbW2nYp5sDf3GhJ4a6U/edit',
  '2026-11-01-3f9a2c',
  'b80c0fe5a5d2c1e0f9b8a7d6c5e4f3a2b1c0d9e8',
  '468650794304.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-model-monitor-analyzer:v2',
  'arn:aws:cloudtrail:eu-west-1:123456789012:trail/everything',
  'secret rotation team',
  'schemas/TeamPayments/ChurnModelV2/EuWest1/v1.yaml',
];

const hint = 'but settings are shown in AWS; remove it and revoke it';

describe('credentials in settings', () => {
  for (const [kind, ...parts] of credentials) {
    const text = parts.join('');
    it(`finds ${kind} in ${text.slice(0, 12)}...`, () => assert.equal(credentialKind(text), kind));
  }

  it('finds none in names, addresses, hashes and sentences', () => {
    for (const text of harmless) assert.equal(credentialKind(text), undefined, text);
  });

  it('finds one by the name under which it is kept', () => {
    assert.equal(credentialKind('robot-4711', 'api-token'), 'a credential');
    assert.equal(credentialKind('robot-4711', 'cost-centre'), undefined);
    assert.equal(credentialKind('monthly', 'secret-rotation'), undefined);
  });

  it('refuses them in tags, owner and addresses, and does not repeat them', () => {
    const [, ...key] = credentials[0] ?? assert.fail();
    const secret = key.join('');
    const raw = { ...stackFile, owner: secret, tags: { squad: secret }, alerts: { digest: [secret, secret] } };
    assert.deepEqual(problemLines(raw, { defaultTags: { site: secret } }), [
      `owner: the value looks like an AWS access key, ${hint}`,
      `alerts.digest.0: the value looks like an AWS access key, ${hint}`,
      `alerts.digest.1: the value looks like an AWS access key, ${hint}`,
      `tags.squad: the value looks like an AWS access key, ${hint}`,
      `aws:defaultTags.tags.site: the value looks like an AWS access key, ${hint}`,
    ]);
  });

  it('refuses them as keys', () => {
    const [, ...key] = credentials[0] ?? assert.fail();
    assert.deepEqual(problemLines({ ...stackFile, tags: { [key.join('')]: 'x' } }), [
      `tags: a key looks like an AWS access key, ${hint}`,
    ]);
  });

  it('refuses them in an SLA, with file and line', () => {
    const runbook = 'https://robot:q8Rz1LmT@runbooks.example.com/churn';
    const text = slaHead
      .replace(/runbook: .*/, `runbook: ${runbook}`)
      .replace('payments-ml', '"bearer q8Rz1LmTv0Xc7KbW"');
    assert.deepEqual(problemLines(stackFile, withSla(`${text}features: {}\n`)), [
      `slas/churn.yaml:2: owner: the value looks like an authorization header, ${hint}`,
      `slas/churn.yaml:3: runbook: the value looks like an address with a user or password, ${hint}`,
    ]);
  });

  it('are never printed, wherever they stand', () => {
    const places: readonly ((secret: string) => Record<string, unknown>)[] = [
      (secret) => ({ ...stackFile, owner: secret }),
      (secret) => ({ ...stackFile, environment: secret }),
      (secret) => ({ ...stackFile, [secret]: 'x' }),
      (secret) => ({ ...stackFile, tags: { [secret]: secret } }),
      (secret) => ({ ...stackFile, alerts: { digest: [secret, secret.toUpperCase()] } }),
      (secret) => ({ ...stackFile, alerts: secret }),
      (secret) => ({ ...stackFile, evidence: { trailArn: secret } }),
      (secret) => ({ ...stackFile, endpoints: { [secret]: {} } }),
      ...['engine', 'schema', 'baseline', 'sla', 'schemaFile', 'owner', 'variant', 'schedule', 'analyzerImage'].map(
        (key) => (secret: string) => endpoint({ [key]: secret }),
      ),
    ];
    const texts = credentials.map(([, ...parts]) => parts.join(''));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom(...texts), (place, secret) => {
        const lines = problemLines(place(secret));
        assert.ok(lines.some((line) => line.includes('looks like')));
        assert.ok(!lines.some((line) => line.toLowerCase().includes(secret.toLowerCase())));
      }),
    );
  });
});

describe('encrypted settings', () => {
  const text = (stack: string) =>
    `encrypted in Pulumi.${stack}.yaml, but shown in AWS and in the state; remove any credential from it, then set it in plain text`;

  it('are refused where they are shown, without their values', () => {
    const raw = { ...stackFile, owner: 'hidden-owner', endpoints: { 'hidden-endpoint': {} }, alerts: 'hidden-alerts' };
    assert.deepEqual(
      problemLines(raw, { encrypted: ['owner', 'endpoints', 'alerts', 'aws:defaultTags', 'aws:region'] }),
      [
        `owner: ${text('dev')}`,
        `endpoints: ${text('dev')}`,
        `alerts: ${text('dev')}`,
        `aws:defaultTags: ${text('dev')}`,
      ],
    );
  });

  it('are unknown if the program does not know them', () => {
    assert.deepEqual(problemLines({ ...stackFile, apiToken: 'hidden' }, { encrypted: ['apiToken'] }).length, 1);
  });
});

describe("the pager's address", () => {
  const pagerUrl = 'https://pager.example.com/integration/churn';

  it('draws a warning in plain text, which does not repeat it', () => {
    const { warnings } = accepted(endpoint({ baseline: '2026-11-01-3f9a2c' }), {});
    assert.deepEqual(warnings, []);
    const plain = { ...endpoint({ baseline: '2026-11-01-3f9a2c' }), pagerUrl };
    assert.deepEqual(accepted(plain, { encrypted: [] }).warnings, [
      "pagerUrl: in plain text, so that everybody who can read Pulumi.dev.yaml can page; get a new address from the pager and run 'pulumi config set --secret --stack dev pagerUrl https://...'",
    ]);
    assert.deepEqual(accepted(plain).warnings, []);
  });

  it('draws none on a loopback host, as in a rehearsal', () => {
    const local = { ...endpoint({ baseline: '2026-11-01-3f9a2c' }), pagerUrl: 'http://127.0.0.1:9/pager' };
    assert.deepEqual(accepted(local, { encrypted: [] }).warnings, []);
  });
});

import assert from 'node:assert/strict';
import { policyStatements } from '../../policy/iam/documents/policyStatements';
import { ruleList } from '../../policy/ruleList';
import { attached as attachedPolicy, role } from './iamStack';
import { runPack, type StackResource } from './policyStack';

/** Of processor time. Generous, because it only has to tell seconds from an hour. */
const withinSeconds = 100;
/** Characters that AWS accepts in any policy, for one list. */
const quota = 32_000;
const depth = 100_000;

const allow = (fields: object = {}) => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::a/b',
  ...fields,
});
const text = (...statements: unknown[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** Up to `most` texts that fit into the characters. */
function filled(make: (i: number) => string, most = 1_500, characters = quota): string[] {
  const texts: string[] = [];
  let left = characters;
  for (let i = 0; i < most; i++) {
    const made = make(i);
    left -= made.length + 3;
    if (left < 0) break;
    texts.push(made);
  }
  return texts;
}

const services = ['ec2', 'iam', 's3', 'sagemaker', 'cloudwatch', 'lambda', 'glue', 'logs', 'kms', 'sqs'];
const letter = (i: number) => String.fromCharCode(97 + (i % 26));
const serviceGlob = (i: number) => `${services[i % 10]}:*${letter(i)}*${letter(i / 26)}*`;

function nested(levels: number): unknown {
  let value: unknown = 's3:*';
  for (let i = 0; i < levels; i++) value = i % 2 === 0 ? [value] : { Statement: value };
  return value;
}

/** Documents that an attacker could write to stop the pack, and the reason when one is rejected as a whole. */
const documents: Readonly<Record<string, { readonly document: unknown; readonly broken?: RegExp }>> = {
  'not JSON': { document: '{"Statement": [', broken: /^is not a JSON object$/ },
  'an empty text': { document: '', broken: /^is not a JSON object$/ },
  'a number': { document: 7, broken: /^is not a JSON object$/ },
  'a list': { document: [allow({ Action: '*' })], broken: /^is not a JSON object$/ },
  'no statement': { document: '{}', broken: /^has no Statement$/ },
  'a byte order mark': { document: `\uFEFF${text(allow())}`, broken: /^begins with a byte order mark/ },
  'a million statements': {
    document: `{"Statement":[${'{"Effect":"Allow"},'.repeat(1_000_000)}{}]}`,
    broken: /^has 19000018 characters; AWS accepts at most 32768/,
  },
  'a million statements as an object': {
    document: { Statement: Array.from({ length: 1_000_000 }, () => ({ Effect: 'Allow' })) },
    broken: /^holds more than 20000 values/,
  },
  'a megabyte of white space': { document: `${' '.repeat(1_000_000)}{}`, broken: /^has 1000002 characters/ },
  'a text 15,000 levels deep': {
    document: `{"Statement":${'['.repeat(15_000)}${']'.repeat(15_000)}}`,
    broken: /^is nested deeper than 16 levels/,
  },
  'an object 100,000 levels deep': { document: { Statement: nested(depth) }, broken: /./ },
  'a list of 100,000 actions': {
    document: { Statement: allow({ Action: Array.from({ length: 100_000 }, (_, i) => `ec2:Run${i}`) }) },
    broken: /^holds more than 20000 values/,
  },
  '1,500 globs of one service': { document: text(allow({ Action: filled((i) => `ec2:*a*${i}*`), Resource: '*' })) },
  '1,500 globs of ten services': { document: text(allow({ Action: filled(serviceGlob), Resource: '*' })) },
  '1,500 globs in NotAction': {
    document: text({ Effect: 'Allow', NotAction: filled(serviceGlob), Resource: filled((i) => `*${i}*`, 200, 3_000) }),
  },
  '1,500 globs in the service': { document: text(allow({ Action: filled((i) => `*${i}*:*t*`), Resource: '*' })) },
  'globs and 700 conditions': {
    document: text(
      allow({
        Action: filled((i) => `ec2:Desc${'*'.repeat(i % 5)}e*${letter(i)}`, 700, 15_000),
        Condition: {
          StringLike: Object.fromEntries(filled((i) => `quantum:Spin${i}`, 700, 12_000).map((key) => [key, '*'])),
        },
      }),
    ),
  },
  'a condition with 2,000 values': {
    document: text(
      allow({
        Action: '*',
        Resource: '*',
        Condition: { StringLike: { 'aws:PrincipalArn': filled((i) => `*${i}*`, 2_000) } },
      }),
    ),
  },
  'a condition on a host of dots and slashes': {
    document: text(
      allow({
        Action: 'sts:AssumeRole',
        Resource: '*',
        Condition: { StringLike: { [`${'./'.repeat(15_000)}!`]: '*' } },
      }),
    ),
  },
  '1,500 resources with stars': {
    document: text(allow({ Action: '*', Resource: filled((i) => `arn:*:*:*:*:*${i}*`) })),
  },
  '3,000 short resources with stars': {
    document: text(allow({ Action: services.map((name) => `${name}:*`), Resource: filled((i) => `*${i}*`, 3_000) })),
  },
  'resources of thirty stars each': {
    document: text(allow({ Action: '*', Resource: filled((i) => `${'*a?'.repeat(300)}${i}`) })),
  },
  'a resource of beginnings of variables': { document: text(allow({ Action: '*', Resource: '${'.repeat(15_000) })) },
  '1,500 resources in NotResource': {
    document: text({ Effect: 'Allow', Action: '*', NotResource: filled((i) => `arn:*:s3:::*${i}*`) }),
  },
  '750 resources against 750 that are denied': {
    document: text(allow({ Action: '*', Resource: filled((i) => `*a*b*${i}*`, 750, quota / 2) }), {
      Effect: 'Deny',
      Action: '*',
      Resource: filled((i) => `*a*${i}*`, 750, quota / 2),
    }),
  },
  '750 resources against 750 exceptions of a Deny': {
    document: text(allow({ Action: '*', Resource: filled((i) => `*a*b*${i}*`, 750, quota / 2) }), {
      Effect: 'Deny',
      Action: '*',
      NotResource: filled((i) => `*a*${i}*`, 750, quota / 2),
    }),
  },
  '400 statements that allow and deny in turn': {
    document: text(
      ...Array.from({ length: 400 }, (_, i) =>
        allow({ Effect: i % 2 ? 'Allow' : 'Deny', Action: '*', Resource: `*${i}*` }),
      ),
    ),
  },
  '250 statements with a condition each': {
    document: text(
      ...Array.from({ length: 250 }, (_, i) =>
        allow({ Action: '*', Resource: `*${i}*`, Condition: { StringLike: { [`a:b${i}`]: '*' } } }),
      ),
    ),
  },
  'a catastrophic glob': {
    document: text(allow({ Action: `s3:${'*?'.repeat(5_000)}z`, Resource: `arn:aws:s3:::${'*a?'.repeat(3_000)}` })),
  },
  'a glob of 10,000 stars': { document: text(allow({ Action: '*'.repeat(10_000), Resource: '*'.repeat(10_000) })) },
  'odd Unicode': {
    document: `{"Statement":{"Sid":"\\u001b[31m\\u202etxt","Effect":"Allow","Action":"s3:\\ud800\\u202eGet\\u0000*","Resource":"*"}}`,
  },
  'keys of the prototype': {
    document:
      '{"__proto__":{"Effect":"Deny"},"constructor":"x","Statement":{"__proto__":{"Effect":"Deny"},"Effect":"Allow",' +
      '"Action":"*","Resource":"*","Condition":{"constructor":{"toString":"*"},"__proto__":{"__proto__":"*"}},' +
      '"Principal":{"constructor":"*","AWS":"*"}}}',
  },
  'a key twice': {
    document: '{"Statement":{"Effect":"Deny","Action":"*","Resource":"*","Eff\\u0065ct":"Allow","Principal":"*"}}',
    broken: /^has a duplicate key 'Effect'$/,
  },
  'numbers where texts belong': {
    document: text(allow({ Action: [1, 2], Resource: 3 })),
    broken: /^has a statement 1 with a value in Action that is not a string$/,
  },
  'an effect that is none': {
    document: text(allow({ Effect: 'allow' })),
    broken: /^has a statement 1 with an Effect other than 'Allow' or 'Deny'$/,
  },
  'a statement that is none': { document: text('Allow'), broken: /^has a statement 1 that is not an object$/ },
};

/** Roles that also hold the first document. */
const roles = 20;

const holders = [
  ['aws:iam/policy:Policy', 'policy'],
  ['aws:iam/rolePolicy:RolePolicy', 'policy'],
  ['aws:iam/role:Role', 'assumeRolePolicy'],
  ['aws:s3/bucketPolicy:BucketPolicy', 'policy'],
  ['aws:sqs/queuePolicy:QueuePolicy', 'policy'],
  ['aws:sns/topicPolicy:TopicPolicy', 'policy'],
  ['aws:kms/key:Key', 'policy'],
] as const;

describe('hostile documents', () => {
  for (const [name, { document, broken }] of Object.entries(documents)) {
    it(`are judged by every rule in bounded time: ${name}`, async () => {
      const stack: StackResource[] = holders.map(([type, key], i) => ({
        type,
        name: `subject-${i}`,
        props: { [key]: document },
      }));
      const attached = Array.from({ length: roles }, (_, i) => [
        role(`role-${i}`),
        attachedPolicy(`role-${i}`, 'subject-0'),
      ]).flat();
      const started = process.cpuUsage();
      const findings = await runPack(ruleList, [
        ...stack,
        ...attached,
        { type: 'aws:s3/bucket:Bucket', name: 'store' },
      ]);
      assert.ok(process.cpuUsage(started).user / 1e6 < withinSeconds);
      const ofPolicy = Object.entries(findings).flatMap(([, reported]) =>
        reported.filter(([subject]) => subject === 'subject-0'),
      );
      assert.ok(ofPolicy.length > 0, 'nothing is reported');
      for (const [, sentence] of ofPolicy) {
        assert.ok(sentence.length < 5_000, sentence.slice(0, 100));
        assert.doesNotMatch(sentence, /[\p{Cc}\p{Cf}\p{Cs}]/u);
      }
      if (broken) assert.match(ofPolicy[0]?.[1] ?? '', /^Policy 'subject-0' .*: (give it|AWS rejects)/);
    }).timeout(10 * withinSeconds * 1_000);
  }

  it('are rejected with the reason before they are judged', () => {
    for (const [name, { document, broken }] of Object.entries(documents)) {
      // The pack's copies are not as deep, so that this document never reaches the reader.
      if (name === 'an object 100,000 levels deep') continue;
      const read = policyStatements(document as never);
      assert.equal('broken' in read, broken !== undefined, name);
      if ('broken' in read && broken) assert.match(read.broken, broken);
    }
  });

  it('are accepted when they are only long', () => {
    const actions = Array.from({ length: 400 }, () => 'secretsmanager:GetSecretValue');
    const longest = text(...Array.from({ length: 2 }, () => allow({ Action: actions })));
    assert.ok(!('broken' in policyStatements(JSON.stringify(JSON.parse(longest), null, 4))));
    assert.ok(
      !('broken' in policyStatements('{"Statement":{"Sid":"Effect: \\"Effect\\":","Effect":"Deny","Action":"a:b"}}')),
    );
  });
});

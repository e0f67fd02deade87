import assert from 'node:assert/strict';
import fc from 'fast-check';
import { actionFacts } from '../../../../policy/iam/actions/actionFacts';
import { conditionStrength, judgedEntries, type Strength } from '../../../../policy/iam/conditions/conditionStrength';
import { notYetKnown, type PropertyValue } from '../../../../policy/pack/propertyValue';

const getObject = actionFacts('s3:GetObject') ?? assert.fail('s3:GetObject is missing');

function strength(condition: PropertyValue, action = 's3:GetObject'): Strength {
  return conditionStrength(condition, actionFacts(action)).strength;
}

const cases: readonly (readonly [Strength, condition: PropertyValue, action?: string])[] = [
  ['none', {}],
  ['none', { StringEquals: {} }],
  // Patterns that match every request.
  ['vacuous', { StringLike: { 'aws:PrincipalOrgID': '*' } }],
  ['vacuous', { StringLike: { 'aws:SourceVpce': ['vpce-1a', '?*'] } }],
  ['vacuous', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }],
  ['vacuous', { ArnEquals: { 'aws:SourceArn': 'arn:*:*:*:*:*:*' } }],
  ['vacuous', { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/mine' } }],
  ['vacuous', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } }],
  ['vacuous', { StringLike: { 'aws:PrincipalAccount': '????????????' } }],
  ['vacuous', { StringEquals: { 'aws:username': `\${aws:username}` } }],
  ['vacuous', { StringNotEquals: { 'aws:PrincipalAccount': 'nobody' } }],
  ['vacuous', { StringNotEquals: { 'aws:SourceVpce': '*' } }],
  ['vacuous', { NumericGreaterThanEquals: { 'aws:MultiFactorAuthAge': 0 } }],
  ['vacuous', { NumericLessThan: { 'aws:MultiFactorAuthAge': '99999999999' } }],
  ['vacuous', { DateGreaterThan: { 'aws:CurrentTime': '2019-01-01T00:00:00Z' } }],
  ['vacuous', { DateLessThan: { 'aws:CurrentTime': '2999-01-01T00:00:00Z' } }],
  ['vacuous', { Bool: { 'aws:SecureTransport': 'true' } }],
  ['vacuous', { Bool: { 'aws:SecureTransport': true } }],
  ['vacuous', { Null: { 'aws:PrincipalArn': 'false' } }],
  ['vacuous', { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '0.0.0.0/0'] } }],
  ['vacuous', { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }],
  ['vacuous', { IpAddress: { 'aws:SourceIp': '::/0' } }],
  ['vacuous', { 'ForAllValues:StringLike': { 'aws:TagKeys': '*' } }, 's3:PutObject'],
  ['vacuous', { StringEqualsIfExists: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }],
  ['vacuous', { StringNotEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }],
  ['vacuous', { Null: { 'kms:ViaService': true } }],
  // Leaving the key out, or writing it, passes.
  ['weak', { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1a' } }],
  ['weak', { 'ForAllValues:StringEquals': { 'aws:CalledVia': ['athena.amazonaws.com'] } }],
  ['weak', { StringLike: { 'aws:UserAgent': 'our-tool/*' } }],
  ['weak', { StringEquals: { 'aws:Referer': 'https://example.org' } }],
  // Nothing matches.
  ['never', { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }],
  ['never', { StringEquals: { 's3:prefix': 'captures/' } }],
  ['never', { 'ForAnyValue:StringNotEquals': { 's3:prefix': 'captures/' } }],
  ['never', { StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/*' } }],
  ['never', { StringEquals: { 'aws:PrincipalAccount': '12345' } }],
  ['never', { StringEquals: { 'aws:PrincipalAccount': [] } }],
  ['never', { Null: { 'aws:PrincipalArn': 'true' } }],
  ['never', { Bool: { 'aws:MultiFactorAuthPresent': 'yes' } }],
  ['never', { DateLessThan: { 'aws:CurrentTime': '2019-01-01T00:00:00Z' } }],
  ['never', { StringLikes: { 'aws:PrincipalArn': '*' } }],
  ['never', { constructor: { 'aws:PrincipalArn': '*' } }],
  ['never', { StringEquals: 'aws:PrincipalArn' }],
  ['never', 'StringEquals'],
  // It limits.
  ['strong', { StringEquals: { 'aws:PrincipalAccount': '123456789012' } }],
  ['strong', { stringequals: { 'AWS:principalaccount': '123456789012' } }],
  ['strong', { StringEqualsIfExists: { 'aws:PrincipalAccount': '123456789012' } }],
  ['strong', { StringLike: { 's3:prefix': ['captures/*', 'reports/*'] } }, 's3:ListBucket'],
  ['strong', { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1a' }, Null: { 'aws:SourceVpce': 'false' } }],
  ['strong', { StringLike: { 'aws:PrincipalOrgID': '*' }, Bool: { 'aws:MultiFactorAuthPresent': 'true' } }],
  ['strong', { ArnLike: { 'aws:SourceArn': 'arn:aws:sagemaker:eu-west-1:123456789012:*' } }],
  ['strong', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::store-1a2b' } }],
  ['strong', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deployer' } }],
  ['strong', { StringEquals: { 's3:ExistingObjectTag/team': `\${aws:PrincipalTag/team}` } }],
  ['strong', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }],
  ['strong', { DateLessThan: { 'aws:TokenIssueTime': '2019-01-01T00:00:00Z' } }],
  [
    'strong',
    { StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:a/b' } },
    'sts:AssumeRoleWithWebIdentity',
  ],
  ['strong', { StringEquals: { 'aws:ResourceTag/team': 'ml' } }, 'sts:AssumeRole'],
  ['strong', { StringLike: { 'aws:ResourceTag/team': '*' } }, 'sts:AssumeRole'],
  // A key of the action's resources, which the reference lists with their type.
  ['strong', { StringEquals: { 'rds:DatabaseEngine': 'neptune' } }, 'rds:CreateDBInstance'],
  ['strong', { StringEquals: { 'iam:ResourceTag/team': 'ml' } }, 'iam:PassRole'],
  ['weak', { StringLikeIfExists: { 'aws:ResourceTag/team': 'ml*' } }, 'sts:AssumeRole'],
  ['vacuous', { StringLikeIfExists: { 'aws:ResourceTag/team': '*' } }, 'sts:AssumeRole'],
  // Not decided.
  ['unknown', { StringEquals: { 'aws:SourceVpce': notYetKnown } }],
  ['unknown', { StringEquals: notYetKnown }],
  ['unknown', notYetKnown],
  ['unknown', { StringEquals: { 'quantum:Entangled': 'yes' } }],
  ['vacuous', { StringLike: { 'aws:SourceVpce': [notYetKnown, '*'] } }],
  ['weak', { StringEqualsIfExists: { 'aws:SourceVpce': notYetKnown } }],
];

describe('condition strength', () => {
  it('is judged by operator, key and value', () => {
    for (const [wanted, condition, action] of cases) {
      assert.equal(strength(condition, action), wanted, `${action ?? ''} ${JSON.stringify(condition)}`);
    }
    assert.equal(conditionStrength(undefined, getObject).strength, 'none');
  });

  it('returns the reasons as clauses', () => {
    const why = (condition: PropertyValue) => conditionStrength(condition, getObject).why;
    assert.equal(
      why({ StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1a' } }),
      "StringEqualsIfExists on 'aws:SourceVpce' also matches requests without that key",
    );
    assert.equal(
      why({ StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/*' } }),
      "StringEquals on 'aws:PrincipalArn' matches no value (it compares '*' literally: use StringLike)",
    );
    assert.equal(
      why({ StringNotEquals: { 's3:prefix': 'a' }, StringLike: { 'aws:SourceVpc': '*' } }),
      "StringNotEquals on 's3:prefix' always holds, because the action never sends that key, and StringLike on " +
        "'aws:SourceVpc' matches every request",
    );
    assert.equal(why({ StringLikes: { 'aws:SourceVpc': '*' } }), "'StringLikes' is not an IAM condition operator");
  });

  it('judges each entry by itself', () => {
    const condition = { StringLike: { 'aws:SourceVpc': '*', 'aws:SourceVpce': 'vpce-1*' } };
    assert.deepEqual(
      judgedEntries(condition, getObject).map(({ operator, key, strength }) => [operator, key, strength]),
      [
        ['StringLike', 'aws:sourcevpc', 'vacuous'],
        ['StringLike', 'aws:sourcevpce', 'strong'],
      ],
    );
  });

  it('never gets weaker with another entry, nor stronger with another value', () => {
    const order: readonly Strength[] = ['none', 'vacuous', 'weak', 'unknown', 'strong', 'never'];
    const values = fc.constantFrom('*', 'vpce-1a', 'vpce-*', 'x');
    const operators = fc.constantFrom('StringEquals', 'StringLike', 'StringEqualsIfExists', 'StringLikeIfExists');
    const keys = fc.constantFrom('aws:SourceVpce', 'aws:SourceVpc', 'kms:ViaService', 'aws:UserAgent', 'aws:userid');
    fc.assert(
      fc.property(
        operators,
        keys,
        fc.array(values, { minLength: 1 }),
        values,
        operators,
        keys,
        (op, key, own, more, op2, key2) => {
          const rank = (condition: PropertyValue) => order.indexOf(strength(condition));
          const alone = { [op]: { [key]: own } };
          assert.ok(rank({ [op]: { [key]: [...own, more] } }) <= rank(alone));
          if (op2 !== op) assert.ok(rank({ ...alone, [op2]: { [key2]: more } }) >= rank(alone));
        },
      ),
    );
  });

  it('never throws for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (condition) => void conditionStrength(condition as PropertyValue, getObject)),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.jsonValue())),
        (condition) => void conditionStrength(condition as PropertyValue, getObject),
      ),
    );
  });
});

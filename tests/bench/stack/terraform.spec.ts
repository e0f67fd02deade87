import assert from 'node:assert/strict';
import { resourcesPerEndpoint, terraformConfig } from '../../../bench/stack/terraform';

interface Config {
  readonly resource: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

describe('terraformConfig', () => {
  it("has the stack's resources of each endpoint, and refers to them by address", () => {
    const { resource } = terraformConfig(3) as Config;
    const counts = Object.entries(resource).map(([type, blocks]) => [type, Object.keys(blocks).length]);
    assert.deepEqual(counts, [
      ['aws_iam_role', 3],
      ['aws_iam_role_policy', 3],
      ['aws_sagemaker_data_quality_job_definition', 3],
      ['aws_sagemaker_monitoring_schedule', 3],
      ['aws_cloudwatch_metric_alarm', 9],
    ]);
    assert.equal(
      counts.reduce((sum, [, count]) => sum + Number(count), 0),
      3 * resourcesPerEndpoint,
    );
    const text = JSON.stringify(resource);
    for (const [, address = ''] of text.matchAll(/\$\{([^}]*)\}/g)) {
      const [type = '', name = ''] = address.split('.');
      assert.ok(resource[type]?.[name], address);
    }
    assert.equal([...text.matchAll(/\$\{/g)].length, 12);
  });
});

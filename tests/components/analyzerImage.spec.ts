import assert from 'node:assert/strict';
import { analyzerImage, parseRepositoryArn } from '../../components/analyzerImage';

describe('analyzerImage', () => {
  it('returns the prebuilt image of the region', () => {
    assert.equal(
      analyzerImage('eu-west-1'),
      '468650794304.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-model-monitor-analyzer',
    );
    assert.equal(
      analyzerImage('cn-north-1'),
      '453000072557.dkr.ecr.cn-north-1.amazonaws.com.cn/sagemaker-model-monitor-analyzer',
    );
  });

  for (const region of ['mars-1', 'toString', '']) {
    it(`lists the known regions and a fix for '${region}'`, () => {
      assert.throws(
        () => analyzerImage(region),
        (error: Error) =>
          error.message.startsWith(`no Model Monitor image for region '${region}'; known regions: af-`) &&
          error.message.endsWith("us-west-2; set the endpoint's analyzerImage to use another image"),
      );
    });
  }
});

describe('parseRepositoryArn', () => {
  const arn = 'arn:aws:ecr:us-east-2:111122223333:repository/ml/analyzer';

  for (const tail of ['', ':1.2', '@sha256:0123']) {
    it(`parses an ECR address that ends in '${tail}'`, () => {
      assert.equal(parseRepositoryArn(`111122223333.dkr.ecr.us-east-2.amazonaws.com/ml/analyzer${tail}`, 'aws'), arn);
    });
  }

  it('refuses an image outside ECR', () => {
    assert.throws(() => parseRepositoryArn('docker.io/library/python', 'aws'), {
      message:
        "invalid analyzer image 'docker.io/library/python': SageMaker pulls images from ECR only, " +
        '<account>.dkr.ecr.<region>.amazonaws.com/<repository>[:<tag>]',
    });
  });
});

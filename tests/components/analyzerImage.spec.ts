import assert from 'node:assert/strict';
import { analyzerImage, imageRepositoryArn } from '../../components/analyzerImage';

describe('analyzerImage', () => {
  it("is the region's prebuilt container", () => {
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
    it(`says which regions it knows instead of '${region}', and what to set`, () => {
      assert.throws(
        () => analyzerImage(region),
        (error: Error) =>
          error.message.startsWith(`no Model Monitor analyzer image is known for region '${region}'; known are af-`) &&
          error.message.endsWith("us-west-2; name another one with the endpoint's setting 'analyzerImage'"),
      );
    });
  }
});

describe('imageRepositoryArn', () => {
  const arn = 'arn:aws:ecr:us-east-2:111122223333:repository/ml/analyzer';

  for (const tail of ['', ':1.2', '@sha256:0123']) {
    it(`reads an ECR address that ends in '${tail}'`, () => {
      assert.equal(imageRepositoryArn(`111122223333.dkr.ecr.us-east-2.amazonaws.com/ml/analyzer${tail}`, 'aws'), arn);
    });
  }

  it('refuses an image that SageMaker could not pull', () => {
    assert.throws(() => imageRepositoryArn('docker.io/library/python', 'aws'), {
      message:
        "analyzer image 'docker.io/library/python' is not an ECR address; SageMaker pulls only from ECR: " +
        '<account>.dkr.ecr.<region>.amazonaws.com/<repository>[:<tag>]',
    });
  });
});

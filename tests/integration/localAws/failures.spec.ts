import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { ListAppsCommand } from '@aws-sdk/client-sagemaker';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { type LocalAwsOptions, startLocalAws } from '../../../rehearsal/localAws/localAws';
import { startMoto } from '../../../rehearsal/localAws/moto';
import { awsClients } from '../../support/awsClients';
import { quietLocalAws } from '../../support/storeOnLocalAws';

describe('failures of the local AWS', function () {
  this.timeout(30_000);
  /** Ends what a test started, even if the test timed out. */
  const endings: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });

  async function start(options: LocalAwsOptions) {
    const local = await startLocalAws(options);
    endings.push(() => local.close());
    return { local, aws: awsClients(local.endpoint) };
  }

  it('names a call that neither moto nor the gateway supports', async () => {
    const { aws } = await start(quietLocalAws);
    await assert.rejects(aws.sageMaker.send(new ListAppsCommand({})), {
      name: 'LocalAwsNotImplemented',
      message: "the local AWS does not support 'sagemaker ListApps': neither moto nor the gateway implements it",
    });
  });

  it('refuses targets of events that it would not deliver to', async () => {
    const { aws } = await start(quietLocalAws);
    await aws.events.send(new PutRuleCommand({ Name: 'to-function', EventPattern: '{"source":["mine"]}' }));
    const Targets = [{ Id: 'function', Arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f' }];
    await assert.rejects(aws.events.send(new PutTargetsCommand({ Rule: 'to-function', Targets })), {
      name: 'LocalAwsNotImplemented',
      message: "the local AWS does not support 'events PutTargets': neither moto nor the gateway implements it",
    });
  });

  it('names the port that is in use, and leaves no moto running', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    endings.push(() => listener.close());
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    await assert.rejects(startLocalAws({ ...quietLocalAws, port }), {
      message: `the local AWS cannot listen on 127.0.0.1:${port}: the port is in use; choose another port, or omit it to use a free one`,
    });
  });

  it('reports a missing Python interpreter', async () => {
    await assert.rejects(startMoto({ python: '/nonexistent/python' }), {
      message: /^cannot start Python at '\/nonexistent\/python': .*ENOENT; use a Python interpreter that has moto$/,
    });
  });

  it('reports the end of moto, and refuses calls in one sentence', async () => {
    let reportDown: (problem: string) => void = () => undefined;
    const down = new Promise<string>((resolve) => {
      reportDown = resolve;
    });
    const { local, aws } = await start({
      ...quietLocalAws,
      onEvent: (event) => {
        if (event.kind === 'down') reportDown(event.problem);
      },
    });
    process.kill(local.motoPid, 'SIGKILL');
    const sentence = 'moto ended unexpectedly (SIGKILL); the state of the local AWS is lost, start again';
    assert.equal(await down, sentence);
    await assert.rejects(local.evaluateAlarms(), { message: sentence });
    await assert.rejects(aws.sns.send(new CreateTopicCommand({ Name: 'x' })), {
      name: 'LocalAwsDown',
      message: 'moto, which serves the local AWS, is down (its process has ended)',
    });
  });

  it('ends moto when the process that started it is killed', async () => {
    const script = `require('./scripts/register.cjs');
      require('./rehearsal/localAws/moto').startMoto({ python: ${JSON.stringify(quietLocalAws.python)} }).then(({ url }) => console.log(url));`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    endings.push(() => parent.kill('SIGKILL'));
    const [url] = (await once(parent.stdout, 'data')) as [Buffer];
    const connection = connect(Number(new URL(url.toString().trim()).port), '127.0.0.1');
    await once(connection, 'connect');
    connection.on('error', () => undefined);
    const closed = once(connection, 'close');
    connection.resume();
    parent.kill('SIGKILL');
    await closed;
    assert.ok(connection.destroyed);
  });
});

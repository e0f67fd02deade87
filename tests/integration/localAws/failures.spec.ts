import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { ListAppsCommand } from '@aws-sdk/client-sagemaker';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { type LocalAwsOptions, startLocalAws } from '../../../rehearsal/localAws/localAws';
import { startMoto } from '../../../rehearsal/localAws/moto';
import { awsClients } from '../../support/awsClients';
import { quietLocalAws } from '../../support/storeOnLocalAws';

describe('local AWS in trouble', function () {
  this.timeout(30_000);
  /** What a test started; ended after it, also where the test ran out of time. */
  const endings: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });

  async function start(options: LocalAwsOptions) {
    const local = await startLocalAws(options);
    endings.push(() => local.close());
    return { local, aws: awsClients(local.endpoint) };
  }

  it('names a call that neither moto nor the gateway can do', async () => {
    const { aws } = await start(quietLocalAws);
    await assert.rejects(aws.sageMaker.send(new ListAppsCommand({})), {
      name: 'LocalAwsNotImplemented',
      message: "the local AWS cannot do 'sagemaker ListApps': moto fails on it and the gateway does not add it",
    });
  });

  it('says which port is taken, and leaves no moto behind', async () => {
    const first = createServer().listen(0, '127.0.0.1');
    endings.push(() => first.close());
    await once(first, 'listening');
    const { port } = first.address() as AddressInfo;
    await assert.rejects(startLocalAws({ ...quietLocalAws, port }), {
      message: `the local AWS cannot listen on 127.0.0.1:${port}: another process listens there; name another port, or none for a free one`,
    });
  });

  it('says when Python is missing', async () => {
    await assert.rejects(startMoto({ python: '/nonexistent/python' }), {
      message: /^cannot start Python at '\/nonexistent\/python': .*ENOENT; name one that has moto$/,
    });
  });

  it('says that moto died, and refuses calls in one sentence', async () => {
    let died: (problem: string) => void = () => undefined;
    const death = new Promise<string>((resolve) => {
      died = resolve;
    });
    const { local, aws } = await start({
      ...quietLocalAws,
      onEvent: (event) => {
        if (event.kind === 'down') died(event.problem);
      },
    });
    process.kill(local.motoPid, 'SIGKILL');
    const sentence = 'moto ended by itself (SIGKILL); what ran on the local AWS is lost, start it again';
    assert.equal(await death, sentence);
    await assert.rejects(local.evaluateAlarms(), { message: sentence });
    await assert.rejects(aws.sns.send(new CreateTopicCommand({ Name: 'x' })), {
      name: 'LocalAwsDown',
      message: 'moto, which the local AWS runs on, does not answer (ECONNREFUSED)',
    });
  });

  it('takes moto along when the process that started it is killed', async () => {
    const script = `require('ts-node/register');
      require('./rehearsal/localAws/moto').startMoto({ python: ${JSON.stringify(quietLocalAws.python)} }).then(({ url }) => console.log(url));`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    endings.push(() => parent.kill('SIGKILL'));
    const [url] = (await once(parent.stdout, 'data')) as [Buffer];
    const watch = connect(Number(new URL(url.toString().trim()).port), '127.0.0.1');
    await once(watch, 'connect');
    watch.on('error', () => undefined);
    const gone = once(watch, 'close');
    watch.resume();
    parent.kill('SIGKILL');
    await gone;
    assert.ok(watch.destroyed);
  });
});

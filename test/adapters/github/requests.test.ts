import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import nock from 'nock';
import { expect, onTestFinished, test } from 'vitest';
import { api, connect, installed, onlyPreparedAnswers, repository } from './github-api.ts';

onlyPreparedAnswers();
const pulls = '/repos/acme/churn/pulls';
const secondary = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' };

test('at a secondary limit a request waits as long as it is told to and then goes on, a write too', async () => {
  installed();
  const github = await connect({ waiting: { requestMs: 2000, secondMs: 10, paced: false } });
  api().get(pulls).query(true).reply(200, []);
  const asked: number[] = [];
  api()
    .post(pulls)
    .times(5)
    .reply(() => {
      asked.push(performance.now());
      return [403, secondary, { 'retry-after': '5' }];
    });
  api().post(pulls).reply(201, pull);
  const { number } = await github.pullRequests.ensure(repository, {
    head: 'x',
    base: 'qa',
    title: 't',
    body: 'b',
  });
  expect(number).toBe(8);
  const waits = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(49);
});

test('a used-up quota is waited for until it is given again', async () => {
  installed();
  const github = await connect();
  const reset = String(Math.ceil(Date.now() / 1000));
  const none = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
  api().get(`${pulls}/8`).times(5).reply(403, { message: 'API rate limit exceeded' }, none);
  api().get(`${pulls}/8`).reply(200, pull);
  expect((await github.pullRequests.get(repository, 8)).number).toBe(8);
});

test('a failing server is asked again, and in the end the failure is told with its status', async () => {
  installed();
  const github = await connect();
  api().get(`${pulls}/8`).twice().reply(503, {});
  api().get(`${pulls}/8`).reply(200, pull);
  expect((await github.pullRequests.get(repository, 8)).number).toBe(8);

  api().get(`${pulls}/8`).times(4).reply(500, {});
  await expect(github.pullRequests.get(repository, 8)).rejects.toMatchObject({ status: 500 });
});

test('what GitHub refuses is not asked again', async () => {
  installed();
  const github = await connect();
  api().get(`${pulls}/8`).reply(404, { message: 'Not Found' });
  await expect(github.pullRequests.get(repository, 8)).rejects.toMatchObject({ status: 404 });
});

test('an answer that never comes, or stops halfway, is given up and asked for again', async () => {
  const silence = () => undefined;
  const half = (response: ServerResponse) => response.writeHead(200, json).write('{"number": ');
  const whole = (response: ServerResponse) => reply(response, pull);
  const baseUrl = await forgeThat([silence, half, whole]);
  const github = await connect({ baseUrl, waiting: { requestMs: 150, secondMs: 1, paced: false } });
  expect((await github.pullRequests.get(repository, 8)).number).toBe(8);
});

/** A real server: the app is installed there, and other requests get these answers one after the other. */
async function forgeThat(answers: ((response: ServerResponse) => unknown)[]): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/installation')) reply(response, { id: 31 });
    else if (request.url?.endsWith('/access_tokens')) reply(response, { token: 't', permissions: {} });
    else answers.shift()?.(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  nock.enableNetConnect('127.0.0.1');
  onTestFinished(() => {
    nock.disableNetConnect();
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
}

function reply(response: ServerResponse, body: object): void {
  response.writeHead(200, json).end(JSON.stringify(body));
}

const json = { 'content-type': 'application/json' };

const repo = { full_name: 'acme/churn' };
const end = { ref: 'x', sha: 'a'.repeat(40), repo };
const pull = { number: 8, title: 't', body: 'b', state: 'open', head: end, base: end, html_url: '' };

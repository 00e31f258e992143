import nock from 'nock';
import { afterEach, expect, test } from 'vitest';
import { createImageRegistry } from '../../../src/adapters/registry/image-registry.ts';
import { TagTaken } from '../../../src/ports/images.ts';

const repository = 'registry.example.com/acme/churn';
const manifests = '/v2/acme/churn/manifests';
const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;
const login = { username: 'tailrace', password: 'correct horse' };
const basic = `Basic ${Buffer.from('tailrace:correct horse').toString('base64')}`;
const withLogin = createImageRegistry({ logins: new Map([['registry.example.com', login]]), pauseMs: 1 });
const anonymous = createImageRegistry({ logins: new Map(), pauseMs: 1 });

const registry = () => nock('https://registry.example.com');
const found = { 'docker-content-digest': digest };

afterEach(() => {
  const unused = nock.pendingMocks();
  nock.cleanAll();
  expect(unused).toEqual([]);
});

test('a tag that is not there has no digest', async () => {
  registry().head(`${manifests}/tree-1`).reply(404);
  expect(await anonymous.digestOf(repository, 'tree-1')).toBeUndefined();
});

test('all kinds of manifest are accepted: a converted one has another digest', async () => {
  const kinds = /oci\.image\.manifest.*oci\.image\.index.*manifest\.v2.*manifest\.list/;
  registry().head(`${manifests}/tree-1`).matchHeader('accept', kinds).reply(200, '', found);
  expect(await anonymous.digestOf(repository, 'tree-1')).toBe(digest);
});

test('the password is sent only after the registry asked for it', async () => {
  nock('https://registry.example.com', { badheaders: ['authorization'] })
    .head(`${manifests}/tree-1`)
    .reply(401, '', { 'www-authenticate': 'Basic realm="acme"' });
  registry().head(`${manifests}/tree-1`).matchHeader('authorization', basic).reply(200, '', found);
  expect(await withLogin.digestOf(repository, 'tree-1')).toBe(digest);
});

test('a token server gives the token for what the registry names', async () => {
  const scope = 'repository:acme/churn:pull';
  const challenge = `Bearer realm="https://auth.example.com/token",service="registry",scope="${scope}"`;
  registry().head(`${manifests}/tree-1`).reply(401, '', { 'www-authenticate': challenge });
  nock('https://auth.example.com')
    .get('/token')
    .query({ service: 'registry', scope })
    .matchHeader('authorization', basic)
    .reply(200, { token: 'short-lived' });
  registry()
    .head(`${manifests}/tree-1`)
    .matchHeader('authorization', 'Bearer short-lived')
    .reply(200, '', found);
  expect(await withLogin.digestOf(repository, 'tree-1')).toBe(digest);
});

test('a token server without TLS does not get the login', async () => {
  const challenge = 'Bearer realm="http://auth.example.com/token"';
  registry().head(`${manifests}/tree-1`).reply(401, '', { 'www-authenticate': challenge });
  await expect(withLogin.digestOf(repository, 'tree-1')).rejects.toThrow('without TLS');
});

test('a refused login is not repeated, and the error names the user but not the password', async () => {
  const challenge = { 'www-authenticate': 'Basic realm="acme"' };
  registry().head(`${manifests}/tree-1`).times(2).reply(401, '', challenge);
  const error = await withLogin.digestOf(repository, 'tree-1').catch((reason: unknown) => String(reason));

  expect(error).toMatch(/refuses access as tailrace \(401\)/);
  expect(error).not.toContain('correct horse');
});

test('an outage is waited out', async () => {
  registry().head(`${manifests}/tree-1`).reply(503);
  registry().head(`${manifests}/tree-1`).replyWithError('connection reset');
  registry().head(`${manifests}/tree-1`).reply(200, '', found);
  expect(await anonymous.digestOf(repository, 'tree-1')).toBe(digest);
});

test('a tag is added by putting the same bytes under it', async () => {
  const manifest = '{ "schemaVersion": 2,\n  "oddly": "formatted" }';
  const type = 'application/vnd.oci.image.manifest.v1+json';
  registry().head(`${manifests}/f00d`).reply(404);
  registry().get(`${manifests}/${digest}`).reply(200, manifest, { 'content-type': type });
  const same = (body: unknown) =>
    Buffer.from(String(body)).toString() === manifest ||
    JSON.stringify(body) === '{"schemaVersion":2,"oddly":"formatted"}';
  registry().put(`${manifests}/f00d`, same).matchHeader('content-type', type).reply(201);
  registry().head(`${manifests}/f00d`).reply(200, '', found);
  await expect(anonymous.addTag(repository, digest, 'f00d')).resolves.toBeUndefined();
});

test('a tag with the same digest is success, with another it stays', async () => {
  registry().head(`${manifests}/f00d`).twice().reply(200, '', found);
  await expect(anonymous.addTag(repository, digest, 'f00d')).resolves.toBeUndefined();
  await expect(anonymous.addTag(repository, other, 'f00d')).rejects.toThrow(TagTaken);
});

test('all tags are read, page by page, each with its digest', async () => {
  const next = { link: '</v2/acme/churn/tags/list?last=a&n=1000>; rel="next"' };
  registry()
    .get('/v2/acme/churn/tags/list')
    .query({ n: 1000 })
    .reply(200, { tags: ['a'] }, next);
  const second = { tags: ['b', 'gone'] };
  registry().get('/v2/acme/churn/tags/list').query({ last: 'a', n: 1000 }).reply(200, second);
  registry().head(`${manifests}/a`).reply(200, '', found);
  registry().head(`${manifests}/b`).reply(200, '', { 'docker-content-digest': other });
  registry().head(`${manifests}/gone`).reply(404);
  expect(await anonymous.tags(repository)).toEqual(
    new Map([
      ['a', digest],
      ['b', other],
    ]),
  );
});

test('a repository that is not there, or has nothing, has no tags', async () => {
  registry().get('/v2/acme/churn/tags/list').query({ n: 1000 }).reply(404);
  registry().get('/v2/acme/churn/tags/list').query({ n: 1000 }).reply(200, { name: 'churn', tags: null });
  expect(await anonymous.tags(repository)).toEqual(new Map());
  expect(await anonymous.tags(repository)).toEqual(new Map());
});

test.each([
  [202, true],
  [404, true],
  [400, false],
  [403, false],
  [405, false],
])('a deletion that the registry answers with %i is done: %s', async (status, done) => {
  registry().delete(`${manifests}/tree-1`).reply(status);
  registry().delete(`${manifests}/${digest}`).reply(status);
  expect(await anonymous.removeTag(repository, 'tree-1')).toBe(done);
  expect(await anonymous.removeImage(repository, digest)).toBe(done);
});

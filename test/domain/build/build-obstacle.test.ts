import { describe, expect, test } from 'vitest';
import { type BuildObstacle, buildObstacle } from '../../../src/domain/build/build-obstacle.ts';
import { dockerfileLine } from '../../../src/domain/build/dockerfile-line.ts';
import { buildFailedText } from '../../../src/domain/texts/build-problem.ts';

const instruction = (text: string, stage?: string, position?: number) =>
  ({ kind: 'instruction', text, stage, position }) as const;

// The steps' names and messages are BuildKit's, measured; the Docker adapter's tests keep some of them true.
describe('where a build ended', () => {
  test.each<[string | undefined, string, BuildObstacle]>([
    ['[2/2] COPY a ./', 'exit code: 1', instruction('COPY a ./', undefined, 2)],
    ['[stage-1 3/3] RUN a   && b', 'exit code: 3', instruction('RUN a   && b', 'stage-1', 3)],
    ['[build  2/12] RUN exit 5', 'exit code: 5', instruction('RUN exit 5', 'build', 2)],
    [
      '[2/2] RUN pip install x',
      'exit code: 1\nOSError: [Errno 28] No space left on device',
      { kind: 'disk-full' },
    ],
    [undefined, 'write /var/lib/docker/x: no space left on device', { kind: 'disk-full' }],
    ['[internal] load build context', 'oh', instruction('load build context')],
    [undefined, 'dockerfile parse error line 2: unknown instruction: RUNN', { kind: 'dockerfile', line: 2 }],
    [undefined, 'dockerfile parse error on line 7: no', { kind: 'dockerfile', line: 7 }],
    [undefined, 'no build stage in current context', { kind: 'dockerfile', line: undefined }],
    ['resolve image config for docker.io/x/y:1', '', { kind: 'syntax', frontend: 'docker.io/x/y:1' }],
    [
      'FROM docker.io/library/other:2',
      'failed to load cache key: dial tcp: lookup registry-1.docker.io: no such host',
      { kind: 'image', image: 'docker.io/library/other:2', why: 'unreachable' },
    ],
  ])('%s: %s', (step, message, obstacle) => {
    expect(buildObstacle(step, message)).toEqual(obstacle);
  });

  test.each([
    ['docker.io/library/none:1: not found', 'missing'],
    ['unexpected status code [manifests 1]: 404 Not Found', 'missing'],
    [
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope',
      'denied',
    ],
    ['failed to authorize: 401 Unauthorized', 'denied'],
    ['toomanyrequests: You have reached your pull rate limit', 'limited'],
    ['dial tcp 127.0.0.1:1: connect: connection refused', 'unreachable'],
    ['x509: certificate signed by unknown authority', 'unreachable'],
    ['something else', 'other'],
  ])('a pull that ends with "%s" is %s', (message, why) => {
    const obstacle = buildObstacle('[internal] load metadata for docker.io/library/none:1', message);
    expect(obstacle).toEqual({ kind: 'image', image: 'docker.io/library/none:1', why });
  });
});

const dockerfile = `# syntax=docker/dockerfile:1
ARG BASE=nowhere.invalid/base:3
FROM python AS build
ENV A=1
RUN pip wheel . \\
 # of what we need
 && ls
FROM build AS middle
RUN true
FROM $BASE
WORKDIR /app
COPY --from=build /a /a
copy --from=tools:2 /b /b
LABEL a=b
RUN exit 3
`;

describe('the line at fault', () => {
  test.each<[BuildObstacle, number | undefined]>([
    [instruction('RUN pip wheel .  && ls', 'build', 2), 5],
    [instruction('RUN true', 'middle', 1), 9],
    [instruction('WORKDIR /app', 'stage-2', 2), 11],
    [instruction('COPY --from=build /a /a', 'stage-2', 3), 12],
    [instruction('RUN exit 3', 'stage-2', 5), 15],
    [instruction('RUN exit 3', 'stage-2', 4), undefined],
    [instruction('RUN exit 3', 'stage-9', 2), undefined],
    [instruction('RUN exit 3'), undefined],
    [{ kind: 'image', image: 'docker.io/library/python:latest', why: 'missing' }, 3],
    [{ kind: 'image', image: 'docker.io/library/tools:2', why: 'missing' }, 13],
    [{ kind: 'image', image: 'nowhere.invalid/base:3', why: 'missing' }, 10],
    [{ kind: 'dockerfile', line: 4 }, 4],
    [{ kind: 'syntax', frontend: 'docker.io/docker/dockerfile:1' }, 1],
  ])('%j is on line %s', (obstacle, line) => {
    expect(dockerfileLine(dockerfile, obstacle)).toBe(line);
  });

  test('of a single stage, which the builder does not name; nothing lies below scratch', () => {
    expect(dockerfileLine('FROM a\n\nRUN b\n', instruction('RUN b', undefined, 2))).toBe(3);
    expect(dockerfileLine('FROM scratch\nCOPY b .\n', instruction('COPY b .', undefined, 1))).toBe(2);
  });

  test('nothing is made up of what is no Dockerfile', () => {
    expect(dockerfileLine('', instruction('RUN b', undefined, 2))).toBeUndefined();
    expect(dockerfileLine('{"a": 1}', { kind: 'image', image: 'a', why: 'other' })).toBeUndefined();
  });
});

describe('told', () => {
  const failed = {
    dockerfile: 'Dockerfile',
    line: 2,
    message: 'exit code: 3\nno such wheel',
    log: ['#5 no such wheel'],
  };

  test('an instruction: its line, its last words, the end of the log', () => {
    const { title, message } = buildFailedText({ ...failed, obstacle: instruction('RUN pip install x') });
    expect(title).toBe('the image does not build');
    expect(message).toMatch(
      /^Building <code>Dockerfile<\/code> failed at line 2: <code>RUN pip install x<\/code>\. Nothing was tested\. Correct it/,
    );
    expect(message).toContain('<pre>exit code: 3\nno such wheel</pre>');
    expect(message).toContain('The last lines of the build');
  });

  test('a base image: a class of its own', () => {
    const { title, message } = buildFailedText({
      ...failed,
      obstacle: { kind: 'image', image: 'acme/none:1', why: 'denied' },
    });
    expect(title).toBe("the base image acme/none:1 can't be pulled");
    expect(message).toContain('ask the operator for a login to that registry');
  });

  test("a full disk: not the Dockerfile's fault", () => {
    const { title, message } = buildFailedText({
      ...failed,
      line: undefined,
      obstacle: { kind: 'disk-full' },
    });
    expect(title).toBe('the image does not build: the disk is full');
    expect(message).toContain('ask the operator to free it');
  });

  test.each([
    ['executor failed running [/bin/sh -c make]: exit code: 137', 'lack of memory'],
    ['failed to compute cache key: "/nofile" not found: not found', '`.dockerignore`'],
  ])('%s: %s', (message, remedy) => {
    expect(buildFailedText({ ...failed, message, obstacle: instruction('RUN x') }).message).toContain(remedy);
  });
});

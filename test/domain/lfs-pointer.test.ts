import { expect, test } from 'vitest';
import { parseLfsPointer } from '../../src/domain/lfs-pointer.ts';

const oid = 'a1'.repeat(32);
const version = 'version https://git-lfs.github.com/spec/v1\n';

test.each([
  ['the usual one', `${version}oid sha256:${oid}\nsize 12345\n`],
  ['one of the first years', `version https://hawser.github.com/spec/v1\noid sha256:${oid}\nsize 12345\n`],
])('%s is a pointer', (_, text) => {
  expect(parseLfsPointer(Buffer.from(text))).toEqual({ oid, bytes: 12345 });
});

test.each([
  ['nothing', ''],
  ['no last line end', `${version}oid sha256:${oid}\nsize 12345`],
  ['something after it', `${version}oid sha256:${oid}\nsize 12345\n\n`],
  ['another hash', `${version}oid md5:${oid}\nsize 12345\n`],
  ['no size', `${version}oid sha256:${oid}\n`],
  ['extensions', `${version}ext-0-x sha256:${oid}\noid sha256:${oid}\nsize 12345\n`],
  ['a long file', `${version}oid sha256:${oid}\nsize 12345\n`.padEnd(2000, '\n')],
])('%s is none', (_, text) => expect(parseLfsPointer(Buffer.from(text))).toBeUndefined());

import { expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../../src/domain/duration.ts';
import { cpuCores, memoryBytes } from '../../../src/domain/quantity.ts';
import { nearest } from '../../../src/domain/yaml/did-you-mean.ts';

it.each([
  ['300ms', 0.3],
  ['90s', 90],
  ['30m', 1800],
  ['2h', 7200],
  ['0s', 0],
  ['1d', undefined],
  ['-1s', undefined],
  ['1.5h', undefined],
])('the duration %s is %s seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

it.each([0, 1, 60, 90, 3600, 5400, 230400])('%i seconds are read as they were written', (seconds) => {
  expect(parseDuration(formatDuration(seconds))).toBe(seconds);
});

it.each([
  ['512Mi', 2 ** 29],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['1G', 1e9],
  ['1024', 1024],
  ['512m', undefined],
  ['0', undefined],
  ['4GB', undefined],
  ['1K', undefined],
])('the memory %s is %s bytes', (text, bytes) => {
  expect(memoryBytes(text)).toBe(bytes);
});

it.each([
  ['2', 2],
  ['0.5', 0.5],
  ['250m', 0.25],
  ['0.0001', undefined],
  ['1.5m', undefined],
  ['two', undefined],
])('the CPU %s is %s cores', (text, cores) => {
  expect(cpuCores(text)).toBe(cores);
});

it.each([
  ['mim', 'min'],
  ['cellTimeout', 'cell_timeout'],
  ['notebok', 'notebook'],
  ['foo', undefined],
])('%s was meant to be %s', (written, meant) => {
  expect(nearest(written, ['min', 'max', 'notebook', 'cell_timeout'])).toBe(meant);
});

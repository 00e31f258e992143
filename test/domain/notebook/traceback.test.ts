import { expect, test } from 'vitest';
import { failedLine, lastFrame } from '../../../src/domain/notebook/traceback.ts';

test.each([
  [
    'a frame of the cell',
    'ValueError   Traceback (most recent call last)\nCell In[2], line 3\n      1 import json',
    3,
  ],
  ['the cell and not what it calls', 'Cell In[4], line 2\n 1 f()\nCell In[1], line 7, in f()', 2],
  ['a mistake in its syntax', '  Cell In[3], line 5\n    x = = 1', 5],
  [
    'the exception that ended it, and not the one that led to it',
    'Cell In[2], line 3\nKeyError: 1\n\nDuring handling of the above exception, another exception occurred:\n\nCell In[2], line 5\nValueError: 2',
    5,
  ],
  [
    'what led to it, where the last names no cell',
    'Cell In[2], line 3\n\nThe above exception was the direct cause of the following exception:\n\nFile a.py:7, in f()',
    3,
  ],
  ['nothing that it knows', 'Traceback', undefined],
  ['no traceback', undefined, undefined],
])('the failed line is read from %s', (_, traceback, line) => {
  expect(failedLine(traceback)).toBe(line);
});

test.each([
  [
    'in a package',
    'Cell In[3], line 9\nFile /usr/lib/python3/dist-packages/pandas/core/frame.py:4330, in DataFrame.__getitem__(self, key)\n-> 4330 x',
    'pandas/core/frame.py:4330',
  ],
  [
    'in code of the image',
    'Cell In[3], line 9\nFile /app/churn/data.py:12, in read()',
    '/app/churn/data.py:12',
  ],
  ['in the cell itself', 'File a.py:1, in f()\nCell In[3], line 9', undefined],
  ['in a function of a cell', 'Cell In[3], line 9\nCell In[1], line 2, in f()', undefined],
  ['nowhere', undefined, undefined],
])('the last frame lies %s', (_, traceback, frame) => {
  expect(lastFrame(traceback)).toBe(frame);
});

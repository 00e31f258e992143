import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { ClusterUnreachable } from '../../ports/cluster.ts';
import type { Connection } from './connection.ts';

const limitMs = 20_000;

const statusSchema = z.object({ message: z.string() });

/** An object or a list, read through its schema; undefined where there is none. Throws {@link ClusterUnreachable} for any other refusal. */
export async function ask<T>(
  connection: Connection,
  path: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const answer = await connection.open(path, AbortSignal.timeout(limitMs));
  const body = await bodyOf(answer);
  if (answer.statusCode === 404) return undefined;
  if (answer.statusCode !== 200) throw refusal(answer.statusCode, body);
  return schema.parse(JSON.parse(body));
}

/** Text, such as a log; undefined where it can't be had. */
export async function askText(connection: Connection, path: string): Promise<string | undefined> {
  const answer = await connection.open(path, AbortSignal.timeout(limitMs));
  const body = await bodyOf(answer);
  return answer.statusCode === 200 ? body : undefined;
}

async function bodyOf(answer: IncomingMessage): Promise<string> {
  try {
    return await text(answer);
  } catch (error) {
    throw new ClusterUnreachable('The connection broke off.', { cause: error });
  }
}

/** What an API server says that refuses, in its own words where it has some. */
export function refusal(status: number | undefined, body: string): ClusterUnreachable {
  const said = statusSchema.safeParse(parsed(body)).data?.message ?? body.slice(0, 300);
  return new ClusterUnreachable(`The API server answers ${status}: ${said}`);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export function query(parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) asked.set(name, String(value));
  return asked.toString();
}

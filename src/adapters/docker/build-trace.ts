import { createRequire } from 'node:module';
import protobuf from 'protobufjs';
import { z } from 'zod';

/** BuildKit's progress (`moby.buildkit.v1.StatusResponse`) as far as a log needs it. */
const traceSchema = z.object({
  vertexes: z
    .array(
      z.object({
        digest: z.string(),
        name: z.string().default(''),
        cached: z.boolean().default(false),
        started: z.object({ seconds: z.number().default(0), nanos: z.number().default(0) }).optional(),
        completed: z.object({ seconds: z.number().default(0), nanos: z.number().default(0) }).optional(),
        error: z.string().optional(),
      }),
    )
    .default([]),
  logs: z
    .array(z.object({ vertex: z.string(), stream: z.number().default(1), msg: z.instanceof(Uint8Array) }))
    .default([]),
});
export type BuildTrace = z.infer<typeof traceSchema>;
export type BuildVertex = BuildTrace['vertexes'][number];

// dockerode ships the definition for its own decoder, which drops what a log needs (durations, steps' numbers).
const definition = createRequire(import.meta.url).resolve('dockerode/lib/proto/buildkit_status.proto');
const statusResponse = protobuf.loadSync(definition).lookupType('moby.buildkit.v1.StatusResponse');

/** Decodes one `moby.buildkit.trace` message's base64. */
export function decodeBuildTrace(base64: string): BuildTrace {
  const message = statusResponse.decode(Buffer.from(base64, 'base64'));
  return traceSchema.parse(statusResponse.toObject(message, { longs: Number, defaults: false }));
}

import type { ServeDetails, ServeSettings } from '../configuration/configuration.ts';

/** How the model is served, its port known. */
export type ServeOnPort = ServeDetails & { readonly port: number };

export type ServingPort =
  | { readonly kind: 'port'; readonly port: number; readonly serve: ServeOnPort }
  /** Nothing is deployed; `reason` ends the sentence "Nothing is served: …". */
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'mistake'; readonly message: string; readonly remedy: string };

/** Where the model listens: the configuration's port, else the image's one EXPOSE. `exposedPorts`: its TCP ports. */
export function servingPort(serve: ServeSettings, exposedPorts: readonly number[]): ServingPort {
  if (serve.kind === 'nothing') return { kind: 'nothing', reason: 'the configuration says `serve: false`.' };
  if (serve.port !== undefined) return onPort(serve, serve.port);
  const ports = [...new Set(exposedPorts)].sort((a, b) => a - b);
  const [port, ...others] = ports;
  if (port === undefined) return serve.stated ? nowhere : { kind: 'nothing', reason: notServed };
  return others.length === 0 ? onPort(serve, port) : several(ports);
}

function onPort(details: ServeDetails, port: number): ServingPort {
  return { kind: 'port', port, serve: { ...details, port } };
}

const notServed = 'the image exposes no port, and the configuration has no `serve`.';

const nowhere: ServingPort = {
  kind: 'mistake',
  message: 'The configuration serves the model, but neither it nor the image says on which port.',
  remedy: 'Write `serve: {port: 8080}`, or `EXPOSE 8080` in the Dockerfile.',
};

function several(ports: readonly number[]): ServingPort {
  return {
    kind: 'mistake',
    message: `The image exposes several ports: ${ports.join(', ')}.`,
    remedy: `Write which one serves the model, for example \`serve: {port: ${ports[0]}}\`, or \`serve: false\` to deploy nothing.`,
  };
}

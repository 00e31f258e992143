import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { ServerResponse } from 'node:http';

/** Copies a CGI program's answer (head, blank line, body) to the response, which stays open. Resolves when the program ends. */
export function pipeCgi(child: ChildProcessWithoutNullStreams, response: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    let head: Buffer | undefined = Buffer.alloc(0);
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (!head) return void response.write(chunk);
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      writeHead(head.subarray(0, end).toString('latin1'), response);
      if (head.length > end + 4) response.write(head.subarray(end + 4));
      head = undefined;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString('utf8');
    });
    response.on('close', () => child.kill());
    child.on('error', reject);
    child.on('close', () => {
      if (!response.headersSent) response.writeHead(500).write(`git http-backend: ${complaint}\n`);
      resolve();
    });
  });
}

function writeHead(head: string, response: ServerResponse): void {
  let status = 200;
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.writeHead(status);
}

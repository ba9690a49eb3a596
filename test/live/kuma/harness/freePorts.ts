import { once } from 'node:events';
import { createServer, Server } from 'node:net';

// Below the range from which Linux takes the ports of outgoing connections,
// so that no call of a test can take a port before its owner listens on it.
const LOWEST = 20_000;
const HIGHEST = 32_000;

async function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}

/**
 * Finds ports of 127.0.0.1 on which nothing listens.
 *
 * All are held until the last is found, so one call never gives a port twice.
 */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  while (held.size < count) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    const server = held.has(port) ? undefined : await listenOn(port);
    if (server) {
      held.set(port, server);
    }
  }
  for (const server of held.values()) {
    server.close();
    await once(server, 'close');
  }
  return [...held.keys()];
}

import { createServer as createHttpServer, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { AddressInfo } from 'node:net';
import express, { Router } from 'express';
import { applyFaults } from './applyFaults';
import { demoControl } from './demoControl';
import { Faults } from './Faults';
import { RequestLog } from './RequestLog';
import { createSelfSignedCertificate } from './selfSignedCertificate';
import { StandInOptions, StandInServer } from './types';

/**
 * Starts a server on loopback that logs requests and lets faults strike
 * before its routes answer.
 */
export async function startServer(
  options: StandInOptions & { routes: Router; onRestart?: () => void },
): Promise<StandInServer> {
  const now = options.now ?? Date.now;
  const faults = new Faults();
  const requests = new RequestLog();
  let downUntil = 0;

  const restart = (downMilliseconds: number) => {
    downUntil = now() + downMilliseconds;
    options.onRestart?.();
  };

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Before the faults, so that what is broken can be mended.
  app.use(demoControl(faults));
  app.use((request, response, next) => {
    if (now() < downUntil) {
      request.socket.resetAndDestroy();
      return;
    }
    requests.add({ method: request.method, path: request.url });
    applyFaults(request, response, faults.strike(request), restart).then(
      isDone => (isDone ? undefined : next()),
      next,
    );
  });
  app.use(express.json({ limit: '8mb', strict: false }));
  app.use(express.urlencoded({ extended: false }));
  app.use(options.routes);

  const identity = options.tls ? createSelfSignedCertificate(now()) : undefined;
  const server = identity
    ? createHttpsServer({ key: identity.key, cert: identity.certificate }, app)
    : createHttpServer(app);
  const port = await listen(server, options.port ?? 0);
  return {
    url: `${identity ? 'https' : 'http'}://127.0.0.1:${port}`,
    certificate: identity?.certificate,
    faults,
    requests,
    restart,
    stop: () => stop(server),
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return (server.address() as AddressInfo).port;
}

async function stop(server: Server): Promise<void> {
  await new Promise<void>(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

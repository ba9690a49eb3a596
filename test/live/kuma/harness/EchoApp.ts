import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { AddressInfo, createServer as createTcpServer, Server } from 'node:net';

/**
 * The application behind one inbound. It answers with its own name, so that a
 * call tells not only that it arrived but also where.
 */
export class EchoApp {
  static async start(options: {
    name: string;
    protocol: 'http' | 'tcp';
  }): Promise<EchoApp> {
    const server =
      options.protocol === 'http'
        ? createHttpServer((_request, response) => response.end(options.name))
        : createTcpServer(socket => {
            socket.on('error', () => socket.destroy());
            socket.once('data', () => socket.end(options.name));
          });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new EchoApp(server);
  }

  private constructor(private readonly server: Server) {}

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    if ('closeAllConnections' in this.server) {
      (this.server.closeAllConnections as () => void)();
    }
    await closed;
  }
}

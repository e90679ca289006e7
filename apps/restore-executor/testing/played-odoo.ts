/** For specs: what answers where Odoo would, well or not. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const LOGIN_PAGE = '<form><input type="text" name="login"/><input type="password" name="password"/></form>';

export class PlayedOdoo {
  /** Whether every log-in page is an error. */
  isBroken = false;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PlayedOdoo> {
    const played = new PlayedOdoo(
      createServer(({ url = '' }, response) => {
        const isLogin = url.startsWith('/web/login');
        response.writeHead(isLogin && played.isBroken ? 500 : 200).end(isLogin ? LOGIN_PAGE : '');
      }),
    );
    played.server.listen(0, '127.0.0.1');
    await once(played.server, 'listening');
    return played;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

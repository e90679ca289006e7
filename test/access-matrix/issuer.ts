import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server that tells what an OIDC issuer tells, at any path as another one; no real product plays it. */
export class HttpIssuers {
  private constructor(private readonly server: Server) {}

  static async start(): Promise<HttpIssuers> {
    const jwk = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    const keys = [{ ...jwk, kid: 'k1', alg: 'EdDSA', use: 'sig' }];
    const server = createServer(({ url = '', headers }, response) => {
      const issuer = `http://${headers.host}${url.replace('/.well-known/openid-configuration', '')}`;
      const told = url.endsWith('/keys') ? { keys } : { issuer, jwks_uri: `${issuer}/keys` };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new HttpIssuers(server);
  }

  urlOf(name: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${name}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

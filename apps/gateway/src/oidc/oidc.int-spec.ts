/** Tokens of OIDC issuers. The issuer is a small HTTP server of this spec with keys of its own; no real product plays it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHmac, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { type Answer, type Directory, makeDirectory, TestGateway } from '../../testing/test-gateway';
import { GatewayConfig } from '../config';

type Key = Awaited<ReturnType<typeof generateKeyPair>> & { kid: string; alg: string };

/** What an issuer tells at its two addresses, to be spoiled by the cases. */
class HttpIssuer {
  readonly asked: string[] = [];
  published: Key[] = [];
  answer?: (path: string) => { status: number; headers?: Record<string, string>; body: string } | 'never' | undefined;
  private constructor(readonly server: Server) {}

  static async start(): Promise<HttpIssuer> {
    const server = createServer();
    const issuer = new HttpIssuer(server);
    server.on('request', (request, response) => {
      const path = request.url!;
      issuer.asked.push(path);
      void issuer.tell(path).then((told) => {
        if (told === 'never') return;
        response.writeHead(told.status, { 'content-type': 'application/json', ...told.headers }).end(told.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/realms/company`;
  }

  async newKey(alg = 'RS256', publish = true): Promise<Key> {
    const key = { ...(await generateKeyPair(alg, { extractable: true })), kid: randomUUID(), alg };
    if (publish) this.published.push(key);
    return key;
  }

  private async tell(path: string) {
    const spoiled = this.answer?.(path);
    if (spoiled !== undefined) return spoiled;
    if (path === '/realms/company/.well-known/openid-configuration')
      return { status: 200, headers: {}, body: JSON.stringify({ issuer: this.url, jwks_uri: `${this.url}/keys` }) };
    if (path !== '/realms/company/keys') return { status: 404, headers: {}, body: '{}' };
    const keys = this.published.map(async ({ publicKey, kid, alg }) => ({ ...(await exportJWK(publicKey)), kid, alg }));
    return { status: 200, headers: {}, body: JSON.stringify({ keys: await Promise.all(keys) }) };
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

describeRequiring(['postgres', 'nats'], 'tokens of an OIDC issuer (a server of this spec)', () => {
  let gateway: TestGateway;
  let issuer: HttpIssuer;
  let key: Key;
  let trusted: Answer['body'];
  let mine: Directory;
  let foreign: Directory;
  beforeAll(async () => {
    issuer = await HttpIssuer.start();
    key = await issuer.newKey();
    gateway = await TestGateway.start({
      OIDC_ALLOW_HTTP: 'true',
      OIDC_KEYS_COOLDOWN_MS: '0',
      OIDC_KEYS_MAX_AGE_MS: '3600000',
    });
    [mine, foreign] = [await makeDirectory(gateway), await makeDirectory(gateway)];
    trusted = await gateway.make('/api/v1/oidc-issuers', {
      name: 'Company',
      issuer: issuer.url,
      audiences: ['strongroom'],
    });
  });
  afterAll(async () => {
    await gateway?.stop();
    issuer?.stop();
  });

  let people = 0;
  async function person(): Promise<{ user: Answer['body']; claims: JWTPayload }> {
    const user = await gateway.make('/api/v1/users', { name: 'Ada', email: `person${++people}@example.com` });
    return { user, claims: { sub: `subject-${people}`, email: user.email.toUpperCase(), email_verified: true } };
  }
  /** A good token but for what is changed; undefined takes a claim away. */
  const token = (claims: JWTPayload, by = key, header: object = {}) => {
    const now = Math.floor(Date.now() / 1000);
    const usual = { iss: issuer.url, aud: 'strongroom', iat: now, exp: now + 3600 };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: by.alg, kid: by.kid, ...header })
      .sign(by.privateKey);
  };
  const me = async (bearer: string): Promise<Answer> => gateway.get('/api/v1/auth/me', bearer);
  const refused = (code: string, status = 401) =>
    expect.objectContaining({ status, body: expect.objectContaining({ code }) });

  it('say who a user is: the first time by the verified email, then by issuer and subject', async () => {
    const { user, claims } = await person();
    expect((await me(await token(claims))).body).toMatchObject({
      user: { id: user.id },
      signed_in_by: 'issuer',
      session_id: null,
    });
    const later = await token({ sub: claims.sub, email: 'somebody.else@example.com' });
    expect((await me(later)).body.user.id).toBe(user.id);
    const { body } = await gateway.get(`/api/v1/oidc-issuers/${trusted.id}/identities`);
    expect(body.items).toContainEqual(expect.objectContaining({ user_id: user.id, subject: claims.sub }));
  });

  it('have the roles that their user has at that moment, and end with the user’s identity', async () => {
    const { user, claims } = await person();
    const bearer = await token(claims);
    expect((await gateway.get(`/api/v1/organizations/${mine.organization.id}`, bearer)).status).toBe(404);
    const role = { user_id: user.id, role: 'org_member', organization_id: mine.organization.id };
    const { id } = await gateway.make('/api/v1/role-assignments', role);
    expect((await gateway.get(`/api/v1/organizations/${mine.organization.id}`, bearer)).status).toBe(200);
    expect((await gateway.get(`/api/v1/organizations/${foreign.organization.id}`, bearer)).status).toBe(404);
    expect((await gateway.delete(`/api/v1/role-assignments/${id}`)).status).toBe(204);
    expect((await gateway.get(`/api/v1/organizations/${mine.organization.id}`, bearer)).status).toBe(404);
    // the identity is bound: the same email with another subject is somebody else until an administrator says otherwise
    const successor = await token({ ...claims, sub: 'another-subject' });
    expect(await me(successor)).toEqual(refused('IDENTITY_UNKNOWN'));
    const path = `/api/v1/oidc-issuers/${trusted.id}/identities`;
    const { body } = await gateway.get(path);
    const identity = body.items.find((item: { user_id: string }) => item.user_id === user.id);
    expect((await gateway.delete(`${path}/${identity.id}`)).status).toBe(204);
    expect((await me(successor)).body.user.id).toBe(user.id);
    expect(await me(bearer)).toEqual(refused('IDENTITY_UNKNOWN'));
  });

  it.each([
    ['without an account', { email: 'nobody@example.com', email_verified: true }],
    ['whose email is not verified', { email_verified: false }],
    ['without an email', { email: undefined }],
  ])('are refused with a code of its own of somebody %s', async (_, change) => {
    const { claims } = await person();
    expect(await me(await token({ ...claims, ...change }))).toEqual(refused('IDENTITY_UNKNOWN'));
  });

  it('are refused when anything about them is wrong', async () => {
    const { claims } = await person();
    const now = Math.floor(Date.now() / 1000);
    const stranger = await issuer.newKey('RS256', false);
    const good = await token(claims);
    const [head, body, signature] = good.split('.') as [string, string, string];
    const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const confused = `${encoded({ alg: 'HS256', kid: key.kid })}.${body}`;
    const publicKey = JSON.stringify(await exportJWK(key.publicKey));
    const attacks: Record<string, string> = {
      'another audience': await token({ ...claims, aud: 'elsewhere' }),
      'no audience': await token({ ...claims, aud: undefined }),
      'an issuer that is not trusted': await token({ ...claims, iss: 'https://evil.example.com' }),
      'an issuer that is nearly trusted': await token({ ...claims, iss: `${issuer.url}/` }),
      'no issuer': await token({ ...claims, iss: undefined }),
      'our own name as issuer': await token({ ...claims, iss: 'strongroom', aud: 'strongroom' }),
      'no subject': await token({ ...claims, sub: undefined }),
      'a subject without end': await token({ ...claims, sub: 'x'.repeat(300) }),
      'no expiry': await token({ ...claims, exp: undefined }),
      'not yet valid': await token({ ...claims, nbf: now + 3600 }),
      'a key of somebody else': await token(claims, stranger),
      'a key of somebody else under the name of a trusted one': await token(claims, stranger, { kid: key.kid }),
      'a key that it brings along': await token(claims, stranger, { jwk: await exportJWK(stranger.publicKey) }),
      'an algorithm that is not allowed': await token(claims, await issuer.newKey('RS512')),
      'HS256 with the public key': `${confused}.${createHmac('sha256', publicKey).update(confused).digest('base64url')}`,
      'alg none': `${encoded({ alg: 'none' })}.${body}.`,
      'no signature': `${head}.${body}.`,
      truncated: good.slice(0, -10),
      'another body': `${head}.${encoded({ ...claims, iss: issuer.url, aud: 'strongroom', exp: now + 9 })}.${signature}`,
    };
    for (const [attack, bearer] of Object.entries(attacks))
      expect({ attack, answer: await me(bearer) }).toEqual({ attack, answer: refused('UNAUTHENTICATED') });
    expect(await me(await token({ ...claims, exp: now - 3600 }))).toEqual(refused('TOKEN_EXPIRED'));
    expect((await me(good)).status).toBe(200);
  });

  it('are checked with new keys as soon as the issuer has some, and not with those it withdrew', async () => {
    const { claims } = await person();
    const next = await issuer.newKey('ES256');
    expect((await me(await token(claims, next))).status).toBe(200);
    issuer.published = [next];
    const [before] = [await issuer.newKey('EdDSA')];
    expect((await me(await token(claims, before))).status).toBe(200);
    expect(await me(await token(claims, key))).toEqual(refused('UNAUTHENTICATED'));
    key = next;
  });

  it('act in no other organization than that of their issuer, whatever their roles', async () => {
    const { user, claims } = await person();
    await gateway.make('/api/v1/role-assignments', { user_id: user.id, role: 'portal_admin' });
    const bearer = await token(claims);
    expect((await gateway.get('/api/v1/users', bearer)).status).toBe(200);
    const path = `/api/v1/oidc-issuers/${trusted.id}`;
    expect((await gateway.patch(path, { organization_id: mine.organization.id })).status).toBe(200);
    expect((await gateway.get('/api/v1/users', bearer)).status).toBe(403);
    expect((await gateway.get(`/api/v1/organizations/${mine.organization.id}`, bearer)).status).toBe(200);
    expect((await gateway.get(`/api/v1/organizations/${foreign.organization.id}`, bearer)).status).toBe(404);
    const made = await gateway.post('/api/v1/api-tokens', { name: 'wider' }, bearer);
    expect(made).toEqual(refused('FORBIDDEN', 403));
    await gateway.patch(path, { organization_id: null, email_domains: ['example.org'] });
    expect(await me(await token((await person()).claims))).toEqual(refused('IDENTITY_UNKNOWN'));
    await gateway.patch(path, { email_domains: null, enabled: false });
    expect(await me(bearer)).toEqual(refused('UNAUTHENTICATED'));
    await gateway.patch(path, { enabled: true });
    expect((await me(bearer)).status).toBe(200);
  });

  it.each([
    ['that answers with an error', () => ({ status: 500, body: '' })],
    ['that sends elsewhere', () => ({ status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' })],
    ['that answers without end', () => ({ status: 200, body: ' '.repeat(300_000) })],
    ['that answers no JSON', () => ({ status: 200, body: '<html>' })],
    ['that calls itself otherwise', () => ({ status: 200, body: '{"issuer":"https://other.example.com"}' })],
    ['that never answers', () => 'never' as const],
  ])('are not taken on trust of an issuer %s', async (_, answer) => {
    const other = await HttpIssuer.start();
    const config = gateway.app.get(GatewayConfig);
    const patience = config.oidcTimeoutMs;
    try {
      other.answer = answer;
      // long enough for an answer on a slow machine, where there is one
      if (answer() === 'never') config.oidcTimeoutMs = 300;
      const body = { name: 'Bad', issuer: other.url, audiences: ['strongroom'] };
      expect(await gateway.post('/api/v1/oidc-issuers', body)).toEqual(refused('ISSUER_UNAVAILABLE', 503));
    } finally {
      config.oidcTimeoutMs = patience;
      other.stop();
    }
  });

  it('cannot be checked while the issuer is away, which is then asked only now and then', async () => {
    const away = await HttpIssuer.start();
    try {
      const secret = await away.newKey();
      await gateway.make('/api/v1/oidc-issuers', { name: 'Away', issuer: away.url, audiences: ['strongroom'] });
      away.answer = () => ({ status: 503, body: '' });
      const config = gateway.app.get(GatewayConfig);
      config.oidcKeysCooldownMs = 3_600_000;
      const asked = away.asked.length;
      const { claims } = await person();
      const bearer = await token({ ...claims, iss: away.url }, secret);
      for (let times = 0; times < 3; times++) expect(await me(bearer)).toEqual(refused('ISSUER_UNAVAILABLE', 503));
      expect(away.asked.length).toBe(asked + 1);
      away.answer = undefined;
      config.oidcKeysCooldownMs = 0;
      expect((await me(bearer)).status).toBe(200);
      expect(issuer.asked.every((path) => path.startsWith('/realms/company/'))).toBe(true);
    } finally {
      away.stop();
    }
  });

  it('need an issuer that is named with care', async () => {
    const create = (change: object) =>
      gateway.post('/api/v1/oidc-issuers', { name: 'x', issuer: issuer.url, audiences: ['a'], ...change });
    for (const change of [
      { issuer: 'strongroom' },
      { issuer: 'file:///etc/passwd' },
      { issuer: 'https://user:password@example.com' },
      { issuer: 'https://example.com/?a=b' },
      { audiences: [] },
      { algorithms: ['HS256'] },
      { algorithms: ['none'] },
      { email_domains: ['EXAMPLE'] },
    ])
      expect({ change, answer: await create(change) }).toEqual({ change, answer: refused('VALIDATION_FAILED', 422) });
    expect(await create({})).toEqual(refused('CONFLICT', 409));
    gateway.app.get(GatewayConfig).oidcAllowHttp = false;
    expect(await create({})).toEqual(refused('VALIDATION_FAILED', 422));
    gateway.app.get(GatewayConfig).oidcAllowHttp = true;
  });
});

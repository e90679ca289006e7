/** People sign in with a password, on any of two gateways, and nobody gets further than that. */
import { createHmac, generateKeyPairSync, randomUUID, sign as signBytes } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SecretBox } from '@app/secrets';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { type Answer, startApp, TestGateway } from '../../testing/test-gateway';
import { SignInPurge } from './sign-in-purge';
import { SigningKeys } from './signing-keys';

const PASSWORD = 'correct horse battery';
const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

describeRequiring(['postgres', 'nats'], 'signing in with a password', () => {
  let gateway: TestGateway;
  let other: { app: NestExpressApplication; url: string };
  beforeAll(async () => {
    gateway = await TestGateway.start({
      PASSWORD_HASH_MEMORY_KIB: '1024',
      SIGN_IN_ATTEMPTS_PER_ACCOUNT: '3',
      SIGN_IN_ATTEMPTS_PER_ADDRESS: '1000',
      SIGN_IN_WINDOW_MS: '3600000',
      REFRESH_GRACE_MS: '3600000',
    });
    other = await startApp(gateway.infrastructure.environment);
  });
  afterAll(async () => {
    await other?.app.close();
    await gateway?.stop();
  });

  let users = 0;
  async function makeUser(mustChange = false): Promise<Answer['body']> {
    const user = await gateway.make('/api/v1/users', { name: 'Ada', email: `Ada${++users}@Example.com` });
    const set = { password: PASSWORD, must_change_password: mustChange };
    expect((await gateway.request('PUT', `/api/v1/users/${user.id}/password`, set)).status).toBe(204);
    return user;
  }
  const asked = async (url: string, path: string, body: object): Promise<Answer & { headers: Headers }> => {
    const response = await fetch(`${url}/api/v1/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'spec' },
      body: JSON.stringify(body),
    });
    const { status, headers } = response;
    return { status, headers, contentType: headers.get('content-type'), body: await response.json() };
  };
  const login = (email: string, password = PASSWORD, url = gateway.url) => asked(url, 'login', { email, password });
  const refresh = (refresh_token: string, url = gateway.url) => asked(url, 'refresh', { refresh_token });
  const codeOf = async (response: Response) => ((await response.json()) as Answer['body']).code;
  const me = (token: string, url = gateway.url) =>
    fetch(`${url}/api/v1/auth/me`, { headers: { authorization: `Bearer ${token}` } });
  async function signedIn(): Promise<Answer['body']> {
    const user = await makeUser();
    const { status, body } = await login(user.email);
    expect(status).toBe(200);
    return { ...body, user };
  }

  describe('a session', () => {
    it('begins with the password on one gateway, counts on the other, and tells who one is', async () => {
      const user = await makeUser();
      await gateway.make('/api/v1/role-assignments', { user_id: user.id, role: 'portal_admin' });
      expect(user.email).toBe(`ada${users}@example.com`);
      const { body, headers } = await login(user.email.toUpperCase());
      expect(headers.get('cache-control')).toBe('no-store');
      expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600, must_change_password: false });
      const answer = await me(body.access_token, other.url);
      expect(await answer.json()).toMatchObject({
        user: { id: user.id, email: user.email, name: 'Ada' },
        signed_in_by: 'session',
        session_id: body.session_id,
        roles: [{ role: 'portal_admin', organization_id: null, project_id: null }],
        permissions: expect.arrayContaining(['portal.users.create', 'project.backups.delete']),
      });
      expect((await gateway.get('/api/v1/users', body.access_token)).status).toBe(200);
      const stored = JSON.stringify([
        await gateway.dataSource.query('SELECT * FROM sessions'),
        await gateway.dataSource.query('SELECT * FROM user_passwords'),
        await gateway.dataSource.query('SELECT * FROM sign_in_attempts'),
      ]);
      for (const secret of [PASSWORD, body.refresh_token, body.access_token, user.email])
        expect(stored).not.toContain(secret);
      expect(stored).toContain('$argon2id$');
    });

    it('goes on by refreshing, on any gateway; a lost answer is given again, to two at once as well', async () => {
      const first = await signedIn();
      const [one, two] = await Promise.all([refresh(first.refresh_token), refresh(first.refresh_token, other.url)]);
      expect([one.status, two.status]).toEqual([200, 200]);
      expect(one.body.refresh_token).toBe(two.body.refresh_token);
      expect((await me(one.body.access_token)).status).toBe(200);
      const next = await refresh(two.body.refresh_token, other.url);
      expect(next).toMatchObject({ status: 200, body: { session_id: first.session_id } });
      expect(next.body.session_expires_at).toBe(first.session_expires_at);
    });

    it('ends when an old refresh token comes again: for the thief and for the owner', async () => {
      const first = await signedIn();
      const { body: second } = await refresh(first.refresh_token);
      const late = `UPDATE sessions SET refreshed_at = now() - interval '2 hours' WHERE id = $1`;
      await gateway.dataSource.query(late, [first.session_id]);
      expect(await refresh(first.refresh_token, other.url)).toMatchObject({
        status: 401,
        body: { code: 'REFRESH_TOKEN_REUSED' },
      });
      expect(await refresh(second.refresh_token)).toMatchObject({
        status: 401,
        body: { code: 'REFRESH_TOKEN_INVALID' },
      });
      expect((await me(second.access_token)).status).toBe(401);
    });

    it('is listed, and ends by its owner only, by logging out, or by an administrator', async () => {
      const [own, stranger] = [await signedIn(), await signedIn()];
      const { body: second } = await login(own.user.email);
      const path = '/api/v1/auth/sessions';
      const page = (await gateway.get(path, own.access_token)).body;
      expect(page.items).toMatchObject([
        {
          id: second.session_id,
          current: false,
          user_agent: 'spec',
          address: expect.stringMatching(/127\.0\.0\.1|::1/),
        },
        { id: own.session_id, current: true },
      ]);
      expect((await gateway.delete(`${path}/${own.session_id}`, stranger.access_token)).status).toBe(404);
      expect((await gateway.delete(`${path}/${second.session_id}`, own.access_token)).status).toBe(204);
      expect((await me(second.access_token)).status).toBe(401);
      expect((await refresh(second.refresh_token)).status).toBe(401);
      expect((await gateway.post('/api/v1/auth/logout', undefined, own.access_token)).status).toBe(204);
      expect((await me(own.access_token, other.url)).status).toBe(401);
      expect((await gateway.delete(`/api/v1/users/${stranger.user.id}/sessions`)).status).toBe(204);
      expect((await me(stranger.access_token)).status).toBe(401);
    });

    it('is what some routes ask for: an API token does not do', async () => {
      for (const [method, path] of [
        ['POST', 'logout'],
        ['GET', 'sessions'],
      ] as const)
        expect(await gateway.request(method, `/api/v1/auth/${path}`)).toMatchObject({
          status: 403,
          body: { code: 'SESSION_REQUIRED' },
        });
      expect((await gateway.get('/api/v1/auth/me')).body).toMatchObject({
        signed_in_by: 'api_token',
        session_id: null,
      });
    });
  });

  describe('a password', () => {
    it('that is wrong is answered like an unknown account, and like one without a password', async () => {
      const { email } = await makeUser();
      const without = await gateway.make('/api/v1/users', { name: 'No', email: 'no@example.com' });
      const answers = [];
      for (const address of [email, without.email, 'nobody@example.com', "' OR 1=1 --"])
        answers.push(await login(address, 'wrong'));
      expect(answers[0]).toMatchObject({ status: 401, body: { code: 'CREDENTIALS_WRONG' } });
      for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 401, body: answers[0]!.body });
    });

    it('is not looked at any more after too many wrong ones, on no gateway, for whoever it is', async () => {
      const known = await makeUser();
      for (const email of [known.email, 'unknown@example.com']) {
        for (const url of [gateway.url, other.url, gateway.url])
          expect((await login(email, 'wrong', url)).status).toBe(401);
        const locked = await login(email, PASSWORD, other.url);
        expect(locked).toMatchObject({ status: 429, body: { code: 'SIGN_IN_LOCKED' } });
        expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(3_000);
      }
      const set = { password: `${PASSWORD}!`, must_change_password: false };
      await gateway.request('PUT', `/api/v1/users/${known.id}/password`, set);
      expect((await login(known.email, set.password)).status).toBe(200);
    });

    it('may be guessed at once no more often than one after another', async () => {
      const { email } = await makeUser();
      const guesses = Array.from({ length: 12 }, (_, n) => login(email, `guess ${n}`, n % 2 ? gateway.url : other.url));
      const statuses = (await Promise.all(guesses)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 401)).toHaveLength(3);
      expect(statuses.filter((status) => status === 429)).toHaveLength(9);
    });

    it('counts anew after the window, and after it was right', async () => {
      const { email } = await makeUser();
      for (let times = 0; times < 2; times++) {
        for (let wrong = 0; wrong < 2; wrong++) expect((await login(email, 'wrong')).status).toBe(401);
        expect((await login(email)).status).toBe(200);
      }
      for (let wrong = 0; wrong < 3; wrong++) await login(email, 'wrong');
      expect((await login(email)).status).toBe(429);
      await gateway.dataSource.query(`UPDATE sign_in_attempts SET since = since - interval '2 hours'`);
      expect((await login(email)).status).toBe(200);
      await gateway.app.get(SignInPurge).purge();
      expect(await gateway.dataSource.query('SELECT FROM sign_in_attempts')).toHaveLength(1);
    });

    it('that was given has to be changed before anything else, with API tokens of the user too', async () => {
      const user = await makeUser();
      const assignment = { user_id: user.id, role: 'portal_admin' };
      await gateway.make('/api/v1/role-assignments', assignment);
      const { token } = await gateway.make('/api/v1/api-tokens', { name: 'script', user_id: user.id });
      const given = 'given by the admin';
      await gateway.request('PUT', `/api/v1/users/${user.id}/password`, { password: given });
      const { body } = await login(user.email, given);
      expect(body.must_change_password).toBe(true);
      for (const held of [body.access_token, token])
        expect(await gateway.get('/api/v1/organizations', held)).toMatchObject({
          status: 403,
          body: { code: 'PASSWORD_CHANGE_REQUIRED' },
        });
      const change = (current_password: string, new_password: string) =>
        gateway.post('/api/v1/auth/password', { current_password, new_password }, body.access_token);
      expect(await change('wrong', PASSWORD)).toMatchObject({ status: 401, body: { code: 'CREDENTIALS_WRONG' } });
      for (const bad of ['short', given, 'aaaaaaaaaaaaaaaa', user.email])
        expect(await change(given, bad)).toMatchObject({ status: 422, body: { errors: [{ field: 'new_password' }] } });
      const { body: elsewhere } = await login(user.email, given);
      expect((await change(given, PASSWORD)).status).toBe(204);
      expect((await me(elsewhere.access_token)).status).toBe(401);
      for (const held of [body.access_token, token])
        expect((await gateway.get('/api/v1/organizations', held)).status).toBe(200);
      expect((await login(user.email, given)).status).toBe(401);
    });

    it('is set by no limited token, which could act as anybody then', async () => {
      const user = await makeUser();
      const limit = { scopes: ['portal.users.update'] };
      const { token } = await gateway.make('/api/v1/api-tokens', { name: 'limited', ...limit });
      const set = await gateway.request('PUT', `/api/v1/users/${user.id}/password`, { password: PASSWORD }, token);
      expect(set).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
      expect((await gateway.patch(`/api/v1/users/${user.id}`, { email: 'mine@example.com' }, token)).status).toBe(403);
      expect((await gateway.patch(`/api/v1/users/${user.id}`, { name: 'Eve' }, token)).status).toBe(200);
    });
  });

  it('leaves its traces in the audit log, and no secret', async () => {
    const { user, access_token, refresh_token } = await signedIn();
    await login(user.email, 'a wrong password');
    await login('unknown@example.org', 'typed into the wrong field');
    const change = { current_password: PASSWORD, new_password: 'another good password' };
    await gateway.post('/api/v1/auth/password', change, access_token);
    await gateway.post('/api/v1/auth/logout', undefined, access_token);
    const { body } = await gateway.get(`/api/v1/audit?page_size=100&object_id=${user.id}`);
    expect(body.items.map(({ action, actor_id }: Answer['body']) => [action, actor_id === user.id])).toEqual([
      ['user.signed_out', true],
      ['user.password_changed', true],
      ['user.sign_in_failed', false],
      ['user.signed_in', true],
      ['user.password_set', false],
      ['user.created', false],
    ]);
    const failed = (await gateway.get('/api/v1/audit?page_size=100&action=user.sign_in_failed')).body.items;
    expect(failed[0]).toMatchObject({ actor_id: null, object_id: null, object_name: null });
    const log = JSON.stringify(await gateway.dataSource.query('SELECT * FROM audit_log'));
    for (const secret of [PASSWORD, change.new_password, 'typed into', 'a wrong password', refresh_token])
      expect(log).not.toContain(secret);
  });

  describe('an access token', () => {
    it('that was made by somebody else, or for something else, proves nothing', async () => {
      const { access_token, refresh_token, session_id } = await signedIn();
      const [head, body, signature] = access_token.split('.') as [string, string, string];
      const [header, claims] = [decoded(head), decoded(body)];
      const [{ id, public_jwk, private_sealed }] = await gateway.dataSource.query('SELECT * FROM signing_keys');
      const secrets = gateway.app.get(SecretBox);
      const jwk = JSON.parse(secrets.open(private_sealed, `signing_key:${id}`));
      const bySame = (changedHeader: object, changedClaims: object) => {
        const text = `${encoded({ ...header, ...changedHeader })}.${encoded({ ...claims, ...changedClaims })}`;
        return `${text}.${signBytes(null, Buffer.from(text), { key: jwk, format: 'jwk' }).toString('base64url')}`;
      };
      const { privateKey } = generateKeyPairSync('ed25519');
      const confused = `${encoded({ ...header, alg: 'HS256' })}.${body}`;
      const now = Math.floor(Date.now() / 1000);
      expect((await me(bySame({}, {}))).status).toBe(200);
      const attacks: Record<string, string> = {
        'no signature': `${head}.${body}.`,
        'alg none': `${encoded({ ...header, alg: 'none' })}.${body}.`,
        'alg none with the signature': `${encoded({ ...header, alg: 'none' })}.${body}.${signature}`,
        'HS256 with the public key': `${confused}.${createHmac('sha256', JSON.stringify(public_jwk)).update(confused).digest('base64url')}`,
        'another key': `${head}.${body}.${signBytes(null, Buffer.from(`${head}.${body}`), privateKey).toString('base64url')}`,
        'another user': `${head}.${encoded({ ...claims, sub: randomUUID() })}.${signature}`,
        'a longer life': `${head}.${encoded({ ...claims, exp: 9_999_999_999 })}.${signature}`,
        truncated: access_token.slice(0, -8),
        'two parts': `${head}.${body}`,
        'no header': `.${body}.${signature}`,
        'a header that is no JSON': `e30x.${body}.${signature}`,
        'a key by name of a file': bySame({ kid: '../../etc/passwd' }, {}),
        'a key of its own': bySame({ kid: randomUUID(), jwk: public_jwk }, {}),
        'another kind of token': bySame({ typ: 'JWT' }, {}),
        'another audience': bySame({}, { aud: 'elsewhere' }),
        'another issuer': bySame({}, { iss: 'https://elsewhere.example.com' }),
        'no expiry': bySame({}, { exp: undefined }),
        'not yet valid': bySame({}, { nbf: now + 3600 }),
        'a session of somebody else': bySame({}, { sub: randomUUID() }),
        'an unknown session': bySame({}, { sid: randomUUID() }),
        'a session that is none': bySame({}, { sid: `${session_id}' OR true --` }),
        'the refresh token': refresh_token,
      };
      for (const [attack, token] of Object.entries(attacks)) {
        const answer = await me(token);
        expect({ attack, status: answer.status, code: await codeOf(answer) }).toEqual({
          attack,
          status: 401,
          code: 'UNAUTHENTICATED',
        });
      }
      const expired = await me(bySame({}, { exp: now - 1 }));
      expect([expired.status, await codeOf(expired)]).toEqual([401, 'TOKEN_EXPIRED']);
    });

    it('can be checked with the published keys, which hold nothing private', async () => {
      const { access_token } = await signedIn();
      const { kid } = decoded(access_token.split('.')[0]);
      const { status, body } = await gateway.request('GET', '/api/v1/auth/jwks', undefined, null);
      expect(status).toBe(200);
      expect(body.keys).toContainEqual({
        kty: 'OKP',
        crv: 'Ed25519',
        alg: 'EdDSA',
        use: 'sig',
        kid,
        x: expect.any(String),
      });
      expect(JSON.stringify(body)).not.toContain('"d"');
    });

    it('outlives a change of keys, and not the removal of its key', async () => {
      const { access_token, refresh_token } = await signedIn();
      await gateway.app.get(SigningKeys).rotate(false);
      expect((await me(access_token, other.url)).status).toBe(200);
      const { body } = await refresh(refresh_token, other.url);
      const kidOf = (token: string) => decoded(token.split('.')[0]!)['kid'];
      expect(kidOf(body.access_token)).not.toBe(kidOf(access_token));
      await gateway.app.get(SigningKeys).rotate(true);
      for (const url of [gateway.url, other.url])
        for (const token of [access_token, body.access_token]) expect((await me(token, url)).status).toBe(401);
      const { body: next } = await refresh(body.refresh_token, other.url);
      expect((await me(next.access_token)).status).toBe(200);
    });
  });
});

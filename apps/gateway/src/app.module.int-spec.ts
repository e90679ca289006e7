import { readFileSync, statSync } from 'node:fs';
import { pendingSchemaChanges } from '@app/database';
import { describeRequiring } from '../../../test/fixtures/requires';
import { startApp, startInfrastructure, TestGateway, type Infrastructure } from '../testing/test-gateway';
import { describeApi } from './describe-api';
import { buildOpenApi } from './openapi/document';

/** What needs no token: a proof of another kind is in the body, or there is nothing to hide. */
const PUBLIC_ROUTES = [
  'post /api/v1/auth/login',
  'post /api/v1/auth/refresh',
  'get /api/v1/auth/jwks',
  'get /api/v1/backups/{id}/object',
];

/** Nothing is there that a token could lack. */
const FOR_WHOEVER_IS_SIGNED_IN = [
  'get /api/v1/auth/me',
  'get /api/v1/backups/policy-presets',
  'get /api/v1/backups/schedule-preview',
];

describeRequiring(['postgres', 'nats'], 'the gateway', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  afterAll(() => gateway?.stop());

  it('has a schema that is what its entities say', async () => {
    expect(await pendingSchemaChanges(gateway.dataSource)).toEqual([]);
  });

  it('answers its health and its description without a token', async () => {
    expect(await gateway.request('GET', '/health/ready', undefined, null)).toMatchObject({ status: 200 });
    expect(await gateway.request('GET', '/api/docs-json', undefined, null)).toMatchObject({ status: 200 });
    const page = await fetch(`${gateway.url}/api/docs`);
    expect(await page.text()).toContain('swagger');
  });

  it('describes every route: answers, problems and the token', async () => {
    const document = await describeApi();
    const operations = Object.entries(document.paths)
      .filter(([path]) => path.startsWith('/api/'))
      .flatMap(([path, item]) =>
        Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
      );
    expect(operations.length).toBeGreaterThan(40);
    for (const { name, operation } of operations) {
      const { responses, security } = operation as { responses: Record<string, object>; security?: object[] };
      const success = Object.keys(responses).filter((status) => status.startsWith('2'));
      const isPublic = PUBLIC_ROUTES.includes(name);
      expect({ name, succeeds: success.length > 0, security }).toEqual({
        name,
        succeeds: true,
        security: isPublic ? undefined : [{ bearer: [] }],
      });
      const refusals = isPublic ? [] : FOR_WHOEVER_IS_SIGNED_IN.includes(name) ? ['401'] : ['401', '403'];
      expect(Object.keys(responses)).toEqual(expect.arrayContaining([...refusals, '422']));
      for (const status of success.filter((each) => each !== '204'))
        expect(JSON.stringify(responses[status])).toMatch(/"\$ref"|"format":"binary"/);
    }
    const served = buildOpenApi(gateway.app);
    expect(served.components).toEqual(document.components);
    expect(served.paths).toEqual(document.paths);
    const schemas = document.components?.schemas ?? {};
    for (const [, reference] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      expect(Object.keys(schemas)).toContain(reference);
  });
});

describeRequiring(['postgres', 'nats'], 'the first token', () => {
  let infrastructure: Infrastructure;
  beforeAll(async () => {
    infrastructure = await startInfrastructure();
  });
  afterAll(() => infrastructure?.stop());

  it('is made once, however many gateways start at once, and only its owner can read the file', async () => {
    const { environment } = infrastructure;
    const file = environment['STRONGROOM_BOOTSTRAP_TOKEN_FILE']!;
    const gateways = await Promise.all([startApp(environment), startApp(environment), startApp(environment)]);
    try {
      const token = readFileSync(file, 'utf8').trim();
      expect(statSync(file).mode & 0o777).toBe(0o600);
      for (const { url } of gateways) {
        const answer = await fetch(`${url}/api/v1/api-tokens`, { headers: { authorization: `Bearer ${token}` } });
        expect(await answer.json()).toMatchObject({ total: 1, items: [{ name: 'bootstrap' }] });
      }
    } finally {
      await Promise.all(gateways.map(({ app }) => app.close()));
    }
    const before = readFileSync(file, 'utf8');
    const again = await startApp(environment);
    await again.app.close();
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('is printed once on stdout where no file is named', async () => {
    const fresh = await startInfrastructure();
    const { STRONGROOM_BOOTSTRAP_TOKEN_FILE: _file, ...environment } = fresh.environment;
    const printed: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.push(String(text));
      return true;
    });
    try {
      const { app } = await startApp(environment);
      await app.close();
    } finally {
      write.mockRestore();
      await fresh.stop();
    }
    expect(printed.filter((line) => line.includes('srk_'))).toEqual([
      expect.stringMatching(/^Admin token \(shown once\): srk_[0-9a-f]{12}_\S{43}\n$/),
    ]);
  });
});

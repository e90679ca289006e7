import { describeRequiring } from '../../../../test/fixtures/requires';
import { answerRetention, type AskedRetention } from '../../testing/sample-retention';
import { type Directory, makeDirectory, TestGateway } from '../../testing/test-gateway';

const RUN = '0d9f6b1e-3c52-4c7a-9f10-000000000007';

describeRequiring(['postgres', 'nats'], 'retention, by the API', () => {
  let gateway: TestGateway;
  let directory: Directory;
  beforeAll(async () => {
    gateway = await TestGateway.start({ RETENTION_TIMEOUT_MS: '300' });
    directory = await makeDirectory(gateway);
  });
  afterAll(() => gateway?.stop());

  const ofOrganization = (rest = '') => `/api/v1/organizations/${directory.organization.id}/retention/runs${rest}`;
  const ofEnvironment = (rest: string) => `/api/v1/backups/environments/${directory.environment.id}/${rest}`;

  it('is told as away while nobody answers, and everything else goes on', async () => {
    const away = { status: 503, body: { code: 'RETENTION_UNREACHABLE', remedy: expect.any(String) } };
    expect(await gateway.post(ofOrganization())).toMatchObject(away);
    expect(await gateway.get(ofEnvironment('retention-preview'))).toMatchObject(away);
    expect((await gateway.get('/api/v1/backups')).status).toBe(200);
  });

  describe('while it answers', () => {
    let asked: AskedRetention[];
    beforeAll(async () => {
      asked = await answerRetention(gateway);
    });
    const { objectContaining } = expect;

    it('runs for one organization or for all, and shows the result', async () => {
      expect(await gateway.post(ofOrganization())).toMatchObject({ status: 202, body: { organizations: 1 } });
      expect(await gateway.post('/api/v1/retention/runs')).toMatchObject({ status: 202 });
      const runs = asked.filter(({ name }) => name === 'retention.run').map(({ request }) => request);
      expect(runs).toEqual([
        objectContaining({ organization_id: directory.organization.id }),
        objectContaining({ organization_id: null }),
      ]);
      expect(await gateway.get(ofOrganization(`/${RUN}`))).toMatchObject({
        status: 200,
        body: {
          run_id: RUN,
          scheduled_for: '2027-01-01T03:00:00Z',
          result: { expired: 3, deleted_storage: 2, promoted: 1, errors: [{ code: 'STORAGE_UNREACHABLE' }] },
        },
      });
      expect((await gateway.get(ofOrganization('?page=2&page_size=5'))).body).toMatchObject({ page: 2, page_size: 5 });
      expect(asked.at(-1)!.request).toEqual({
        organization_id: directory.organization.id,
        run_id: null,
        page: 2,
        page_size: 5,
      });
    });

    it('previews what is, and what a changed policy would do', async () => {
      const { body } = await gateway.get(ofEnvironment('retention-preview'));
      expect(body).toMatchObject({ promote: 1, decisions: [{ action: 'promote', reason: 'the first of its week' }] });
      await gateway.post(ofEnvironment('retention-preview'), { daily_retention: 3 });
      const environment_id = directory.environment.id;
      expect(asked.slice(-2).map(({ request }) => request)).toEqual([
        { environment_id, rules: null },
        { environment_id, rules: { daily_retention: 3 } },
      ]);
      expect((await gateway.post(ofEnvironment('retention-preview'), { daily_retention: 366 })).status).toBe(422);
    });

    it('takes the agreement to what the brake holds', async () => {
      const answer = await gateway.post(ofEnvironment('retention/agree'), { run_id: RUN });
      expect(answer).toMatchObject({ status: 200, body: { run_id: RUN, would_expire: 40, of: 45 } });
      expect(asked.at(-1)).toMatchObject({ request: { run_id: RUN, agreed_by: expect.any(String) } });
    });
  });
});

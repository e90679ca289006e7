import { randomUUID } from 'node:crypto';
import { type NamesAnswer, NamesOf } from '@app/contracts';
import { channelSecretContext, SecretBox } from '@app/secrets';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { type PlayedNotifier, playNotifier } from '../../testing/played-notifier';
import { type Directory, makeDirectory, TestGateway } from '../../testing/test-gateway';

const MATRIX = { homeserver: 'https://matrix.example.com', room: '!abc:example.com' };

describeRequiring(['postgres', 'nats'], 'notification channels', () => {
  let gateway: TestGateway;
  let own: Directory;
  let notifier: PlayedNotifier;
  let path: string;
  beforeAll(async () => {
    gateway = await TestGateway.start({ NOTIFIER_TIMEOUT_MS: '1500' });
    own = await makeDirectory(gateway);
    path = `/api/v1/organizations/${own.organization.id}/notification-channels`;
  });
  afterAll(() => gateway?.stop());

  it('are answered with 503 while there is no notifier, and nothing is audited', async () => {
    for (const answer of [
      await gateway.get(path),
      await gateway.post(path, { name: 'x', kind: 'email', settings: { recipients: ['ops@example.com'] } }),
    ])
      expect(answer).toMatchObject({ status: 503, body: { code: 'NOTIFIER_UNREACHABLE' } });
    const audited = await gateway.get(
      `/api/v1/organizations/${own.organization.id}/audit?action=notification_channel.created`,
    );
    expect(audited.body.total).toBe(0);
    notifier = await playNotifier(gateway);
  });

  it('get a key of their own for signatures, which is shown once and sealed for this channel', async () => {
    const created = await gateway.make(path, {
      name: 'hook',
      kind: 'webhook',
      settings: { url: 'https://example.com/hook' },
    });
    expect(created).toMatchObject({
      enabled: true,
      notices: null,
      environment_ids: null,
      has_secret: true,
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
    });
    const { secret_sealed } = notifier.created.find(({ id }) => id === created.id)!;
    const box = gateway.app.get(SecretBox);
    expect(box.open(secret_sealed!, channelSecretContext(created.id))).toBe(created.secret);
    const shown = [await gateway.get(path), await gateway.get(`${path}/${created.id}`)];
    for (const { status, body } of shown) {
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toMatch(/whsec_|v1\.k1\./);
    }
  });

  it('take a secret of one’s own, and never show it, neither in answers nor in the audit log', async () => {
    const secret = 'https://hooks.slack.com/services/T0/B0/hunter2';
    const created = await gateway.make(path, { name: 'slack', kind: 'slack', settings: {}, secret });
    expect(created).toMatchObject({ has_secret: true, secret: null });
    expect((await gateway.patch(`${path}/${created.id}`, { secret: `${secret}x` })).status).toBe(200);
    expect(JSON.stringify(notifier)).not.toContain('hunter2');
    const audit = await gateway.get(`/api/v1/organizations/${own.organization.id}/audit?object_id=${created.id}`);
    expect(audit.body.items.map(({ action }: { action: string }) => action)).toEqual([
      'notification_channel.updated',
      'notification_channel.created',
    ]);
    expect(audit.body.items[0].details).toEqual({ changed: ['secret'] });
    expect(JSON.stringify(audit.body)).not.toContain('hunter2');
  });

  it('are refused where a setting is wrong, and say which', async () => {
    const refused = await gateway.post(path, { name: 'x', kind: 'matrix', settings: { ...MATRIX, room: 'ops' } });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'VALIDATION_FAILED', errors: [{ field: 'settings.room' }, { field: 'secret' }] },
    });
    const elsewhere = {
      name: 'x',
      kind: 'slack',
      settings: {},
      secret: 'https://x.example',
      environment_ids: [randomUUID()],
    };
    expect((await gateway.post(path, elsewhere)).status).toBe(404);
  });

  it('do not send a token to another homeserver than its own', async () => {
    const { id } = await gateway.make(path, { name: 'room', kind: 'matrix', settings: MATRIX, secret: 'syt_secret' });
    const settings = { ...MATRIX, homeserver: 'https://elsewhere.example.com' };
    const moved = await gateway.patch(`${path}/${id}`, { settings });
    expect(moved).toMatchObject({ status: 422, body: { errors: [{ field: 'secret' }] } });
    expect((await gateway.patch(`${path}/${id}`, { settings, secret: 'syt_other' })).status).toBe(200);
    expect(
      (await gateway.patch(`${path}/${id}`, { settings: { ...settings, room: '!other:example.com' } })).status,
    ).toBe(200);
  });

  it('speak of things by the names that the gateway tells the notifier', async () => {
    const { organization, environment, storage, server } = own;
    const ids = [organization, environment, storage, server].map(({ id }) => id as string);
    const question = JSON.stringify({ ids: [...ids, randomUUID()] });
    const reply = await gateway.infrastructure.nats.admin.request(NamesOf.subject, question, { timeout: 60_000 });
    const { names } = reply.json<{ answer: NamesAnswer }>().answer;
    const named = (things: { id: string; name: string }[]) => things.map(({ id, name }) => `${id} ${name}`).sort();
    expect(named(names)).toEqual(named([organization, environment, storage]));
  });

  it('are tested, deleted, and gone', async () => {
    const { id } = await gateway.make(path, {
      name: 'mail',
      kind: 'email',
      settings: { recipients: ['ops@example.com'] },
    });
    expect(await gateway.post(`${path}/${id}/test`)).toMatchObject({ status: 200, body: { ok: true, error: null } });
    expect((await gateway.delete(`${path}/${id}`)).status).toBe(204);
    expect((await gateway.get(`${path}/${id}`)).status).toBe(404);
    const deliveries = `/api/v1/organizations/${own.organization.id}/notification-deliveries?status=delivered&notice=backup_failed`;
    expect(await gateway.get(deliveries)).toMatchObject({ status: 200, body: { total: 0, items: [] } });
  });
});

/** What all of this is for, on an Odoo 19 that runs and is used all the while. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BackupView, RestoreView } from '../../deploy/demo/api-client';
import type { DirectoryIds } from '../../deploy/demo/directory';
import type { Attachment, OdooClient } from '../fixtures/odoo-client';
import { type RealOdoo, startRealOdoo } from '../fixtures/real-odoo';
import { describeRequiring } from '../fixtures/requires';
import { type SmtpSink, startSmtpSink } from '../fixtures/smtp-sink';
import { type Sshd, startSshd } from '../fixtures/sshd';
import { sshServer, TestStrongroom } from './strongroom';

const run = promisify(execFile);
const CLONE = 'acme-staging.example.com';
const COPY = 'acme-copy';
const CONTENT = randomBytes(300_000);
const WAIT_MS = 240_000;

/** Odoo reads its views anew when somebody else has said so. */
const BREAK_LOGIN_PAGE = `
UPDATE ir_ui_view SET arch_db = '{"en_US": "<t><t t-call=\\"no.such_template\\"/></t>"}' WHERE key = 'web.login';
SELECT format('INSERT INTO %I (id) SELECT coalesce(max(id), 0) + 1 FROM %1$I', relname) FROM pg_class
  WHERE relkind = 'r' AND relname LIKE 'orm\\_signaling\\_%' AND relname <> 'orm_signaling_registry' \\gexec`;

interface Shown extends RestoreView {
  status: string;
  warnings: { code: string; message: string }[];
  steps: { name: string; status: string; note: string | null }[];
}

describeRequiring(['postgres', 'nats', 'sshd', 'docker'], 'a real Odoo in containers, over SSH', () => {
  let strongroom: TestStrongroom;
  let sshd: Sshd;
  let mail: SmtpSink;
  let odoo: RealOdoo;
  let ids: DirectoryIds;
  let backup: BackupView;
  let kept: Attachment;
  let tools: string;

  beforeAll(async () => {
    tools = await mkdtemp(join(tmpdir(), 'strongroom-tools-'));
    const env = { 'restore-executor': { INSURANCE_POLL_MS: '200' }, gateway: { PG_RESTORE_DIRS: tools } };
    [sshd, mail, strongroom] = await Promise.all([startSshd(), startSmtpSink(), TestStrongroom.start({ env })]);
    ids = await strongroom.register({
      name: 'Acme',
      server: sshServer(sshd),
      settings: { slug: 'acme', runtime: 'docker', db_name: 'prod' },
    });
    odoo = await startRealOdoo({ environmentId: ids.environment_id });
    // The machine of the gateway may have none that knows the dump.
    const tool = `#!/bin/sh\nexec docker exec -i ${odoo.containers.db} pg_restore "$@"\n`;
    await writeFile(join(tools, 'pg_restore'), tool, { mode: 0o755 });
    const user = await odoo.client();
    kept = await user.attach('kept.bin', CONTENT);
    await user.create('res.partner', { name: 'Kept & Sons' });
    await user.create('ir.config_parameter', { key: 'acme.motto', value: 'as backed up' });
    await user.create('ir.mail_server', {
      name: 'sink',
      smtp_host: odoo.hostAddress,
      smtp_port: mail.port,
      smtp_encryption: 'none',
      smtp_authentication: 'login',
    });
    backup = (await strongroom.backUp(ids.environment_id)).backup;
  }, 900_000);
  afterAll(async () => {
    await odoo?.stop();
    await strongroom?.stop();
    await Promise.all([sshd?.stop(), mail?.stop(), tools && rm(tools, { recursive: true })]);
  });

  async function restored(body: object): Promise<Shown> {
    const asked = await strongroom.api.post<RestoreView>(`/api/v1/backups/${backup.id}/restore`, body);
    const { error } = await strongroom.api.waitForTask(asked.task_id, undefined, WAIT_MS);
    const restore = await strongroom.api.get<Shown>(`/api/v1/restores/${asked.id}`);
    expect({ error, status: restore.status }).toEqual({ error: null, status: 'completed' });
    return restore;
  }
  const motto = (user: OdooClient) => user.call<string>('ir.config_parameter', 'get_param', ['acme.motto']);
  /** What became of the letter, as Odoo says. */
  async function send(user: OdooClient, subject: string): Promise<string> {
    const letter = { subject, body_html: '<p>Hello</p>', email_from: 'odoo@example.com', email_to: 'you@example.com' };
    const id = await user.create('mail.mail', { ...letter, auto_delete: false });
    await user.call('mail.mail', 'send', [[id]]).catch(() => undefined);
    const [{ state }] = await user.call<[{ state: string }]>('mail.mail', 'read', [[id], ['state']]);
    return state;
  }
  const lettersAbout = (subject: string) => mail.letters.filter((letter) => letter.includes(`Subject: ${subject}`));

  it('is backed up whole while it runs', () => {
    expect(backup).toMatchObject({ status: 'completed', is_verified: true, degraded: false });
  });

  describe('restored in place', () => {
    const LOST = randomBytes(300_000);
    let lost: Attachment;
    let last: Shown;

    /** What no backup has. */
    async function change(): Promise<void> {
      const user = await odoo.client();
      await user.create('res.partner', { name: 'Lost Ltd' });
      lost = await user.attach('lost.bin', LOST);
      expect((await user.open(lost.path)).body.equals(LOST)).toBe(true);
      await user.call('ir.config_parameter', 'set_param', ['acme.motto', 'changed since']);
      expect(await motto(user)).toBe('changed since');
    }

    async function restoredInPlace(how: object = {}): Promise<Shown> {
      const confirmation = { backup_timestamp: backup.created_at, accept_data_loss: true };
      last = await restored({ mode: 'in_place', ...confirmation, ...how });
      expect(step('checks_after')).toMatchObject({
        status: 'done',
        note: expect.stringContaining('Odoo answers') as string,
      });
      await odoo.findAgain();
      return last;
    }
    const step = (name: string) => last.steps.find((each) => each.name === name);

    async function loginPage(): Promise<Response> {
      return fetch(`${odoo.url}/web/login?db=prod`);
    }
    async function expectServed(): Promise<OdooClient> {
      const page = await loginPage();
      expect(page.status).toBe(200);
      expect(await page.text()).toMatch(/<input[^>]+name="login"/);
      const user = await odoo.client();
      expect(await user.count('res.partner', [['name', '=', 'Kept & Sons']])).toBe(1);
      expect((await user.open(kept.path)).body.equals(CONTENT)).toBe(true);
      return user;
    }
    async function expectBackedUp(): Promise<void> {
      const user = await expectServed();
      expect(await user.count('res.partner', [['name', '=', 'Lost Ltd']])).toBe(0);
      expect(await user.count('ir.attachment', [['name', '=', 'lost.bin']])).toBe(0);
      // It was in a cache of the Odoo that has run all the while.
      expect(await motto(user)).toBe('as backed up');
    }

    it('is what was backed up, and after an undo what it was before: changes are back, their files open', async () => {
      await change();
      await restoredInPlace();
      await expectBackedUp();
      const { undo_task_id } = await strongroom.api.post<{ undo_task_id: string }>(`/api/v1/restores/${last.id}/undo`);
      const { error } = await strongroom.api.waitForTask(undo_task_id, undefined, WAIT_MS);
      expect(error).toBeNull();
      const undone = await strongroom.api.get<Shown>(`/api/v1/restores/${last.id}`);
      expect(undone.status).toBe('undone');
      const user = await expectServed();
      expect(await user.count('res.partner', [['name', '=', 'Lost Ltd']])).toBe(1);
      expect((await user.open(lost.path)).body.equals(LOST)).toBe(true);
      expect(await motto(user)).toBe('changed since');
    });

    it('comes back with its container stopped and started, once the others that it serves are named', async () => {
      await change();
      const settings = { slug: 'beside', runtime: 'docker', db_name: 'beside', container_name: odoo.containers.odoo };
      const beside = await strongroom.register({ name: 'Beside', server: sshServer(sshd), settings });
      await expect(restoredInPlace({ freeze: 'workload' })).rejects.toMatchObject({
        problem: { code: 'WORKLOAD_SHARED', detail: expect.stringContaining(beside.environment_id) as string },
      });
      const startedAt = async () =>
        (await run('docker', ['inspect', '-f', '{{.State.StartedAt}}', odoo.containers.odoo])).stdout;
      const before = await startedAt();
      await restoredInPlace({ freeze: 'workload', stops_environments: [beside.environment_id] });
      expect(await startedAt()).not.toBe(before);
      await expectBackedUp();
    });

    it('is served again although it answered 500 before, and was dropped first', async () => {
      await change();
      await odoo.exec(BREAK_LOGIN_PAGE);
      expect((await loginPage()).status).toBe(500);
      await restoredInPlace({ strategy: 'drop_first' });
      expect(step('preflight')?.note).toMatch(/Odoo does not serve it now: .* answers 500/);
      await expectBackedUp();
    });
  });

  it("is restored by Odoo's own database manager, out of the ZIP that it is given as", async () => {
    const address = `/api/v1/backups/${backup.id}/download?format=odoo_zip`;
    const { database_url } = await strongroom.api.get<{ database_url: string }>(address);
    const zip = await (await fetch(database_url)).blob();
    const form = new FormData();
    for (const [name, value] of Object.entries({ master_pwd: 'admin', name: COPY, copy: 'true' }))
      form.set(name, value);
    form.set('backup_file', zip, 'odoo.zip');
    const answer = await fetch(`${odoo.url}/web/database/restore`, { method: 'POST', body: form, redirect: 'manual' });
    expect([answer.status, /Database restore error:[^<]*/.exec(await answer.text())?.[0]]).toEqual([303, undefined]);
    const copy = await odoo.client(COPY);
    expect(await copy.count('res.partner', [['name', '=', 'Kept & Sons']])).toBe(1);
    expect((await copy.open(kept.path)).body.equals(CONTENT)).toBe(true);
  });

  it('is cloned: the clone answers under its own name, is another one, and sends no mail', async () => {
    const restore = await restored({ target_db: CLONE });
    expect(restore.warnings.map(({ code }) => code)).not.toContainEqual(
      expect.stringMatching(/WEB_CHECK|NOT_SERVED|NOT_ASKED|NEUTRALIZED_BY_SQL/),
    );
    const [live, clone] = await Promise.all([odoo.client(), odoo.client(CLONE)]);
    expect(await clone.count('res.partner', [['name', '=', 'Kept & Sons']])).toBe(1);
    expect((await clone.open(kept.path)).body.equals(CONTENT)).toBe(true);

    const parameters = (name: string) =>
      odoo.exec(
        `SELECT key || '=' || value FROM ir_config_parameter
         WHERE key IN ('database.uuid', 'database.secret', 'database.is_neutralized') ORDER BY key`,
        name,
      );
    const [ofLive, ofClone] = (await Promise.all([parameters('prod'), parameters(CLONE)])).map((text) =>
      text.split('\n'),
    );
    expect(ofLive).toHaveLength(2);
    expect(ofClone).toEqual([
      expect.stringMatching(/^database.is_neutralized=true$/i),
      expect.any(String),
      expect.any(String),
    ]);
    expect(ofClone).not.toEqual(expect.arrayContaining([ofLive![0]]));
    expect(ofClone).not.toEqual(expect.arrayContaining([ofLive![1]]));

    expect(await send(clone, 'from the clone')).not.toBe('sent');
    expect(await send(live, 'from the live one')).toBe('sent');
    expect(lettersAbout('from the live one')).toHaveLength(1);
    expect(lettersAbout('from the clone')).toEqual([]);
  });
});

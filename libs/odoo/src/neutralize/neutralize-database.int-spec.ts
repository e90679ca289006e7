/** A copy of an Odoo, as a restore has loaded it, cannot act in the world; or it fails. */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeRequiring } from '../../../../test/fixtures/requires';
import { type LoadedCopy, loadedCopy } from '../../testing/loaded-copy';
import { failureOf } from '../../testing/streams';

/** Tables of many modules, reduced to what matters. */
const MODULES = `
CREATE TABLE fetchmail_server (id serial PRIMARY KEY, active boolean);
CREATE TABLE mail_mail (id serial PRIMARY KEY, state varchar);
CREATE TABLE mail_template (id serial PRIMARY KEY, mail_server_id int);
CREATE TABLE mail_push (id serial PRIMARY KEY);
CREATE TABLE ir_act_server (id serial PRIMARY KEY, state varchar, webhook_url varchar);
CREATE TABLE queue_job (id serial PRIMARY KEY, state varchar);
CREATE TABLE payment_provider (id serial PRIMARY KEY, state varchar);
CREATE TABLE payment_acquirer (id serial PRIMARY KEY, environment varchar);
CREATE TABLE auth_oauth_provider (id serial PRIMARY KEY, enabled boolean);
CREATE TABLE iap_account (id serial PRIMARY KEY, account_token varchar);
CREATE TABLE delivery_carrier (id serial PRIMARY KEY, active boolean, delivery_type varchar, prod_environment boolean);
CREATE TABLE res_company (id serial PRIMARY KEY, l10n_sa_api_mode varchar, l10n_es_sii_test_env boolean, sms_twilio_auth_token varchar);
CREATE TABLE website (id serial PRIMARY KEY, domain varchar);
CREATE VIEW website_menu AS SELECT id FROM website;
INSERT INTO fetchmail_server (active) VALUES (true), (false);
INSERT INTO mail_mail (state) VALUES ('outgoing'), ('sent');
INSERT INTO mail_template (mail_server_id) VALUES (1), (NULL);
INSERT INTO mail_push VALUES (DEFAULT);
INSERT INTO ir_act_server (state, webhook_url) VALUES ('webhook', 'https://example.com/hook'), ('code', NULL);
INSERT INTO queue_job (state) VALUES ('pending'), ('enqueued'), ('done');
INSERT INTO payment_provider (state) VALUES ('enabled'), ('test'), ('disabled'), (NULL);
INSERT INTO payment_acquirer (environment) VALUES ('prod'), ('test');
INSERT INTO auth_oauth_provider (enabled) VALUES (true), (false);
INSERT INTO iap_account (account_token) VALUES ('short'), (repeat('long', 10)), ('off+disabled'), (NULL);
INSERT INTO delivery_carrier (active, delivery_type, prod_environment) VALUES (true, 'fixed', false), (true, 'dhl', true);
INSERT INTO res_company (l10n_sa_api_mode, l10n_es_sii_test_env, sms_twilio_auth_token) VALUES ('prod', false, 'token');
INSERT INTO website (domain) VALUES ('https://shop.example.com');
INSERT INTO ir_config_parameter (key, value) VALUES ('web.base.url.freeze', 'True'), ('cloud_storage_provider', 'azure');
`;

const list = (column: string, table: string) =>
  `SELECT string_agg(coalesce(${column}::text, '-'), ', ' ORDER BY id) FROM ${table}`;
const parameter = (key: string) => `SELECT value FROM ir_config_parameter WHERE key = '${key}'`;
const SERVERS = `SELECT string_agg(name || ' ' || active, ', ' ORDER BY id) FROM ir_mail_server`;

const BEFORE_AND_AFTER = [
  [SERVERS, 'Outgoing true', 'Outgoing false, neutralization - disable emails true'],
  [list('active', 'ir_cron'), 'true, true, false', 'true, false, false'],
  [list('active', 'fetchmail_server'), 'true, false', 'false, false'],
  [list('state', 'mail_mail'), 'outgoing, sent', 'cancel, sent'],
  [list('mail_server_id', 'mail_template'), '1, -', '-, -'],
  ['SELECT count(*) FROM mail_push', '1', '0'],
  [list('webhook_url', 'ir_act_server'), 'https://example.com/hook, -', 'neutralization - disable webhook, -'],
  [list('state', 'queue_job'), 'pending, enqueued, done', 'failed, failed, done'],
  [list('state', 'payment_provider'), 'enabled, test, disabled, -', 'disabled, test, disabled, disabled'],
  [list('environment', 'payment_acquirer'), 'prod, test', 'test, test'],
  [list('enabled', 'auth_oauth_provider'), 'true, false', 'false, false'],
  [
    list('account_token', 'iap_account'),
    `short, ${'long'.repeat(10)}, off+disabled, -`,
    'short+disabled, dummy_value+disabled, off+disabled, -',
  ],
  [list('active', 'delivery_carrier'), 'true, true', 'true, false'],
  [list('prod_environment', 'delivery_carrier'), 'false, true', 'false, false'],
  [list('l10n_sa_api_mode', 'res_company'), 'prod', 'sandbox'],
  [list('l10n_es_sii_test_env', 'res_company'), 'false', 'true'],
  [list('sms_twilio_auth_token', 'res_company'), 'token', '-'],
  [list('domain', 'website'), 'https://shop.example.com', '-'],
  [parameter('database.is_neutralized'), '', 'true'],
  [parameter('cloud_storage_provider'), 'azure', ''],
] as const;

describeRequiring('postgres', 'a loaded copy', () => {
  let copy: LoadedCopy;
  let bin: string;
  const path = process.env.PATH;

  beforeAll(async () => {
    copy = await loadedCopy();
    bin = await mkdtemp(join(tmpdir(), 'strongroom-odoo-'));
  });
  afterEach(() => void (process.env.PATH = path));
  afterAll(async () => {
    await copy?.stop();
    await rm(bin, { recursive: true, force: true });
  });

  /** The program is made up: what counts is what is made of its end, and what it is told. */
  async function odooCommand(neutralizes: string): Promise<void> {
    const program = `#!/bin/sh
case $1 in --version) echo "Odoo Server 19.0-20260101"; exit ;; esac
database=$3; while [ $# -gt 0 ]; do echo "$1" >>"${bin}/args"; case $1 in -d) database=$2 ;; esac; shift; done
${neutralizes}\n`;
    await writeFile(join(bin, 'odoo'), program);
    await chmod(join(bin, 'odoo'), 0o755);
    process.env.PATH = `${bin}:${path}`;
  }
  const mail = (name: string) => copy.sql(SERVERS, name);

  it('is neutralized by SQL where there is no odoo command, table by table, and says so', async () => {
    const name = await copy.load(MODULES);
    const states = () => Promise.all(BEFORE_AND_AFTER.map(([question]) => copy.sql(question, name)));
    expect(await states()).toEqual(BEFORE_AND_AFTER.map(([, before]) => before));
    const first = await copy.environment.neutralize(name);
    expect(first).toMatchObject({ way: 'sql', warning: expect.stringMatching(/no odoo command/) as string });
    expect(first.note).toMatch(/mail servers \(1\).*scheduled actions \(1\)/);
    expect(await states()).toEqual(BEFORE_AND_AFTER.map(([, , after]) => after));
    expect((await copy.environment.neutralize(name)).note).toMatch(/: nothing$/);
    expect(await states()).toEqual(BEFORE_AND_AFTER.map(([, , after]) => after));
  });

  it('is neutralized by the odoo of its own version, whose password is in no list of processes', async () => {
    await odooCommand(
      `PGDATABASE=$database exec psql -X -q -c "INSERT INTO ir_config_parameter (key, value) VALUES ('database.is_neutralized', true)"`,
    );
    const name = await copy.load();
    expect(await copy.environment.neutralize(name)).toEqual({
      way: 'odoo',
      note: expect.stringMatching(
        /^by odoo neutralize of Odoo 19.0; besides, by SQL: .*scheduled actions \(1\)/,
      ) as string,
    });
    const args = await readFile(join(bin, 'args'), 'utf8');
    expect(args).toContain(name);
    expect(args).not.toContain(copy.password);
    expect(await mail(name)).toMatch(/^Outgoing false, /);
  });

  it.each([
    ['fails', 'echo "an error occurred" >&2; exit 1', /an error occurred/],
    ['does nothing but ends well', 'exit 0', /does not bear its mark/],
  ])('fails when odoo neutralize %s', async (_what, neutralizes, message) => {
    await odooCommand(neutralizes);
    const failure = await failureOf(copy.environment.neutralize(await copy.load()));
    expect(failure).toMatchObject({ code: 'CLONE_NOT_NEUTRALIZED', message: expect.stringMatching(message) as string });
  });

  it.each([
    [
      'a statement is refused',
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'not this row'; END$$;
       CREATE TRIGGER refuse BEFORE UPDATE ON ir_cron FOR EACH ROW EXECUTE FUNCTION refuse()`,
      /^scheduled actions: not this row$/,
    ],
    [
      'a statement has no effect',
      `CREATE FUNCTION ignore() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$;
       CREATE TRIGGER ignore BEFORE UPDATE ON ir_cron FOR EACH ROW EXECUTE FUNCTION ignore()`,
      /there still are: scheduled actions \(1\)/,
    ],
    ['a table of every Odoo is missing', 'DROP TABLE ir_mail_server', /the table ir_mail_server is not as Odoo has it/],
    ['its version is unknown', 'DELETE FROM ir_module_module', /of which Odoo/],
  ])('fails when %s', async (_what, besides, message) => {
    const failure = await failureOf(copy.environment.neutralize(await copy.load(besides)));
    expect(failure).toMatchObject({ code: 'CLONE_NOT_NEUTRALIZED', message: expect.stringMatching(message) as string });
  });

  it('fails when it is of no Odoo, and leaves nothing half done where a statement was refused', async () => {
    const empty = await copy.load('', { seed: false });
    expect(await failureOf(copy.environment.neutralize(empty))).toMatchObject({ code: 'CLONE_NOT_NEUTRALIZED' });
    const refused = await copy.load('ALTER TABLE ir_cron ADD CHECK (active OR id > 2)');
    expect(await failureOf(copy.environment.neutralize(refused))).toMatchObject({ code: 'CLONE_NOT_NEUTRALIZED' });
    expect(await mail(refused)).toBe('Outgoing true');
  });

  it('gets a uuid and a secret that nobody had, and the address of nobody', async () => {
    const name = await copy.load(MODULES);
    const identity = () =>
      copy.sql(
        `SELECT string_agg(value, ' ' ORDER BY key) FROM ir_config_parameter WHERE key IN ('database.uuid', 'database.secret')`,
        name,
      );
    const seen = [await identity()];
    for (const turn of [1, 2]) {
      await copy.environment.renewIdentity(name);
      seen[turn] = await identity();
      expect(seen[turn]).toMatch(/^[0-9a-f-]{36} [0-9a-f-]{36}$/);
    }
    expect(new Set(seen.flatMap((both) => both.split(' '))).size).toBe(6);
    expect(await copy.sql(parameter('web.base.url'), name)).toBe('http://localhost:8069');
    expect(await copy.sql(parameter('web.base.url.freeze'), name)).toBe('');
    const created = await copy.sql(parameter('database.create_date'), name);
    expect(Math.abs(Date.parse(`${created.replace(' ', 'T')}Z`) - Date.now())).toBeLessThan(3_600_000);
  });
});

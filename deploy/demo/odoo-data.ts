/**
 * An Odoo database and its filestore, made up: Odoo's table names and relations, some thousands of rows, and files that
 * ir_attachment lists under the SHA-1 of their content. The same size always gives the same rows and files, so the
 * database and the filestore may be made apart from each other. The demo, the bench and the tests use it.
 */
import { createCipheriv, createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface OdooDataSize {
  partners: number;
  users: number;
  /** Each has about 600 bytes. */
  messages: number;
  files: number;
  /** Of all files together, roughly. */
  fileBytes: number;
}

export const DEFAULT_SIZE: OdooDataSize = {
  partners: 2000,
  users: 25,
  messages: 4000,
  files: 300,
  fileBytes: 12 * 1024 * 1024,
};

/** Deviations from a sound filestore, each a number of files. */
export interface FilestoreDamage {
  /** Listed but not there. */
  missing?: number;
  /** There, with other content than the name says. */
  corrupt?: number;
  /** There but not listed. */
  unreferenced?: number;
}

export interface OdooFile {
  storeFname: string;
  mimetype: string;
  content: Buffer;
}

/** Runs one or several SQL statements without parameters. */
export type RunSql = (sql: string) => Promise<unknown>;

const ATTACHMENTS_PER_INSERT = 1000;
/** Every so many files two attachments name the same one, as copies of a document do in Odoo. */
const SHARED_EVERY = 20;

/** Fills an empty UTF-8 database. The role needs no more than to own it. */
export async function seedOdooDatabase(runSql: RunSql, size: Partial<OdooDataSize> = {}): Promise<void> {
  const whole = { ...DEFAULT_SIZE, ...size };
  await runSql(TABLES);
  await runSql(rowsSql(whole));
  let values: string[] = [];
  let index = 0;
  for (const file of odooFiles(whole)) {
    values.push(attachmentValues(index, file));
    if (index % SHARED_EVERY === 0) values.push(attachmentValues(index, file));
    index += 1;
    if (values.length >= ATTACHMENTS_PER_INSERT || index === whole.files) {
      await runSql(
        `INSERT INTO ir_attachment (name, res_model, res_id, mimetype, file_size, checksum, store_fname, type) VALUES ${values.join(', ')};`,
      );
      values = [];
    }
  }
  await runSql(INDEXES);
}

/** Writes the files that `seedOdooDatabase` lists for the same size into a directory, which is made. */
export async function makeFilestore(
  directory: string,
  { missing = 0, corrupt = 0, unreferenced = 0, ...size }: Partial<OdooDataSize> & FilestoreDamage = {},
): Promise<{ files: number; bytes: number }> {
  const whole = { ...DEFAULT_SIZE, ...size };
  const written = { files: 0, bytes: 0 };
  const made = new Set<string>();
  const write = async (storeFname: string, content: Buffer) => {
    const folder = join(directory, storeFname.slice(0, 2));
    if (!made.has(folder)) await mkdir(folder, { recursive: true });
    made.add(folder);
    await writeFile(join(directory, storeFname), content);
    written.files += 1;
    written.bytes += content.length;
  };
  await mkdir(join(directory, 'checklist'), { recursive: true });
  let index = 0;
  for (const { storeFname, content } of odooFiles(whole)) {
    const damaged = index < missing + corrupt;
    if (!damaged) await write(storeFname, content);
    else if (index >= missing) await write(storeFname, Buffer.concat([content.subarray(1), Buffer.from('!')]));
    index += 1;
  }
  for (let extra = 0; extra < unreferenced; extra += 1) {
    const { storeFname, content } = odooFile(whole.files + extra, whole);
    await write(storeFname, content);
  }
  return written;
}

/** Every file of a filestore of that size. */
export function* odooFiles(size: OdooDataSize): Generator<OdooFile> {
  for (let index = 0; index < size.files; index += 1) yield odooFile(index, size);
}

const KINDS = [
  { mimetype: 'image/png', head: Buffer.from('89504e470d0a1a0a', 'hex'), text: false },
  { mimetype: 'application/pdf', head: Buffer.from('%PDF-1.7\n'), text: false },
  { mimetype: 'text/css', head: Buffer.from('/* web.assets_backend */\n'), text: true },
  { mimetype: 'image/jpeg', head: Buffer.from('ffd8ffe000104a464946', 'hex'), text: false },
  {
    mimetype: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    head: Buffer.from('504b0304', 'hex'),
    text: false,
  },
] as const;

function odooFile(index: number, { files, fileBytes }: OdooDataSize): OdooFile {
  const { mimetype, head, text } = KINDS[index % KINDS.length]!;
  const mean = fileBytes / files;
  // From a tenth of the mean to nearly twice as much; the sum stays about what was asked for.
  const bytes = Math.max(64, Math.round(mean * (0.1 + 1.8 * (((index * 7919) % 1009) / 1009))));
  const body = text ? styleSheet(index, bytes) : keystream(index, bytes);
  const content = Buffer.concat([head, body]);
  const digest = createHash('sha1').update(content).digest('hex');
  return { storeFname: `${digest.slice(0, 2)}/${digest}`, mimetype, content };
}

/** Bytes that nothing can squeeze, as in pictures and archives. */
function keystream(index: number, bytes: number): Buffer {
  const key = createHash('sha256').update(`file ${index}`).digest().subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
}

function styleSheet(index: number, bytes: number): Buffer {
  let text = '';
  for (let rule = 0; text.length < bytes; rule += 1)
    text += `.o_view_${index}_${rule} > .o_field { margin: ${rule % 17}px; color: #${((index * 31 + rule) % 4096).toString(16)}; }\n`;
  return Buffer.from(text.slice(0, bytes));
}

function attachmentValues(index: number, { storeFname, mimetype, content }: OdooFile): string {
  const model = index % 3 === 0 ? 'res.partner' : 'mail.message';
  return `('file-${index}', '${model}', ${index + 1}, '${mimetype}', ${content.length}, '${storeFname.slice(3)}', '${storeFname}', 'binary')`;
}

const TABLES = `
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
-- Odoo does the same. A role that does not own the function goes without, and so does Odoo.
DO $$ BEGIN ALTER FUNCTION unaccent(text) IMMUTABLE; EXCEPTION WHEN insufficient_privilege THEN NULL; END $$;
CREATE TABLE ir_config_parameter (id serial PRIMARY KEY, key varchar NOT NULL UNIQUE, value text NOT NULL, write_date timestamp);
CREATE TABLE ir_module_module (id serial PRIMARY KEY, name varchar NOT NULL UNIQUE, state varchar, latest_version varchar, shortdesc jsonb);
CREATE TABLE res_partner (
  id serial PRIMARY KEY, name varchar NOT NULL, display_name varchar, email varchar, phone varchar, street varchar, city varchar,
  parent_id int REFERENCES res_partner ON DELETE SET NULL, active boolean DEFAULT true, credit_limit numeric(12, 2),
  create_date timestamp, write_date timestamp);
CREATE TABLE res_users (
  id serial PRIMARY KEY, login varchar NOT NULL UNIQUE, password varchar, active boolean DEFAULT true,
  partner_id int NOT NULL REFERENCES res_partner ON DELETE RESTRICT, create_date timestamp);
CREATE TABLE ir_attachment (
  id serial PRIMARY KEY, name varchar NOT NULL, res_model varchar, res_id int, mimetype varchar, type varchar NOT NULL, url varchar,
  file_size int, checksum varchar(40), store_fname varchar, db_datas bytea, index_content text);
CREATE TABLE mail_message (
  id serial PRIMARY KEY, model varchar, res_id int, message_type varchar NOT NULL, subject varchar, body text,
  author_id int REFERENCES res_partner ON DELETE SET NULL, date timestamp);
CREATE TABLE ir_model_data (id serial PRIMARY KEY, module varchar NOT NULL, name varchar NOT NULL, model varchar NOT NULL, res_id int);
CREATE TABLE ir_cron (id serial PRIMARY KEY, cron_name varchar, active boolean, nextcall timestamp);
CREATE TABLE ir_mail_server (
  id serial PRIMARY KEY, name varchar NOT NULL, smtp_host varchar, smtp_port int, smtp_encryption varchar NOT NULL,
  smtp_authentication varchar NOT NULL, smtp_user varchar, active boolean);
CREATE TABLE "Products" (id serial PRIMARY KEY, "Default Code" varchar, name jsonb NOT NULL, list_price numeric);
`;

const INDEXES = `
CREATE INDEX ir_attachment_res_idx ON ir_attachment (res_model, res_id);
CREATE INDEX ir_attachment_store_fname_idx ON ir_attachment (store_fname);
CREATE INDEX mail_message_model_res_id_idx ON mail_message (model, res_id);
CREATE INDEX res_partner_name_trgm_idx ON res_partner USING gin (name gin_trgm_ops);
DO $$ BEGIN
  IF (SELECT provolatile FROM pg_proc WHERE oid = 'unaccent(text)'::regprocedure) = 'i' THEN
    CREATE INDEX res_partner_name_unaccent_idx ON res_partner USING gin (unaccent(name) gin_trgm_ops);
  END IF;
END $$;
ANALYZE;
`;

const rowsSql = ({ partners, users, messages }: OdooDataSize) => `
INSERT INTO ir_config_parameter (key, value, write_date) VALUES
  ('database.uuid', md5(current_database() || ' uuid')::uuid::text, '2026-01-01'),
  ('database.secret', md5(current_database() || ' secret')::uuid::text, '2026-01-01'),
  ('database.create_date', '2026-01-01 00:00:00', '2026-01-01'),
  ('web.base.url', 'http://localhost:8069', '2026-01-01');
INSERT INTO ir_module_module (name, state, latest_version, shortdesc)
  SELECT name, CASE WHEN name IN ('account', 'stock') THEN 'uninstalled' ELSE 'installed' END, '19.0.1.0', jsonb_build_object('en_US', initcap(name))
  FROM unnest(ARRAY['base', 'web', 'mail', 'sale', 'product', 'account', 'stock', 'website']) AS name;
INSERT INTO res_partner (name, display_name, email, phone, street, city, parent_id, credit_limit, create_date, write_date)
  SELECT full_name, full_name, 'partner' || n || '@example.com', '+33 1 ' || lpad((n * 7919 % 100000000)::text, 8, '0'),
    n || ', rue de l''Évêché', (ARRAY['Besançon', 'Zürich', 'Kraków', 'Málaga', 'Århus'])[1 + n % 5],
    CASE WHEN n > 10 AND n % 4 = 0 THEN 1 + n % 10 END, n * 1.25, timestamp '2025-01-01' + n * interval '7 minutes', timestamp '2025-06-01' + n * interval '3 minutes'
  FROM generate_series(1, ${partners}) AS n,
  LATERAL (SELECT (ARRAY['Zoé', 'Jürgen', 'Łukasz', 'Iñaki', 'Søren', 'Ana', 'O''Neil'])[1 + n % 7] || ' ' || initcap(substr(md5(n::text), 1, 8)) AS full_name) AS person;
INSERT INTO res_users (login, password, partner_id, create_date)
  SELECT CASE n WHEN 1 THEN 'admin' ELSE 'user' || n END, '$pbkdf2-sha512$600000$' || md5('password' || n), n, timestamp '2025-01-01' + n * interval '1 day'
  FROM generate_series(1, least(${users}, ${partners})) AS n;
INSERT INTO ir_cron (cron_name, active, nextcall)
  VALUES ('Base: Auto-vacuum internal data', true, '2026-01-01'), ('Mail: Email Queue Manager', true, '2026-01-01'), ('Archived', false, NULL);
INSERT INTO ir_model_data (module, name, model, res_id) VALUES ('base', 'autovacuum_job', 'ir.cron', 1), ('mail', 'ir_cron_mail_scheduler_action', 'ir.cron', 2);
INSERT INTO ir_mail_server (name, smtp_host, smtp_port, smtp_encryption, smtp_authentication, active)
  VALUES ('Outgoing', 'smtp.example.com', 465, 'ssl', 'login', true);
INSERT INTO "Products" ("Default Code", name, list_price)
  SELECT 'P' || lpad(n::text, 5, '0'), jsonb_build_object('en_US', 'Chair no. ' || n, 'fr_FR', 'Chaise nº ' || n), n * 9.99 FROM generate_series(1, 200) AS n;
INSERT INTO mail_message (model, res_id, message_type, subject, body, author_id, date)
  SELECT 'res.partner', 1 + n % ${partners}, CASE n % 3 WHEN 0 THEN 'email' ELSE 'comment' END, 'Order SO' || lpad(n::text, 8, '0'),
    '<p>Dear customer,</p><p>your order <b>SO' || lpad(n::text, 8, '0') || '</b> is on its way.</p><ul>'
      || (SELECT string_agg('<li>' || md5(n || ' ' || item) || ': ' || (n * item % 97) || ' pieces</li>', '') FROM generate_series(1, 8) AS item) || '</ul>',
    1 + n % ${partners}, timestamp '2025-01-01' + n * interval '11 seconds'
  FROM generate_series(1, ${messages}) AS n;
INSERT INTO ir_attachment (name, res_model, mimetype, type, url, file_size, db_datas) VALUES
  ('a link', 'res.partner', NULL, 'url', 'https://example.com/', NULL, NULL),
  ('kept in the database', 'res.partner', 'text/plain', 'binary', NULL, 5, 'hello');
`;

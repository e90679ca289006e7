/**
 * What in an Odoo database acts in the world, and what keeps it from that: the same things that the modules of Odoo list in
 * their `data/neutralize.sql`, and some that it leaves. A rule holds for every version whose tables and columns it finds.
 * Pure: constants only.
 */
export interface Rule {
  /** For people: what is made harmless. */
  what: string;
  table: string;
  /** All that the two statements name of the table. Where one of them is missing the rule has no object. */
  columns: readonly string[];
  /** A statement that may be repeated. */
  quieten: string;
  /** Counts what still acts, or is lacking. */
  remaining: string;
  /** Every Odoo has that table: without it nothing is proven. */
  essential?: boolean;
}

interface Change {
  columns: readonly string[];
  set: string;
  /** A condition on a row: it acts. Afterwards it holds for none. */
  acts: string;
  essential?: boolean;
}

const change = (what: string, table: string, { columns, set, acts, essential }: Change): Rule => ({
  what,
  table,
  columns,
  quieten: `UPDATE ${table} SET ${set} WHERE ${acts}`,
  remaining: `SELECT count(*) FROM ${table} WHERE ${acts}`,
  ...(essential && { essential }),
});

const remove = (what: string, table: string, columns: readonly string[] = ['id'], acts = 'true'): Rule => ({
  what,
  table,
  columns,
  quieten: `DELETE FROM ${table} WHERE ${acts}`,
  remaining: `SELECT count(*) FROM ${table} WHERE ${acts}`,
});

/** A flag, column by column: one that a module has not brought is passed over. */
const flags = (table: string, value: boolean, columns: readonly string[]): Rule[] =>
  columns.map((column) =>
    change(`${column} of ${table}`, table, {
      columns: [column],
      set: `${column} = ${value}`,
      acts: `${column} IS DISTINCT FROM ${value}`,
    }),
  );

/** Keys to accounts elsewhere. */
const forget = (table: string, columns: readonly string[]): Rule[] =>
  columns.map((column) =>
    change(`${column} of ${table}`, table, {
      columns: [column],
      set: `${column} = NULL`,
      acts: `${column} IS NOT NULL`,
    }),
  );

const parameters = (keys: readonly string[]) =>
  remove(
    'keys in the system parameters',
    'ir_config_parameter',
    ['key'],
    `key IN (${keys.map((key) => `'${key}'`).join(', ')})`,
  );

/** Without any mail server Odoo would use that of its configuration: this one leads nowhere, and is the one that Odoo puts there. */
function blackhole(more: Record<string, string> = {}): Rule {
  const values: Record<string, string> = {
    name: `'neutralization - disable emails'`,
    smtp_host: `'invalid'`,
    smtp_port: '1025',
    smtp_encryption: `'none'`,
    active: 'true',
    ...more,
  };
  const columns = Object.keys(values);
  const none = 'NOT EXISTS (SELECT FROM ir_mail_server WHERE active)';
  return {
    what: 'a mail server that leads nowhere',
    table: 'ir_mail_server',
    columns,
    quieten: `INSERT INTO ir_mail_server (${columns.join(', ')}) SELECT ${Object.values(values).join(', ')} WHERE ${none}`,
    remaining: `SELECT count(*) WHERE ${none}`,
  };
}

const MAIL: Rule[] = [
  change('mail servers', 'ir_mail_server', {
    columns: ['active', 'smtp_host'],
    set: 'active = false',
    acts: `active AND smtp_host IS DISTINCT FROM 'invalid'`,
    essential: true,
  }),
  blackhole({ smtp_authentication: `'login'` }),
  blackhole(),
  change('mail that waits', 'mail_mail', { columns: ['state'], set: `state = 'cancel'`, acts: `state = 'outgoing'` }),
  ...forget('mail_template', ['mail_server_id']),
  ...forget('mailing_mailing', ['mail_server_id']),
  change('mailboxes that are fetched', 'fetchmail_server', {
    columns: ['active'],
    set: 'active = false',
    acts: 'active',
  }),
  remove('messages to browsers', 'mail_push'),
  remove('browsers that are told', 'mail_push_device'),
  remove('browsers that are told', 'mail_partner_device'),
  change('text messages that wait', 'sms_sms', {
    columns: ['state'],
    set: `state = 'canceled'`,
    acts: `state IN ('outgoing', 'process')`,
  }),
  change('letters that wait', 'snailmail_letter', {
    columns: ['state'],
    set: `state = 'canceled'`,
    acts: `state = 'pending'`,
  }),
];

const WORK: Rule[] = [
  change('scheduled actions', 'ir_cron', {
    columns: ['active'],
    set: 'active = false',
    acts: `active AND NOT EXISTS (SELECT FROM ir_model_data AS known
      WHERE known.model = 'ir.cron' AND known.module = 'base' AND known.name = 'autovacuum_job' AND known.res_id = ir_cron.id)`,
    essential: true,
  }),
  change('jobs that wait', 'queue_job', {
    columns: ['state'],
    set: `state = 'failed'`,
    acts: `state IN ('wait_dependencies', 'pending', 'enqueued', 'started')`,
  }),
  change('webhooks', 'ir_act_server', {
    columns: ['state', 'webhook_url'],
    set: `webhook_url = 'neutralization - disable webhook'`,
    acts: `state = 'webhook' AND webhook_url IS DISTINCT FROM 'neutralization - disable webhook'`,
  }),
];

const ACCOUNTS: Rule[] = [
  ...['payment_provider', 'payment_acquirer'].map((table) =>
    change('payment providers', table, {
      columns: ['state'],
      set: `state = 'disabled'`,
      acts: `state IS DISTINCT FROM 'test' AND state IS DISTINCT FROM 'disabled'`,
    }),
  ),
  change('payment providers', 'payment_acquirer', {
    columns: ['environment'],
    set: `environment = 'test'`,
    acts: `environment IS DISTINCT FROM 'test'`,
  }),
  change('other ways to sign in', 'auth_oauth_provider', {
    columns: ['enabled'],
    set: 'enabled = false',
    acts: 'enabled',
  }),
  change('accounts for services of Odoo', 'iap_account', {
    columns: ['account_token'],
    set: `account_token = CASE WHEN length(account_token) <= 33 THEN regexp_replace(account_token, '(\\+.*)?$', '+disabled') ELSE 'dummy_value+disabled' END`,
    acts: `account_token NOT LIKE '%+disabled'`,
  }),
  change('carriers', 'delivery_carrier', {
    columns: ['active', 'delivery_type'],
    set: 'active = false',
    acts: `active AND delivery_type IS DISTINCT FROM 'fixed' AND delivery_type IS DISTINCT FROM 'base_on_rule'`,
  }),
  ...flags('delivery_carrier', false, ['prod_environment']),
  ...forget('res_users_settings', ['google_calendar_rtoken', 'google_calendar_token', 'microsoft_calendar_sync_token']),
  ...flags('res_users_settings', true, ['google_synchronization_stopped', 'microsoft_synchronization_stopped']),
  ...forget('res_users', [
    'google_calendar_rtoken',
    'google_calendar_token',
    'microsoft_calendar_rtoken',
    'microsoft_calendar_token',
  ]),
  ...flags('pos_payment_method', true, [
    'adyen_test_mode',
    'viva_com_test_mode',
    'pine_labs_test_mode',
    'razorpay_test_mode',
  ]),
  ...forget('pos_payment_method', [
    'mp_bearer_token',
    'mp_webhook_secret_key',
    'glory_websocket_address',
    'qfpay_pos_key',
    'razorpay_api_key',
  ]),
  ...forget('certificate_certificate', ['pkcs12_password']),
  ...forget('certificate_key', ['password']),
  ...forget('res_company', ['sms_twilio_auth_token', 'gelato_api_key', 'gelato_webhook_secret']),
  parameters([
    'mail.web_push_vapid_private_key',
    'mail.web_push_vapid_public_key',
    'mail.sfu_server_key',
    'cloud_storage_provider',
    'cloud_storage_azure_account_name',
    'cloud_storage_azure_container_name',
    'cloud_storage_azure_tenant_id',
    'cloud_storage_azure_client_id',
    'cloud_storage_azure_client_secret',
    'cloud_storage_google_bucket_name',
    'cloud_storage_google_account_info',
    'google_address_autocomplete.google_places_api_key',
    'recaptcha_public_key',
    'recaptcha_private_key',
    'cf.turnstile_site_key',
    'cf.turnstile_secret_key',
  ]),
];

/** The electronic papers of the countries go to their offices. */
const PAPERS: Rule[] = [
  ...flags('res_company', true, [
    'l10n_es_sii_test_env',
    'l10n_es_tbai_test_env',
    'l10n_es_edi_verifactu_test_environment',
    'l10n_gr_edi_test_env',
    'l10n_ro_edi_test_env',
    'l10n_rs_edi_demo_env',
    'l10n_tr_nilvera_use_test_env',
    'l10n_tw_edi_ecpay_staging_mode',
  ]),
  ...flags('res_company', false, ['l10n_eg_production_env', 'l10n_in_edi_production_env', 'l10n_it_edi_register']),
  ...forget('res_company', [
    'l10n_eg_client_secret',
    'l10n_hr_mer_password',
    'l10n_hr_mer_username',
    'l10n_hu_edi_password',
    'l10n_hu_edi_username',
    'l10n_in_edi_password',
    'l10n_in_edi_token',
    'l10n_in_edi_username',
    'l10n_in_ewaybill_password',
    'l10n_in_ewaybill_username',
    'l10n_jo_edi_client_identifier',
    'l10n_jo_edi_secret_key',
    'l10n_ke_cu_proxy_address',
    'l10n_pl_edi_access_token',
    'l10n_pl_edi_certificate',
    'l10n_pl_edi_refresh_token',
    'l10n_ro_edi_access_token',
    'l10n_ro_edi_client_secret',
    'l10n_ro_edi_refresh_token',
    'l10n_rs_edi_api_key',
    'l10n_tr_nilvera_api_key',
    'l10n_vn_edi_password',
    'l10n_vn_edi_username',
  ]),
  ...[
    ['l10n_my_edi_mode', 'test'],
    ['l10n_sa_api_mode', 'sandbox'],
    ['l10n_hu_edi_server_mode', 'test'],
    ['l10n_hr_mer_connection_mode', 'test'],
  ].map(([column, mode]) =>
    change(`${column} of res_company`, 'res_company', {
      columns: [column!],
      set: `${column} = '${mode}'`,
      acts: `${column} = 'prod' OR ${column} = 'production'`,
    }),
  ),
  change('users at the exchange of electronic papers', 'account_edi_proxy_client_user', {
    columns: ['edi_mode', 'proxy_type'],
    set: `edi_mode = CASE WHEN proxy_type IN ('l10n_it_edi', 'peppol', 'nemhandel') THEN 'demo' ELSE 'test' END`,
    acts: `proxy_type IS DISTINCT FROM 'l10n_my_edi' AND edi_mode = 'prod'`,
  }),
  change('users at the exchange of electronic papers', 'account_edi_proxy_client_user', {
    columns: ['active', 'proxy_type'],
    set: 'active = false',
    acts: `active AND proxy_type = 'l10n_my_edi'`,
  }),
];

/** A visitor, and a search engine, sees that it is a copy. */
const LOOKS: Rule[] = [
  ...forget('website', ['domain']),
  ...flags('website', false, ['cdn_activated']),
  change('search engines', 'website', {
    columns: ['robots_txt'],
    set: `robots_txt = E'User-agent: *\\nDisallow: /'`,
    acts: `robots_txt IS DISTINCT FROM E'User-agent: *\\nDisallow: /'`,
  }),
  change('the banner of a copy', 'ir_ui_view', {
    columns: ['active', 'key'],
    set: 'active = true',
    acts: `key IN ('web.neutralize_banner', 'website.neutralize_ribbon') AND active IS DISTINCT FROM true`,
  }),
];

const MARK: Rule = {
  what: 'the mark that it is neutralized',
  table: 'ir_config_parameter',
  columns: ['key', 'value'],
  quieten: `INSERT INTO ir_config_parameter (key, value) VALUES ('database.is_neutralized', 'true')
    ON CONFLICT (key) DO UPDATE SET value = 'true' WHERE ir_config_parameter.value IS DISTINCT FROM 'true'`,
  remaining: `SELECT count(*) WHERE NOT EXISTS (SELECT FROM ir_config_parameter WHERE key = 'database.is_neutralized' AND value = 'true')`,
  essential: true,
};

/** In the order in which they are followed: the mark comes when all else is done. */
export const RULES: readonly Rule[] = [...MAIL, ...WORK, ...ACCOUNTS, ...PAPERS, ...LOOKS, MARK];

/**
 * What a storage config says, and what each provider asks of it, as data: the API refuses what no driver could open,
 * in the words of the driver. Whether the settings are right is what the test of a storage config finds out.
 */
import { X509Certificate } from 'node:crypto';
import { StrongroomError } from './strongroom-error';

export type StoreProvider = 's3' | 'r2' | 'b2' | 'minio' | 'ftp' | 'sftp' | 'local';

/** S3 family: a pair of keys. ftp: user and password. sftp: user, and a password or a private key. */
export interface StorageCredentials {
  accessKeyId?: string;
  secretAccessKey?: string;
  username?: string;
  password?: string;
  /** OpenSSH or PEM format, without a passphrase. */
  privateKey?: string;
}

/** Where backups go, as a storage config names it. Which fields a provider needs is checked by `checkStorageSettings`. */
export interface StorageSettings {
  provider: StoreProvider;
  /**
   * S3 family: URL of the service, not needed for AWS. `ftp://host:21`; `ftps://host:21` for explicit TLS, that is,
   * AUTH TLS on the ordinary port; `sftp://host:22`.
   */
  endpoint?: string;
  region?: string;
  bucket?: string;
  /** Put before every key, with a slash between. Keys outside it are neither seen nor touched. */
  prefix?: string;
  /**
   * The directory that holds everything; it is created when its parent exists. local: absolute. ftp and sftp: relative
   * to the directory that the login leads to, which is also the default, or absolute.
   */
  path?: string;
  storageClass?: string;
  /** `AES256` or `aws:kms`. */
  serverSideEncryption?: string;
  credentials?: StorageCredentials;
  /** sftp: the pinned key, `ssh-ed25519 AAAA…`. Without it the connection is refused, and the error names the key. */
  hostKey?: string;
  /** ftp with TLS: PEM of the authority that signed the server's certificate, when it is none of the public ones. */
  caCertificate?: string;
}

interface ProviderRules {
  needs: readonly ('bucket' | 'endpoint' | 'path')[];
  /** Schemes that the endpoint may have; none: the provider has no endpoint. */
  schemes: readonly string[];
  credentials: 'keys' | 'password' | 'password-or-private-key' | 'none';
  storageClasses: readonly string[] | 'any';
  serverSideEncryption: readonly string[];
}

const WEB = ['http:', 'https:'];
const KEYS = { schemes: WEB, credentials: 'keys' } as const;
const PLAIN = { storageClasses: [], serverSideEncryption: [] } as const;

const RULES: Readonly<Record<StoreProvider, ProviderRules>> = {
  s3: {
    ...KEYS,
    needs: ['bucket'],
    storageClasses: 'any',
    serverSideEncryption: ['AES256', 'aws:kms', 'aws:kms:dsse'],
  },
  r2: {
    ...KEYS,
    needs: ['bucket', 'endpoint'],
    storageClasses: ['STANDARD', 'STANDARD_IA'],
    serverSideEncryption: [],
  },
  b2: { ...KEYS, needs: ['bucket', 'endpoint'], storageClasses: ['STANDARD'], serverSideEncryption: ['AES256'] },
  minio: {
    ...KEYS,
    needs: ['bucket', 'endpoint'],
    storageClasses: ['STANDARD', 'REDUCED_REDUNDANCY'],
    serverSideEncryption: ['AES256', 'aws:kms'],
  },
  ftp: { ...PLAIN, needs: ['endpoint'], schemes: ['ftp:', 'ftps:'], credentials: 'password' },
  sftp: { ...PLAIN, needs: ['endpoint'], schemes: ['sftp:'], credentials: 'password-or-private-key' },
  local: { ...PLAIN, needs: ['path'], schemes: [], credentials: 'none' },
};

/** @throws StrongroomError STORAGE_CONFIG_INVALID; `details.field` names the setting as the API calls it */
export function checkStorageSettings(settings: StorageSettings): void {
  const { provider, endpoint } = settings;
  if (!Object.hasOwn(RULES, provider)) {
    throw invalid('provider', `there is no storage provider ${JSON.stringify(provider)}`);
  }
  const rules = RULES[provider];
  for (const field of rules.needs) if (!settings[field]) throw needs(provider, field);
  if (endpoint && rules.schemes.length > 0) checkEndpoint(endpoint, rules.schemes);
  checkPath(settings);
  normalizeConfigPrefix(settings.prefix);
  checkCertificate(settings.caCertificate);
  checkCredentials(provider, settings.credentials ?? {}, rules.credentials);
  checkChoice(provider, 'storage_class', settings.storageClass, rules.storageClasses);
  checkChoice(provider, 'server_side_encryption', settings.serverSideEncryption, rules.serverSideEncryption);
}

/** The prefix of a storage config as it stands before keys: empty, or ending in one slash. */
export function normalizeConfigPrefix(prefix: string | undefined): string {
  const trimmed = (prefix ?? '').replace(/^\/+|\/+$/g, '');
  if (trimmed === '') return '';
  const problem = findPathProblem(trimmed);
  if (problem === undefined) return `${trimmed}/`;
  throw invalid('prefix', `the \`prefix\` ${JSON.stringify(prefix)} ${problem}`);
}

/** S3's limit; also keeps a path below the limit of every file system. */
const MAX_PATH_BYTES = 1024;

/** What keeps a relative path from naming one thing below its directory, as the end of a sentence; undefined: nothing. */
export function findPathProblem(path: string): string | undefined {
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) return `is longer than ${MAX_PATH_BYTES} bytes`;
  for (const segment of path.split('/')) {
    if (segment === '') return 'has an empty segment';
    if (segment === '.' || segment === '..') return `has the segment "${segment}"`;
    if (/[\u0000-\u001f\u007f]/.test(segment)) return 'has a control character';
  }
  return undefined;
}

function checkEndpoint(endpoint: string, schemes: readonly string[]): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const forms = schemes.map((scheme) => `${scheme}//`).join(' or ');
  if (!url || !schemes.includes(url.protocol) || url.hostname === '') {
    throw invalid('endpoint', `\`endpoint\` is not a URL that begins with ${forms}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid('endpoint', '`endpoint` holds credentials: they belong into `credentials`');
  }
  if (!WEB.includes(url.protocol) && url.pathname.length > 1) {
    throw invalid('endpoint', '`endpoint` names a directory: it belongs into `path`');
  }
}

function checkPath({ provider, path }: StorageSettings): void {
  if (!path) return;
  if (provider === 'local' && !path.startsWith('/')) {
    throw invalid('path', 'the `path` of a local storage has to be absolute');
  }
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  const problem = trimmed === '' ? undefined : findPathProblem(trimmed);
  if (problem !== undefined) throw invalid('path', `the \`path\` ${JSON.stringify(path)} ${problem}`);
}

function checkCertificate(pem: string | undefined): void {
  if (!pem || readable(pem)) return;
  throw invalid('ca_certificate', '`ca_certificate` is not a certificate in PEM form');
}

function readable(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function checkCredentials(provider: StoreProvider, given: StorageCredentials, kind: ProviderRules['credentials']) {
  if (kind === 'none') return;
  if (kind === 'keys') {
    if (!given.accessKeyId) throw needs(provider, 'credentials.access_key_id');
    if (!given.secretAccessKey) throw needs(provider, 'credentials.secret_access_key');
    return;
  }
  if (!given.username) throw needs(provider, 'credentials.username');
  if (kind === 'password' && !given.password) throw needs(provider, 'credentials.password');
  if (!given.password && !given.privateKey) throw needs(provider, 'credentials.password', 'credentials.private_key');
  // A line break would begin another command of the FTP protocol.
  for (const field of ['username', 'password'] as const) {
    if (/[\r\n\0]/.test(given[field] ?? '')) {
      throw invalid(`credentials.${field}`, `\`credentials.${field}\` has a control character`);
    }
  }
}

function checkChoice(
  provider: StoreProvider,
  field: string,
  value: string | undefined,
  allowed: readonly string[] | 'any',
): void {
  if (!value || allowed === 'any' || allowed.includes(value)) return;
  const offer = allowed.join(', ') || 'none';
  throw invalid(field, `${provider} does not take \`${field}\` ${JSON.stringify(value)}; it takes ${offer}`);
}

function needs(provider: StoreProvider, field: string, alternative?: string): StrongroomError {
  const or = alternative === undefined ? '' : ` or \`${alternative}\``;
  return invalid(field, `the provider ${provider} needs \`${field}\`${or}`);
}

function invalid(field: string, message: string): StrongroomError {
  return new StrongroomError('STORAGE_CONFIG_INVALID', message, { details: { field } });
}

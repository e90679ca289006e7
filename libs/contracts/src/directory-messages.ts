import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  ValidateNested,
} from 'class-validator';
import { defineEvent, defineRpc } from './message';
import { ErrorPayload } from './shared-payloads';
import {
  RUNTIMES,
  STORAGE_LAYOUTS,
  STORAGE_PROVIDERS,
  VERIFY_AFTER_UPLOAD,
  type Runtime,
  type StorageLayout,
  type StorageProvider,
  type VerifyAfterUpload,
} from './vocabulary';

/** A server as an executor needs it. Secrets stay sealed on the wire. */
export class ServerAccess {
  @IsUUID() id: string;
  @IsString() name: string;
  @IsString() ip_address: string;
  /** `local`: the executor's own machine. */
  @IsIn(['ssh', 'local']) connection: 'ssh' | 'local';
  @IsInt() ssh_port: number;
  @IsString() ssh_user: string;
  @IsOptional() @IsString() private_key_sealed: string | null;
  /** The pinned host key in OpenSSH form: `ssh-ed25519 AAAA…`. */
  @IsOptional() @IsString() host_key: string | null;
}

export class EnvironmentAccess {
  @IsUUID() id: string;
  @IsUUID() organization_id: string;
  @IsUUID() project_id: string;
  @IsString() name: string;
  @IsString() type: string;
  @IsString() status: string;
  @IsIn(RUNTIMES) runtime: Runtime;
  @IsString() db_name: string;
  @IsOptional() @IsString() container_name: string | null;
  @IsOptional() @IsString() domain: string | null;
  /** Runtime `host`: how PostgreSQL is reached from the server itself. */
  @IsOptional() @IsString() db_host: string | null;
  @IsOptional() @IsInt() db_port: number | null;
  @IsString() db_user: string;
  @IsOptional() @IsString() db_password_sealed: string | null;
  /** Directory that holds one filestore directory per database. */
  @IsString() filestore_root: string;
  /** Where Odoo answers, as seen from the server; null: the address of its container, and a host is not asked. */
  @IsOptional() @IsString() odoo_url?: string | null;
  /** What its backups lie below in PLANA's layout; absent in what older gateways answered. */
  @IsOptional() @IsString() slug?: string;
}

export class ProjectSnapshot {
  @IsUUID() id: string;
  @IsString() name: string;
  @IsString() slug: string;
  @IsString() odoo_version: string;
}

/** What backups of a storage are encrypted with. Identities stay sealed on the wire. */
export class EncryptionKeyAccess {
  @IsString() key_id: string;
  /** `age1…` */
  @IsString() recipient: string;
}
export class SealedIdentity {
  /** Where the key belongs; it may be another storage than the one that was asked about. */
  @IsUUID() storage_config_id: string;
  @IsString() key_id: string;
  @IsString() identity_sealed: string;
}
export class StorageEncryption {
  /** For new backups; null: they are not encrypted. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => EncryptionKeyAccess) current: EncryptionKeyAccess | null;
  /** Of every key of the organization, because a copy lies in another storage than the one whose key it was made with. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => SealedIdentity) identities: SealedIdentity[];
}

/** What `credentials_sealed` holds. Which of them there are follows from the provider. */
export interface StorageCredentials {
  access_key_id?: string;
  secret_access_key?: string;
  username?: string;
  password?: string;
  private_key?: string;
}

export class StorageAccess {
  @IsUUID() id: string;
  /** Absent: a gateway that did not tell it yet. */
  @IsOptional() @IsUUID() organization_id?: string;
  @IsString() name: string;
  @IsIn(STORAGE_PROVIDERS) provider: StorageProvider;
  @IsOptional() @IsString() endpoint: string | null;
  @IsOptional() @IsString() region: string | null;
  @IsOptional() @IsString() bucket: string | null;
  @IsOptional() @IsString() prefix: string | null;
  /** The directory that holds everything, of a provider that has directories. */
  @IsOptional() @IsString() path: string | null;
  @IsOptional() @IsString() storage_class: string | null;
  @IsOptional() @IsString() server_side_encryption: string | null;
  /** Provider `sftp`: the pinned host key in OpenSSH form. */
  @IsOptional() @IsString() host_key?: string | null;
  /** Provider `ftp` with TLS: PEM of the authority that signed the server's certificate. */
  @IsOptional() @IsString() ca_certificate?: string | null;
  /** Sealed JSON: `StorageCredentials`. */
  @IsOptional() @IsString() credentials_sealed: string | null;
  /** Absent: the question was not about backups. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => StorageEncryption) encryption?: StorageEncryption;
  /** Absent: `rehashed`. */
  @IsOptional() @IsIn(VERIFY_AFTER_UPLOAD) verify_after_upload?: VerifyAfterUpload;
  /** How new backups are written; absent: `zip`. */
  @IsOptional() @IsIn(STORAGE_LAYOUTS) layout?: StorageLayout;
}

export class BackupAccessRequest {
  @IsUUID() environment_id: string;
  @IsUUID() storage_config_id: string;
}
export class BackupAccessAnswer {
  @IsObject() @ValidateNested() @Type(() => EnvironmentAccess) environment: EnvironmentAccess;
  @IsObject() @ValidateNested() @Type(() => ProjectSnapshot) project: ProjectSnapshot;
  @IsObject() @ValidateNested() @Type(() => ServerAccess) server: ServerAccess;
  @IsObject() @ValidateNested() @Type(() => StorageAccess) storage: StorageAccess;
}
/** Asked by an executor when a job begins, so that mended settings and credentials count at the next attempt. */
export const BackupAccess = defineRpc('gateway.backup-access', BackupAccessRequest, BackupAccessAnswer);

export class EnvironmentAccessRequest {
  @IsUUID() environment_id: string;
}
export class EnvironmentAccessAnswer {
  @IsObject() @ValidateNested() @Type(() => EnvironmentAccess) environment: EnvironmentAccess;
  @IsObject() @ValidateNested() @Type(() => ServerAccess) server: ServerAccess;
  /** Absent in what older gateways answered. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ProjectSnapshot) project?: ProjectSnapshot;
}
/** The same without a storage, for a restore and its teardown. */
export const EnvironmentAccessOf = defineRpc(
  'gateway.environment-access',
  EnvironmentAccessRequest,
  EnvironmentAccessAnswer,
);

export class StorageAccessPageRequest {
  /** The last one of the page before; null: from the beginning. */
  @IsOptional() @IsUUID() after: string | null;
}
export class StorageAccessPage {
  @IsArray() @ValidateNested({ each: true }) @Type(() => StorageAccess) storages: StorageAccess[];
  /** null: there are no more. */
  @IsOptional() @IsUUID() next: string | null;
}
/** Every storage, by pages in the order of their ids: where the sweep looks for what nobody owns. */
export const StorageAccesses = defineRpc('gateway.storage-accesses', StorageAccessPageRequest, StorageAccessPage);

export class StorageProbeRequest {
  @IsObject() @ValidateNested() @Type(() => StorageAccess) storage: StorageAccess;
}
/** In this order; a step that fails is the last one, save for the removal of what was written. */
export const STORAGE_PROBE_STEPS = ['connect', 'write', 'read', 'range', 'list', 'delete'] as const;
export class StorageProbeStep {
  @IsIn(STORAGE_PROBE_STEPS) step: (typeof STORAGE_PROBE_STEPS)[number];
  @IsBoolean() ok: boolean;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ErrorPayload) error: ErrorPayload | null;
}
export class StorageProbeAnswer {
  @IsBoolean() ok: boolean;
  @IsArray() @ValidateNested({ each: true }) @Type(() => StorageProbeStep) steps: StorageProbeStep[];
}
/** Writes a small object, reads it back, lists it and deletes it; asked of any backup executor. */
export const StorageProbe = defineRpc('backup-executor.storage-probe', StorageProbeRequest, StorageProbeAnswer);

export const NAMES_AT_ONCE = 100;

export class NamesRequest {
  @IsArray() @ArrayMaxSize(NAMES_AT_ONCE) @IsUUID(undefined, { each: true }) ids: string[];
}
export class NamePayload {
  @IsUUID() id: string;
  @IsString() name: string;
}
export class NamesAnswer {
  @IsArray() @ValidateNested({ each: true }) @Type(() => NamePayload) names: NamePayload[];
}
/** What organizations, environments and storages are called; nothing of what there is not. */
export const NamesOf = defineRpc('gateway.names', NamesRequest, NamesAnswer);

export class DirectoryChangePayload {
  @IsUUID() id: string;
  @IsUUID() organization_id: string;
  @IsOptional() @IsString() name: string | null;
  @IsISO8601() changed_at: string;
}
const directoryEvents = (thing: string) => ({
  created: defineEvent(`${thing}.created`, 1, DirectoryChangePayload),
  updated: defineEvent(`${thing}.updated`, 1, DirectoryChangePayload),
  deleted: defineEvent(`${thing}.deleted`, 1, DirectoryChangePayload),
});
/** A thing of the directory was created, changed or deleted. Told by the gateway, which owns the directory. */
export const DIRECTORY_EVENTS = {
  organization: directoryEvents('organization'),
  project: directoryEvents('project'),
  server: directoryEvents('server'),
  environment: directoryEvents('environment'),
  storage_config: directoryEvents('storage_config'),
} as const;

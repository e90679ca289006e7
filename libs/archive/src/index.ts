export { AttachmentLedger, filestoreDigest, type AttachmentProof, type AttachmentRow } from './attachment-ledger';
export { FilestoreFiles, type FilestoreEvent, type FilestoreFile } from './filestore-files';
export { FilestoreTap } from './filestore-tap';
export { SafeTarGate, type ExpectedTar } from './safe-tar-gate';
export { TarScanner, type TarEntry, type TarEntryType, type TarEvent } from './tar-scanner';
export { TarFormatError } from './tar-header';
export { gunzipStream } from './gunzip-stream';
export { addComponent, type ComponentSink, type WrittenComponent } from './component-writer';
export {
  encryptionKeyId,
  encryptionKeyMissing,
  generateEncryptionKey,
  provesToOpen,
  recipientOf,
  requireRecipient,
} from './encryption-keys';
export {
  buildManifest,
  buildSidecar,
  componentsOf,
  DATABASE_MEMBER,
  ENCRYPTED_SUFFIX,
  FILESTORE_MEMBER,
  MANIFEST_MEMBER,
  manifestText,
  parseManifest,
  parseSidecar,
  type ComponentPlace,
  type Manifest,
  type ManifestDatabase,
  type ManifestEncryption,
  type ManifestFilestore,
  type ManifestInput,
  type ManifestObject,
  type StoredComponent,
  type Sidecar,
} from './manifest';
export { BackupArchiveWriter, type WrittenArchive, type WrittenMember } from './backup-archive-writer';
export { openBackupArchive, BackupArchiveReader, type RangeReader } from './backup-archive-reader';
export { isDamage } from './damage';
export {
  openStoredBackup,
  readSidecar,
  GZIP_TYPE,
  ZIP_TYPE,
  type ObjectSource,
  type StoredBackup,
} from './stored-backup';
export { contentKeys, everyKeyOf, isPair, keysOf, type BackupKeys } from './layouts';
export { verifyBackup, type VerifyOptions } from './verify-archive';
export {
  foreignLayout,
  isPlanaFilestore,
  planaBackup,
  planaDumpOf,
  planaKey,
  type PlanaBackup,
} from './foreign/plana-keys';
export { openForeignDump, type ForeignDump } from './foreign/foreign-dump';
export type { DumpFacts } from './foreign/dump-facts';
export { FilestoreNames, FilestoreTar } from './foreign/filestore-tar';
export { openOdooZip, type OdooZip } from './foreign/odoo-zip';
export { InstalledModules, odooManifest } from './foreign/odoo-manifest';
export { writeOdooZip, type OdooZipContent } from './foreign/odoo-zip-writer';

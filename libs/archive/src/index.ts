export {
  AttachmentLedger,
  filestoreDigest,
  PROOF_MAX_NAMES,
  type AttachmentProof,
  type AttachmentRow,
} from './attachment-ledger';
export { FilestoreTap } from './filestore-tap';
export { SafeTarGate } from './safe-tar-gate';
export { TarScanner, type TarEntry, type TarEntryType, type TarEvent } from './tar-scanner';
export { TarFormatError } from './tar-header';
export { gunzipStream } from './gunzip-stream';
export {
  buildManifest,
  buildSidecar,
  DATABASE_MEMBER,
  FILESTORE_MEMBER,
  MANIFEST_MEMBER,
  manifestText,
  parseManifest,
  parseSidecar,
  type Manifest,
  type ManifestDatabase,
  type ManifestFilestore,
  type ManifestInput,
  type ManifestObject,
  type Sidecar,
} from './manifest';
export { BackupArchiveWriter, type WrittenArchive, type WrittenMember } from './backup-archive-writer';
export { openBackupArchive, verifyBackupArchive, BackupArchiveReader, type RangeReader } from './backup-archive-reader';

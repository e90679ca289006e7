import { Injectable } from '@nestjs/common';
import { FilestoreFiles } from '@app/archive';
import { StrongroomError } from '@app/core';
import type { Backup } from '../backups/backup.entity';
import { GatewayConfig } from '../config';
import { FoundArchives } from './found-archives';
import { type FoundObject, ObjectFinder } from './object-finder';

/** The files of a backup, as long as they are in use. */
export interface OpenedFiles {
  backup: Backup;
  files: FilestoreFiles;
  signal: AbortSignal;
  /** To be called when what is searched for is found: time is no matter any more. */
  found: () => void;
}

/** Opens the filestore of a backup where it lies. */
@Injectable()
export class BackupFiles {
  constructor(
    private readonly finder: ObjectFinder,
    private readonly archives: FoundArchives,
    private readonly config: GatewayConfig,
  ) {}

  /**
   * @param gone aborts when nobody waits for the answer any more
   * @throws StrongroomError BACKUP_FILES_TIMEOUT, and as ObjectFinder.find, openStoredBackup and FilestoreFiles
   */
  async use<R>(backupId: string, gone: AbortSignal, use: (opened: OpenedFiles) => Promise<R>): Promise<R> {
    const { downloadFilesTimeoutMs: most } = this.config;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), most);
    const signal = AbortSignal.any([gone, late.signal]);
    let object: FoundObject | undefined;
    try {
      object = await this.finder.find(backupId);
      const { backup } = object;
      const files = new FilestoreFiles(await this.archives.open(object, signal));
      return await use({ backup, files, signal, found: () => clearTimeout(timer) });
    } catch (thrown) {
      if (!late.signal.aborted || gone.aborted) throw thrown;
      throw new StrongroomError('BACKUP_FILES_TIMEOUT', `The backup ${backupId} was searched for ${most} ms.`);
    } finally {
      clearTimeout(timer);
      await object?.store.close();
    }
  }
}

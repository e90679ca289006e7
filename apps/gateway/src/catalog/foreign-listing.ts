import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { type ForeignFind, ForeignListOf } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { RpcClient } from '@app/messaging';
import { Backup } from '../backups/backup.entity';
import { GatewayConfig } from '../config';
import { storageAccess } from '../directory/access-answers';
import { StorageConfig } from '../directory/storage-config.entity';
import { importId } from './import-id';

export interface ForeignList {
  finds: (ForeignFind & { backupId: string | null })[];
  more: boolean;
}

/** Has a storage listed for what could be imported, and tells what was. */
@Injectable()
export class ForeignListing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: GatewayConfig,
    private readonly rpc: RpcClient,
  ) {}

  /** @throws StrongroomError NOT_FOUND, STORAGE_*, EXECUTOR_UNREACHABLE */
  async list(storageConfigId: string, prefix: string): Promise<ForeignList> {
    const row = await this.dataSource.manager.findOneBy(StorageConfig, { id: storageConfigId });
    if (row === null) throw new StrongroomError('NOT_FOUND', `There is no storage config ${storageConfigId}.`);
    const { storageLookTimeoutMs, executorAbsentMs } = this.config;
    const request = { storage: storageAccess(row), prefix };
    const { finds, more } = await this.rpc.askOnce(ForeignListOf, request, storageLookTimeoutMs, executorAbsentMs);
    const ids = finds.map(({ key }) => importId(storageConfigId, key));
    const rows = await this.dataSource.manager.find(Backup, { select: { id: true }, where: { id: In(ids) } });
    const known = new Set(rows.map(({ id }) => id));
    return { finds: finds.map((find, at) => ({ ...find, backupId: known.has(ids[at]!) ? ids[at]! : null })), more };
  }
}

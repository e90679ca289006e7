import { Controller } from '@nestjs/common';
import { AdoptBackups, type AdoptBackupsAnswer, type AdoptBackupsRequest } from '@app/contracts';
import { RpcHandler } from '@app/messaging';
import { BackupAdoption } from './backup-adoption';

/** Fills the catalog up with what a rescan finds. */
@Controller()
export class CatalogRpc {
  constructor(private readonly adoption: BackupAdoption) {}

  @RpcHandler(AdoptBackups)
  adopt(request: AdoptBackupsRequest): Promise<AdoptBackupsAnswer> {
    return this.adoption.adopt(request);
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { RestoreInsuranceAnswer } from '@app/contracts';
import { StrongroomError } from '@app/core';
import { expiryOf } from '@app/tiers';
import { placesOf } from '../backups/backup-places';
import { BackupRequests } from '../backups/backup-requests';
import { Backup } from '../backups/backup.entity';
import { VerificationRequests } from '../backups/verification-requests';
import { StorageConfig } from '../directory/storage-config.entity';
import { lockForWork } from '../directory/working-environment';
import { PolicyRecords } from '../policies/policy-records';
import { Task } from '../tasks/task.entity';
import { Restore } from './restore.entity';

/** Backs up what a restore in place is about to replace: once a restore, however often it is asked for. */
@Injectable()
export class RestoreInsurances {
  constructor(
    private readonly dataSource: DataSource,
    private readonly backups: BackupRequests,
    private readonly verifications: VerificationRequests,
    private readonly policies: PolicyRecords,
  ) {}

  /**
   * How the backup is; the first question asks for it.
   * @throws StrongroomError NOT_FOUND, CONFLICT when the restore needs none, and what a backup is refused for
   */
  async of(restoreId: string): Promise<RestoreInsuranceAnswer> {
    const restore = await this.dataSource.manager.findOneBy(Restore, { id: restoreId });
    if (restore === null) throw new StrongroomError('NOT_FOUND', `There is no restore ${restoreId}.`);
    const id =
      restore.insurance_backup_id ?? (await this.dataSource.transaction((manager) => this.request(manager, restore)));
    const backup = await this.dataSource.manager.findOneByOrFail(Backup, { id });
    if (isUnread(backup)) await this.dataSource.transaction((manager) => this.verify(manager, restore, id));
    return {
      backup_id: id,
      status: backup.status,
      is_verified: backup.is_verified,
      error_message: backup.error_message ?? backup.verification_error,
      kept_until: (await this.keptUntil(this.dataSource.manager, backup))?.toISOString() ?? null,
      ...(backup.status === 'completed' && { sources: await placesOf(this.dataSource.manager, backup) }),
    };
  }

  /** @returns the id of the backup, also when another gateway was faster */
  private async request(manager: EntityManager, { id, environment_id }: Restore): Promise<string> {
    await lockForWork(manager, environment_id);
    const lock = { mode: 'pessimistic_write' } as const;
    const restore = await manager.findOneOrFail(Restore, { where: { id }, lock });
    if (restore.insurance_backup_id !== null) return restore.insurance_backup_id;
    if (restore.mode !== 'in_place' || (restore.status !== 'pending' && restore.status !== 'in_progress'))
      throw new StrongroomError('CONFLICT', `The restore ${id} (${restore.mode}) is ${restore.status}.`);
    const backup = await this.backups.create(
      manager,
      environment_id,
      {
        backup_type: 'pre_restore',
        include_filestore: true,
        storage_config_id: await this.storageFor(manager, restore),
        retention_type: null,
        within_quota: false,
        insures_restore: id,
      },
      restore.created_by!,
    );
    const insured = { insurance_backup_id: backup.id, insurance_kept_until: await this.keptUntil(manager, backup) };
    await manager.update(Restore, { id }, { ...insured, updated_at: new Date() });
    return backup.id;
  }

  /** Its storage reads nothing back after an upload, or the verification was cancelled: nobody knows yet whether it is whole. */
  private async verify(manager: EntityManager, restore: Restore, id: string): Promise<void> {
    await manager.findOneOrFail(Restore, { where: { id: restore.id }, lock: { mode: 'pessimistic_write' } });
    const backup = await manager.findOneOrFail(Backup, { where: { id }, lock: { mode: 'for_key_share' } });
    const open = { backup_id: id, type: 'verify' as const, status: In(['pending', 'queued', 'running']) };
    if (!isUnread(backup) || (await manager.existsBy(Task, open))) return;
    const wanted = { level: 'rehashed' as const, storage_config_id: null };
    await this.verifications.create(manager, backup, wanted, restore.created_by!);
  }

  /** null: the default of the organization. Without one, where the backup lies that is restored. */
  private async storageFor(manager: EntityManager, { organization_id, backup_id }: Restore): Promise<string | null> {
    if (await manager.existsBy(StorageConfig, { organization_id, is_default: true })) return null;
    const { storage_config_id } = await manager.findOneByOrFail(Backup, { id: backup_id });
    return storage_config_id;
  }

  /** null: for ever. */
  private async keptUntil(
    manager: EntityManager,
    { environment_id, retention_type, backup_type: type, create_date: createdAt }: Kept,
  ): Promise<Date | null> {
    if (retention_type === null) return null;
    return expiryOf(retention_type, { type, createdAt }, await this.policies.ruleOf(manager, environment_id));
  }
}

const isUnread = ({ status, verification_checked_at }: Backup) =>
  status === 'completed' && verification_checked_at === null;

type Kept = Pick<Backup, 'environment_id' | 'retention_type' | 'backup_type' | 'create_date'>;

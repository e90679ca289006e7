import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  BackupVerificationFailed,
  BackupVerificationRetrying,
  BackupVerificationStarted,
  BackupVerified,
  BackupVerify,
  type BackupVerifyPayload,
  CONSUMERS,
} from '@app/contracts';
import type { StrongroomError } from '@app/core';
import { jobFacts, JobRunner } from '@app/executor';
import { CommandConsumer, type DeliveryContext, Outbox } from '@app/messaging';
import { BackupVerifier } from './backup-verifier';

/** Reads a backup back when that is asked for. A damaged object is a verdict, not a failure of the task. */
@Controller()
export class VerifyRequestedConsumer {
  constructor(
    private readonly jobs: JobRunner,
    private readonly verifier: BackupVerifier,
    private readonly outbox: Outbox,
  ) {}

  @CommandConsumer(BackupVerify, CONSUMERS.backupVerify)
  async verify(@Payload() command: BackupVerifyPayload, @Ctx() delivery: DeliveryContext): Promise<void> {
    const { backup_id, task_id, organization_id, environment_id, copy_id } = command;
    const request = {
      id: task_id,
      kind: BackupVerify.name,
      organizationId: organization_id,
      environmentId: environment_id,
      storageConfigId: command.storage_config_id,
      exclusiveKey: null,
      payload: command,
    };
    const { tell, failures } = jobFacts(
      this.outbox,
      { backup_id, task_id, organization_id, environment_id, ...(copy_id && { copy_id }) },
      `backup/${backup_id}`,
      { retrying: BackupVerificationRetrying, failed: BackupVerificationFailed },
    );
    await this.jobs.run<StrongroomError | undefined>(request, delivery, {
      started: (manager, attempt) =>
        tell(manager, BackupVerificationStarted, attempt, { started_at: new Date().toISOString() }),
      work: (job) => this.verifier.verify(command, job),
      completed: (manager, damage, attempt) =>
        tell(manager, BackupVerified, attempt, {
          level: command.level ?? 'rehashed',
          intact: damage === undefined,
          verified_at: new Date().toISOString(),
          error: damage?.toReport() ?? null,
        }),
      ...failures,
    });
  }
}

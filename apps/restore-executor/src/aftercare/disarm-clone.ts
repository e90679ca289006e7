import type { WarningPayload } from '@app/contracts';
import type { BuildWork } from '../build/build-work';

export interface StepOutcome {
  /** For people, in the journal. */
  note: string;
  warnings: WarningPayload[];
}

/**
 * Gives the loaded copy an identity of its own and, unless the request wants it as it was, makes it unable to act in the
 * world. Nothing can start on it before: it still has its staging name. May be repeated.
 * @throws StrongroomError CLONE_NOT_NEUTRALIZED
 */
export async function disarmClone({
  environment,
  staging,
  command,
}: Pick<BuildWork, 'environment' | 'staging' | 'command'>): Promise<StepOutcome> {
  if (command.neutralize === false) {
    await environment.renewIdentity(staging);
    return { note: 'not neutralized, as the request wants it; it has a uuid and a secret of its own', warnings: [] };
  }
  const { note, warning } = await environment.neutralize(staging);
  await environment.renewIdentity(staging);
  return {
    note: `neutralized ${note}; it has a uuid and a secret of its own`,
    warnings:
      warning === undefined
        ? []
        : [{ code: 'NEUTRALIZED_BY_SQL', message: `The clone was neutralized by SQL, not by Odoo itself: ${warning}` }],
  };
}

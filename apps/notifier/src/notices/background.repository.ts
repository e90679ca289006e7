/** What the notifier has to know beside an event to tell of it: names, and what policies say of notices. */
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { NamesOf } from '@app/contracts';
import { RpcClient } from '@app/messaging';
import type { NameOf } from './notice';
import { KnownName } from './known-name.entity';
import { PolicyWish } from './policy-wish.entity';
import { type Wishes, WITHOUT_POLICY } from './wishes';

const LEARN_NAME = `
INSERT INTO known_names (id, name, changed_at) VALUES ($1, $2, $3)
    ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, changed_at = EXCLUDED.changed_at
 WHERE known_names.changed_at <= EXCLUDED.changed_at`;

const LEARN_WISH = `
INSERT INTO policy_wishes (environment_id, revision, on_success, on_failure) VALUES ($1, $2, $3, $4)
    ON CONFLICT (environment_id) DO UPDATE
   SET revision = EXCLUDED.revision, on_success = EXCLUDED.on_success, on_failure = EXCLUDED.on_failure
 WHERE policy_wishes.revision < EXCLUDED.revision`;

/** A gateway that is away is not waited for with every event. */
const PATIENCE = { timeoutMs: 2_000, deadlineMs: 2_000 };
const LEFT_ALONE_MS = 60_000;
/** Whatever an event says is newer than what was asked for. */
const LONG_AGO = '1970-01-01T00:00:00Z';

@Injectable()
export class Background {
  private readonly logger = new Logger(Background.name);
  private leftAloneUntil = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly rpc: RpcClient,
  ) {}

  /** Of several names the one that was given last holds. */
  async learnName(id: string, name: string, changedAt: string): Promise<void> {
    await this.dataSource.query(LEARN_NAME, [id, name, changedAt]);
  }

  async learnWishes(environmentId: string, revision: number, { onSuccess, onFailure }: Wishes): Promise<void> {
    await this.dataSource.query(LEARN_WISH, [environmentId, revision, onSuccess, onFailure]);
  }

  async wishesFor(manager: EntityManager, environmentId: string): Promise<Wishes> {
    return (await manager.findOneBy(PolicyWish, { environmentId })) ?? WITHOUT_POLICY;
  }

  /** Names of these things. The gateway is asked for one that no event has told; its id stands where that does not help. */
  async namesOf(ids: readonly string[]): Promise<NameOf> {
    const rows = await this.dataSource.manager.findBy(KnownName, { id: In([...ids]) });
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    const unknown = ids.filter((id) => !names.has(id));
    for (const { id, name } of await this.askFor(unknown)) names.set(id, name);
    return (id) => names.get(id) ?? id;
  }

  private async askFor(ids: string[]): Promise<{ id: string; name: string }[]> {
    if (ids.length === 0 || Date.now() < this.leftAloneUntil) return [];
    try {
      const { names } = await this.rpc.ask(NamesOf, { ids }, PATIENCE);
      for (const { id, name } of names) await this.learnName(id, name, LONG_AGO);
      return names;
    } catch (error) {
      this.leftAloneUntil = Date.now() + LEFT_ALONE_MS;
      this.logger.warn({ err: error }, 'names are not to be had; ids stand for them');
      return [];
    }
  }
}

/** What the notifier has to know beside an event to tell of it: names, and what policies say of notices. */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
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

@Injectable()
export class Background {
  constructor(private readonly dataSource: DataSource) {}

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

  /** Names of these things; of one that is not known, its id. */
  async namesOf(manager: EntityManager, ids: readonly string[]): Promise<NameOf> {
    const rows = await manager.findBy(KnownName, { id: In([...ids]) });
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? id;
  }
}

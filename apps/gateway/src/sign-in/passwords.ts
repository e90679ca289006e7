/** Passwords of users: signing in with them, changing and setting them. */
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { StrongroomError } from '@app/core';
import type { Caller } from '../access/is-allowed';
import type { Actor } from '../audit/actor';
import type { AuditAction } from '../audit/audit-actions';
import { AuditLog } from '../audit/audit-log';
import { GatewayConfig } from '../config';
import { validationFailed } from '../http/request-validation';
import { PasswordHashing } from './password-hashing';
import { type OpenSession, type Origin, Sessions } from './sessions';
import { SignInLock } from './sign-in-lock';

interface PasswordRow {
  user_id: string;
  email: string;
  user_name: string;
  hash: string | null;
  version: number | null;
  must_change: boolean | null;
}

const FIND = `
  SELECT u.id AS user_id, u.email, u.name AS user_name, p.hash, p.version, p.must_change
    FROM users u LEFT JOIN user_passwords p ON p.user_id = u.id`;
const SET = `
  INSERT INTO user_passwords AS known (user_id, hash, must_change) VALUES ($1, $2, $3)
  ON CONFLICT (user_id) DO UPDATE
     SET hash = excluded.hash, must_change = excluded.must_change, version = known.version + 1, changed_at = now()`;

export interface SignedIn extends OpenSession {
  mustChangePassword: boolean;
}

@Injectable()
export class Passwords {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hashing: PasswordHashing,
    private readonly lock: SignInLock,
    private readonly sessions: Sessions,
    private readonly audit: AuditLog,
    private readonly config: GatewayConfig,
  ) {}

  /**
   * Takes as long and says the same whether the account is known, has a password, or neither.
   * @throws StrongroomError CREDENTIALS_WRONG, SIGN_IN_LOCKED, SIGN_IN_BUSY
   */
  async signIn(typedEmail: string, password: string, origin: Origin): Promise<SignedIn> {
    const email = typedEmail.toLowerCase();
    const row = await this.hashing.inTurn(async () => {
      await this.lock.begin(email, origin.address);
      const found = await this.find('WHERE u.email = $1', email);
      if (!(await this.hashing.matches(found?.hash ?? undefined, password)))
        throw await this.failed(found, origin.address);
      await this.lock.succeeded(email, origin.address);
      return found!;
    });
    const session = await this.dataSource.transaction(async (manager) => {
      await requireUnchanged(manager, row);
      const opened = await this.sessions.open(manager, row.user_id, origin);
      const { user_id: userId, user_name: userName } = row;
      const caller: Caller = { userId, userName, tokenId: opened.id, signedInBy: 'session', assignments: [] };
      await this.record(manager, { caller, address: origin.address }, 'user.signed_in', row);
      return opened;
    });
    await this.renewHash(row, password);
    return { ...session, mustChangePassword: row.must_change! };
  }

  /**
   * A user's own change. The session goes on, the user's other sessions end.
   * @throws StrongroomError CREDENTIALS_WRONG, SIGN_IN_LOCKED, SIGN_IN_BUSY, VALIDATION_FAILED
   */
  async change({ caller, address }: Actor, current: string, next: string): Promise<void> {
    const row = await this.find('WHERE u.id = $1', caller.userId);
    this.requireGood(next, row!.email, 'new_password');
    if (next === current) throw weak('new_password', 'must differ from the present one');
    const hash = await this.hashing.inTurn(async () => {
      await this.lock.begin(row!.email, address);
      if (!(await this.hashing.matches(row!.hash ?? undefined, current))) throw await this.failed(row, address);
      await this.lock.succeeded(row!.email, address);
      return this.hashing.hash(next);
    });
    await this.dataSource.transaction(async (manager) => {
      await requireUnchanged(manager, row!);
      await manager.query(SET, [caller.userId, hash, false]);
      await this.sessions.endAll(manager, caller.userId, 'password_changed', caller.tokenId);
      await this.record(manager, { caller, address }, 'user.password_changed', row);
    });
  }

  /**
   * What an administrator does: all sessions of the user end, and a lock is opened.
   * @throws StrongroomError NOT_FOUND, VALIDATION_FAILED, SIGN_IN_BUSY
   */
  async set(by: Actor, userId: string, password: string, mustChange: boolean): Promise<void> {
    const row = await this.find('WHERE u.id = $1', userId);
    if (row === undefined) throw new StrongroomError('NOT_FOUND', `There is no user ${userId}.`);
    this.requireGood(password, row.email, 'password');
    const hash = await this.hashing.inTurn(() => this.hashing.hash(password));
    await this.dataSource.transaction(async (manager) => {
      await manager.query(SET, [userId, hash, mustChange]);
      await this.sessions.endAll(manager, userId, 'password_changed');
      await this.record(manager, by, 'user.password_set', row, { must_change_password: mustChange });
    });
    await this.lock.release(row.email);
  }

  /** Notes a wrong password; of an account that does not exist nothing is noted that was typed. */
  private async failed(row: PasswordRow | undefined, address: string): Promise<StrongroomError> {
    await this.record(this.dataSource.manager, { caller: null, address }, 'user.sign_in_failed', row);
    return credentialsWrong();
  }

  private record(
    manager: EntityManager,
    by: { caller: Caller | null; address: string },
    action: AuditAction,
    row: PasswordRow | undefined,
    details?: object,
  ): Promise<void> {
    const object = { type: 'user', id: row?.user_id, name: row?.user_name };
    return this.audit.record(manager, { ...by, action, object, organization: null, details });
  }

  private async find(where: string, value: string): Promise<PasswordRow | undefined> {
    const [row] = await this.dataSource.query<PasswordRow[]>(`${FIND} ${where}`, [value]);
    return row;
  }

  private requireGood(password: string, email: string, field: string): void {
    const { passwordMinLength } = this.config;
    if ([...password].length < passwordMinLength)
      throw weak(field, `must have at least ${passwordMinLength} characters`);
    const [name] = email.split('@');
    if ([email, name].includes(password.toLowerCase())) throw weak(field, 'must not be the address of the user');
    if (new Set(password).size < 4) throw weak(field, 'must have more than three different characters');
  }

  /** Follows what is configured for hashes by now. */
  private async renewHash({ user_id, hash, version }: PasswordRow, password: string): Promise<void> {
    if (!this.hashing.isOutdated(hash!)) return;
    const renewed = await this.hashing.inTurn(() => this.hashing.hash(password));
    const statement = 'UPDATE user_passwords SET hash = $3 WHERE user_id = $1 AND version = $2';
    await this.dataSource.query(statement, [user_id, version, renewed]);
  }
}

/** Whether the password is still the one that was looked at; nobody changes it until the transaction ends. */
async function requireUnchanged(manager: EntityManager, { user_id, version }: PasswordRow): Promise<void> {
  const statement = 'SELECT FROM user_passwords WHERE user_id = $1 AND version = $2 FOR UPDATE';
  const rows = await manager.query<unknown[]>(statement, [user_id, version]);
  if (rows.length === 0) throw credentialsWrong();
}

function credentialsWrong(): StrongroomError {
  return new StrongroomError('CREDENTIALS_WRONG', 'There is no account with this email and password.');
}

const weak = (field: string, message: string) => validationFailed([{ field, message: `${field} ${message}` }]);

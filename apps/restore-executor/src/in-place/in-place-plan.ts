import type { Freeze, RestoreStrategy } from '@app/contracts';

/** Which parts of the environment are restored. */
export interface Parts {
  database: boolean;
  filestore: boolean;
}

export type StepName =
  | 'preflight'
  | 'insurance'
  | 'load_database'
  | 'load_filestore'
  | 'prepare'
  | 'checks'
  | 'freeze'
  | 'drop_database'
  | 'drop_filestore'
  | 'swap_database'
  | 'swap_filestore'
  | 'unfreeze'
  | 'checks_after';

export interface PlannedStep {
  name: StepName;
  /** What takes it back, for people; null: there is nothing to take back. */
  undo: string | null;
}

const LOAD: readonly StepName[] = ['load_database', 'load_filestore', 'prepare', 'checks'];

/** The files take the name first where nothing bears it any more: a database that can be seen has its files. */
const ORDER: Record<RestoreStrategy, readonly StepName[]> = {
  swap: ['preflight', 'insurance', ...LOAD, 'freeze', 'swap_database', 'swap_filestore', 'unfreeze', 'checks_after'],
  drop_first: [
    'preflight',
    'insurance',
    'freeze',
    'drop_database',
    'drop_filestore',
    ...LOAD,
    'swap_filestore',
    'swap_database',
    'unfreeze',
    'checks_after',
  ],
};

const DATABASE_STEPS: readonly StepName[] = ['load_database', 'prepare', 'drop_database', 'swap_database'];
const FILESTORE_STEPS: readonly StepName[] = ['load_filestore', 'drop_filestore', 'swap_filestore'];

const UNDO: Record<StepName, string | null> = {
  preflight: null,
  insurance: null,
  load_database: 'The loaded copy is dropped',
  load_filestore: 'The unpacked copy is removed',
  prepare: 'The loaded copy is dropped',
  checks: null,
  freeze: '',
  drop_database: 'The database of the insurance backup is loaded',
  drop_filestore: 'The filestore of the insurance backup is unpacked',
  swap_database: 'The names are swapped back',
  swap_filestore: 'The names are swapped back',
  unfreeze: null,
  checks_after: null,
};

const UNFREEZE: Record<Freeze, string> = {
  database: 'The database is opened to connections again',
  workload: 'The database is opened again and the container is started',
};

/** The steps of a restore in place, in their order. */
export function planInPlace(how: { strategy: RestoreStrategy; freeze: Freeze; parts: Parts }): PlannedStep[] {
  const { strategy, freeze, parts } = how;
  return ORDER[strategy]
    .filter((name) => parts.database || !DATABASE_STEPS.includes(name))
    .filter((name) => parts.filestore || !FILESTORE_STEPS.includes(name))
    .map((name) => ({ name, undo: name === 'freeze' ? UNFREEZE[freeze] : UNDO[name] }));
}

/** The steps that a failure rolls back: the freeze and all after it. */
export function stepsFromFreeze(strategy: RestoreStrategy): readonly StepName[] {
  return ORDER[strategy].slice(ORDER[strategy].indexOf('freeze'));
}

import type { PlannedStepPayload, RestoreRunPayload } from '@app/contracts';
import { type Parts, planInPlace, type StepName } from '../in-place/in-place-plan';
import { partsOf } from './plan-facts';

type Step = StepName | 'neutralize' | 'name';

/** What each step does, for people. The names are those of the journal. */
const TEXTS: Record<Step, string> = {
  preflight: 'Look at the backup and at the server, and refuse what cannot work',
  insurance: 'Back up the present state, with its filestore, and verify that backup',
  load_database: 'Load the database under a name of its own, beside the live one',
  load_filestore: 'Unpack the filestore under a name of its own, beside the live one',
  neutralize: 'Make the copy unable to act in the world',
  prepare: 'Prepare the copy: asset bundles, SQL of the request, what belongs to a database and to no dump',
  checks: 'Check the copy',
  freeze: 'Close the live database to connections',
  drop_database: 'Drop the live database',
  drop_filestore: 'Remove the live filestore',
  swap_database: 'Give the copy of the database the live name',
  swap_filestore: 'Give the copy of the filestore the live name',
  unfreeze: 'Open the database again',
  checks_after: 'Check what is live now; whatever fails from the freeze to here is rolled back',
  name: 'Give the clone its name',
};

const CLONE: readonly Step[] = [
  'preflight',
  'load_database',
  'load_filestore',
  'neutralize',
  'prepare',
  'checks',
  'name',
];
const OF_DATABASE: readonly Step[] = ['load_database', 'neutralize', 'prepare'];

/** The steps of a restore, in their order. */
export function stepsOf(command: RestoreRunPayload): PlannedStepPayload[] {
  const { in_place } = command;
  const parts = partsOf(command);
  const names: readonly Step[] = in_place
    ? planInPlace({ ...in_place, parts }).map(({ name }) => name)
    : cloneSteps(parts, command);
  return names.map((name) => ({ name, text: textOf(name, command) }));
}

function cloneSteps(parts: Parts, { neutralize = true }: RestoreRunPayload): readonly Step[] {
  return CLONE.filter((step) => parts.database || !OF_DATABASE.includes(step))
    .filter((step) => parts.filestore || step !== 'load_filestore')
    .filter((step) => neutralize || step !== 'neutralize');
}

function textOf(step: Step, { in_place }: RestoreRunPayload): string {
  if (step === 'preflight' && in_place?.strategy === 'drop_first')
    return `${TEXTS.preflight}; read the backup to its end and compare its sums`;
  if (step === 'insurance' && in_place?.skip_insurance_reason !== undefined)
    return `Left out on request: ${in_place.skip_insurance_reason}`;
  if (in_place?.freeze !== 'workload') return TEXTS[step];
  if (step === 'freeze') return `${TEXTS.freeze}, and stop the container of Odoo`;
  return step === 'unfreeze' ? `${TEXTS.unfreeze}, and start the container` : TEXTS[step];
}

import type { PlannedStepPayload, RestoreRunPayload, RestoreStrategy } from '@app/contracts';
import { partsOf } from './plan-facts';

/** What each step does, for people. The names are those of the journal. */
const TEXTS = {
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
} as const;
type Step = keyof typeof TEXTS;

const BUILD = ['load_database', 'load_filestore'] as const;
const CLONE: readonly Step[] = ['preflight', ...BUILD, 'neutralize', 'prepare', 'checks', 'name'];
const IN_PLACE: Record<RestoreStrategy, readonly Step[]> = {
  swap: [
    ...(['preflight', 'insurance', ...BUILD, 'prepare', 'checks'] as const),
    ...(['freeze', 'swap_database', 'swap_filestore', 'unfreeze', 'checks_after'] as const),
  ],
  drop_first: [
    ...(['preflight', 'insurance', 'freeze', 'drop_database', 'drop_filestore'] as const),
    ...([...BUILD, 'prepare', 'checks', 'swap_filestore', 'swap_database', 'unfreeze', 'checks_after'] as const),
  ],
};

const OF_DATABASE: readonly Step[] = ['load_database', 'neutralize', 'prepare', 'drop_database', 'swap_database'];
const OF_FILESTORE: readonly Step[] = ['load_filestore', 'drop_filestore', 'swap_filestore'];

/** The steps of a restore, in their order. */
export function stepsOf(command: RestoreRunPayload): PlannedStepPayload[] {
  const { in_place, neutralize = true } = command;
  const parts = partsOf(command);
  return (in_place ? IN_PLACE[in_place.strategy] : CLONE)
    .filter((step) => parts.database || !OF_DATABASE.includes(step))
    .filter((step) => parts.filestore || !OF_FILESTORE.includes(step))
    .filter((step) => neutralize || step !== 'neutralize')
    .map((name) => ({ name, text: textOf(name, command) }));
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

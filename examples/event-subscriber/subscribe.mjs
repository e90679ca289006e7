/**
 * Prints the backup and task events of one organization, a line each, until Ctrl-C. It says so when it was away, because
 * NATS does not keep events for a listener that is not there: docs/events.md tells how to catch up.
 */
import { connect } from '@nats-io/transport-node';

const { NATS_URL, NATS_USER, NATS_PASSWORD, ORGANIZATION_ID } = process.env;
if (!NATS_URL || !NATS_USER || !NATS_PASSWORD || !ORGANIZATION_ID) {
  console.error(
    'Set NATS_URL, NATS_USER, NATS_PASSWORD and ORGANIZATION_ID, as the API answered when it made the credential.',
  );
  process.exit(78);
}

const connection = await connect({
  servers: NATS_URL.split(','),
  user: NATS_USER,
  pass: NATS_PASSWORD,
  name: 'event-subscriber',
  maxReconnectAttempts: -1,
  // a gateway that is just starting refuses as well; a credential that was revoked stays refused
  ignoreAuthErrorAbort: true,
});

/** Types that are not known here are passed over: newer versions of Strongroom tell of more. */
const DESCRIBE = {
  'strongroom.task.status.v1': ({ type, previous_status, status, error }) =>
    `${type}: ${previous_status} -> ${status}${error ? ` (${error.code}: ${error.message})` : ''}`,
  'strongroom.backup.started.v1': ({ attempt }) => `attempt ${attempt}`,
  'strongroom.backup.completed.v1': ({ object_size_bytes, location }) => `${object_size_bytes} bytes at ${location}`,
  'strongroom.backup.failed.v1': ({ error }) => `${error.code}: ${error.message} ${error.remedy}`,
};

function print(message) {
  const { id, type, time, subject, data } = message.json();
  // the same event may come twice after an outage of the sender; a program that acts on it remembers the ids
  console.log([time, id, type, subject ?? '-', DESCRIBE[type]?.(data) ?? ''].join('  '));
}

for (const family of ['backup', 'task']) {
  connection.subscribe(`events.${ORGANIZATION_ID}.${family}.>`, {
    callback: (error, message) => {
      if (error) console.error(`refused: ${error.message}`);
      else print(message);
    },
  });
}
await connection.flush();
console.error(`listening to events.${ORGANIZATION_ID}`);

const stop = () => void connection.drain();
process.once('SIGINT', stop).once('SIGTERM', stop);

for await (const { type } of connection.status()) {
  if (type === 'disconnect') console.error('disconnected');
  if (type === 'reconnect') console.error('connected again: what happened meanwhile has to be looked up');
}

/** Every script begins with it: messages in English, whatever the server speaks. */
export const ENGLISH = 'LC_ALL=C; export LC_ALL';

/**
 * For every shell that has children: it outlives a SIGTERM to the group until they have ended, and so takes their exit
 * status itself. In a database container an orphan would fall to PostgreSQL, which runs there as process 1: it takes a
 * stranger that was ended by a signal for a crashed backend, and restarts the whole database. Programs that the shell
 * starts are not touched by the trap.
 */
export const WAITS_FOR_CHILDREN = 'trap : TERM';

/**
 * Ties a program to its input: when that ends, because the executor died or the session was cut, the whole process
 * group is asked to end, on the server and in the container alike. To be used where input carries no data. It is asked
 * more than once, because a shell that has just been forked may still have the trap of its parent, and swallows the
 * signal. The watcher closes its outputs, or sshd would wait for it. What does not heed SIGTERM is found by killStrays.
 */
export const LIFELINE = `
${WAITS_FOR_CHILDREN}
exec 7<&0 </dev/null
(
  exec >/dev/null 2>&1
  while read -r line <&7; do :; done
  trap '' TERM
  for turn in 1 2 3 4 5; do
    kill -TERM 0
    sleep 1
  done
) &
watcher=$!
exec 7<&-`;

/** Takes the watcher away. Nothing weaker than SIGKILL: it could be swallowed as above, and `wait` would last for ever. */
export const LIFELINE_END = `{ kill -KILL "$watcher"; wait "$watcher"; } 2>/dev/null`;

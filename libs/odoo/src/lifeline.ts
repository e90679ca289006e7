import { NOTE_MARK } from './error-output';

/** Every script begins with it: messages in English, whatever the server speaks. */
export const ENGLISH = 'LC_ALL=C; export LC_ALL';

/**
 * For every shell that has children: it outlives a SIGTERM to the group until they have ended, and so takes their exit
 * status itself. In a database container an orphan would fall to PostgreSQL, which runs there as process 1: it takes a
 * stranger that was ended by a signal for a crashed backend, and restarts the whole database. Programs that the shell
 * starts are not touched by the trap.
 */
const WAITS_FOR_CHILDREN = 'trap : TERM';

/**
 * Ties a program to its input: when that ends, because the executor died or the session was cut, the whole process
 * group is asked to end, on the server and in the container alike. To be used where input carries no data. The watcher
 * closes its outputs, or sshd would wait for it; LIFELINE_END takes it away. What does not heed SIGTERM is found by
 * killStrays.
 */
export const LIFELINE = `
${WAITS_FOR_CHILDREN}
exec 7<&0 </dev/null
(
  exec >/dev/null 2>&1
  while read -r line <&7; do :; done
  trap '' TERM
  kill -TERM 0
) &
watcher=$!
exec 7<&-`;

export const LIFELINE_END = `{ kill "$watcher"; wait "$watcher"; } 2>/dev/null`;

/**
 * Runs "$@" and lets its output pass, while bytes and SHA-256 are taken. Afterwards the status, the count and the sum
 * are reported on the error output; the program exits with the status of "$@".
 *
 * Descriptors: 3 a pipe to the hasher, made here (the standard output itself may be a socket or belong to root, and
 * could not be opened by a path), 4 the output, 9 the report. The count is what the kernel has accounted to \`tee\`,
 * which writes every byte twice: a counting program of its own would cost half as much again as the hash. Where the
 * kernel does not account, the count is left out; the sum proves it anyway.
 */
export const SUMMED_OUTPUT = `
sum() { ${WAITS_FOR_CHILDREN}; if command -v openssl >/dev/null 2>&1; then openssl dgst -sha256 -r; else sha256sum; fi; }
counted() {
  ${WAITS_FOR_CHILDREN}
  tee /dev/fd/3
  while read -r key value; do
    if [ "$key" = wchar: ]; then echo "bytes $((value / 2))" >&9; fi
  done </proc/self/io
}
exec 4>&1
report=$(
  ${WAITS_FOR_CHILDREN}
  {
    { ${WAITS_FOR_CHILDREN}; { ${WAITS_FOR_CHILDREN}; "$@" 3>&- 4>&- 9>&-; echo "status $?" >&9; } | { counted >&4; } 2>/dev/null; } 3>&1 |
      sum 4>&- | { read -r digest rest; echo "sha256 $digest" >&9; }
  } 9>&1
)
exec 4>&-
printf '%s\\n' "$report" | while read -r line; do printf '\\n${NOTE_MARK}%s\\n' "$line" >&2; done
status=\${report#*status }
status=\${status%%[!0-9]*}`;

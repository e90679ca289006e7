import type { StreamConfig, StreamInfo } from '@nats-io/jetstream';
import { millis } from '@nats-io/transport-node';

type Declared = Pick<StreamConfig, 'name' | 'subjects' | 'retention' | 'storage' | 'max_age' | 'max_bytes'>;
type Present = { config: Declared; state: Pick<StreamInfo['state'], 'bytes' | 'messages' | 'first_ts'> };

/** Each way in which bringing a stream to its declaration would lose messages or is impossible, as a sentence. */
export function destructiveChanges(declared: Declared, { config, state }: Present, now = new Date()): string[] {
  const problems: string[] = [];
  const say = (what: string) => problems.push(`stream ${declared.name}: ${what}`);
  if (config.retention !== declared.retention)
    say(`retention is ${config.retention}, declared is ${declared.retention}`);
  if (config.storage !== declared.storage) say(`storage is ${config.storage}, declared is ${declared.storage}`);
  const removed = config.subjects.filter((subject) => !declared.subjects.includes(subject));
  if (removed.length > 0) say(`it also takes ${removed.join(', ')}, which is no longer declared`);
  if (declared.max_bytes > 0 && state.bytes > declared.max_bytes)
    say(`it holds ${state.bytes} bytes, declared are at most ${declared.max_bytes}`);
  if (declared.max_age > 0 && state.messages > 0) {
    const ageMs = now.getTime() - new Date(state.first_ts).getTime();
    const shrinks = config.max_age === 0 || declared.max_age < config.max_age;
    if (shrinks && ageMs > millis(declared.max_age))
      say(
        `its oldest message is ${Math.round(ageMs / 1000)} s old, declared are at most ${millis(declared.max_age) / 1000} s`,
      );
  }
  return problems;
}

import { readFileSync } from 'node:fs';

/** What work has cost, beside the time that passed. */
export interface Cost {
  ms: number;
  /** Seconds of processor time, user and system, of everything on the machine: servers, engine and clients alike. */
  cpuSeconds: number;
}

/** Runs work and takes the time. */
export async function costOf(work: () => Promise<void>): Promise<Cost> {
  const [begin, busyBefore] = [performance.now(), busySeconds()];
  await work();
  return { ms: performance.now() - begin, cpuSeconds: busySeconds() - busyBefore };
}

const TICKS_PER_SECOND = 100;

/** Of all processors since the start of the machine. Linux only. */
function busySeconds(): number {
  const [user, nice, system, _idle, _iowait, irq, softirq] = readFileSync('/proc/stat', 'utf8')
    .split('\n', 1)[0]!
    .replace(/^cpu +/, '')
    .split(' ')
    .map(Number);
  return (user! + nice! + system! + irq! + softirq!) / TICKS_PER_SECOND;
}

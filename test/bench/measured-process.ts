import { readFileSync, writeFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** What the kernel knows of a running process. Linux only. */
export class MeasuredProcess {
  private readonly writtenBefore: number;
  private readonly cpuBefore: number;

  /** Forgets the peak so far. */
  constructor(private readonly pid: number) {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    this.writtenBefore = this.writtenBytes();
    this.cpuBefore = this.cpuSeconds();
  }

  peakRssBytes(): number {
    return this.status('VmHWM');
  }

  rssBytes(): number {
    return this.status('VmRSS');
  }

  /** Bytes sent to disks since the beginning of the measurement. */
  writtenSinceBytes(): number {
    return this.writtenBytes() - this.writtenBefore;
  }

  /** User and system time since the beginning of the measurement. */
  cpuSinceSeconds(): number {
    return this.cpuSeconds() - this.cpuBefore;
  }

  private status(field: string): number {
    const match = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'));
    return Number(match![1]) * 1024;
  }

  private writtenBytes(): number {
    return Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${this.pid}/io`, 'utf8'))![1]);
  }

  private cpuSeconds(): number {
    // The fields behind the name, which may hold anything: utime and stime are the 14th and 15th of all.
    const fields = readFileSync(`/proc/${this.pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }
}

import { readFileSync, writeFileSync } from 'node:fs';

/** What the kernel knows of a running process. Linux only. */
export class MeasuredProcess {
  private readonly writtenBefore: number;

  /** Forgets the peak so far. */
  constructor(private readonly pid: number) {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    this.writtenBefore = this.writtenBytes();
  }

  peakRssBytes(): number {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'));
    return Number(match![1]) * 1024;
  }

  /** Bytes sent to disks since the beginning of the measurement. */
  writtenSinceBytes(): number {
    return this.writtenBytes() - this.writtenBefore;
  }

  private writtenBytes(): number {
    return Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${this.pid}/io`, 'utf8'))![1]);
  }
}

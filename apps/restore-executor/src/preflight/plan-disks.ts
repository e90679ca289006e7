import type { PlannedDiskPayload, RestorePart } from '@app/contracts';
import type { Disk } from '@app/odoo';
import { loadedBytes } from '../build/database-loader';
import { type PlanFacts, partsOf } from './plan-facts';

interface Share {
  part: RestorePart;
  disk: Disk;
  neededBytes: number;
  freedBytes: number;
}

/** The disks that the restore writes to, and whether each has room for that and `spareBytes` besides. */
export function disksOf(facts: PlanFacts, spareBytes: number): PlannedDiskPayload[] {
  const disks: Share[][] = [];
  for (const share of sharesOf(facts)) {
    const same = disks.find(([first]) => isSameDisk(first!.disk, share.disk));
    if (same) same.push(share);
    else disks.push([share]);
  }
  return disks.map((shares) => {
    const { mountPoint, freeBytes } = shares[0]!.disk;
    const sum = (bytes: (share: Share) => number) => shares.reduce((total, share) => total + bytes(share), 0);
    const needed = sum(({ neededBytes }) => neededBytes) + spareBytes;
    const freed = sum(({ freedBytes }) => freedBytes);
    return {
      holds: shares.map(({ part }) => part),
      mount_point: mountPoint,
      needed_bytes: needed,
      free_bytes: freeBytes,
      freed_bytes: freed,
      is_enough: freeBytes + freed >= needed,
    };
  });
}

/** Both parts of the live environment stay until the end, unless they are dropped first. */
function sharesOf({ command, source, server }: PlanFacts): Share[] {
  if (!source || !server) return [];
  const { manifest } = source;
  const { databaseDisk, filestoreDisk, databaseBytes = 0, filestoreBytes = 0 } = server.room;
  const parts = partsOf(command);
  const freed = (bytes: number) => (command.in_place?.strategy === 'drop_first' ? bytes : 0);
  const shares: Share[] = [];
  if (parts.database && databaseDisk) {
    const neededBytes = loadedBytes(manifest.database);
    shares.push({ part: 'database', disk: databaseDisk, neededBytes, freedBytes: freed(databaseBytes) });
  }
  if (parts.filestore && filestoreDisk && manifest.filestore) {
    const neededBytes = manifest.filestore.tar_size;
    shares.push({ part: 'filestore', disk: filestoreDisk, neededBytes, freedBytes: freed(filestoreBytes) });
  }
  return shares;
}

/** Seen from two containers one disk has two mount points. */
function isSameDisk(one: Disk, other: Disk): boolean {
  return one.mountPoint === other.mountPoint || one.totalBytes === other.totalBytes;
}

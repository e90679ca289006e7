/** What is known before the asset bundles of a loaded copy are kept or dropped. */
export interface AssetFacts {
  /** Of the request: absent, it is judged by the images. */
  wanted?: boolean | undefined;
  /** Which Odoo the backup was made of, and which one runs now; undefined: unknown. */
  backedUp: string | undefined;
  running: string | undefined;
}

/** Bundles are named by what they were built of: another Odoo does not find its own among them, and answers 500. Pure. */
export function judgeAssets({ wanted, backedUp, running }: AssetFacts): { drop: boolean; reason: string } {
  if (wanted !== undefined) return { drop: wanted, reason: 'as the request wants it' };
  if (backedUp === undefined) return { drop: false, reason: 'the backup does not say of which Odoo it was made' };
  if (running === undefined) return { drop: false, reason: 'it is not known which Odoo runs' };
  if (backedUp === running) return { drop: false, reason: 'the same Odoo runs' };
  return { drop: true, reason: `Odoo was ${backedUp}, and is ${running}` };
}

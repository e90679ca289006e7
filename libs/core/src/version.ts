/** The version that is written into manifests. */
export const STRONGROOM_VERSION = '0.1.0';

/** Where an Odoo environment is and how it is reached. Secrets are plain here: never log a target. */
export interface EnvironmentTarget {
  environmentId: string;
  /** `docker`: containers `{environmentId}_db` and `containerName`. `host`: directly on the server. */
  runtime: 'docker' | 'host';
  connection: 'ssh' | 'local';
  host: string;
  sshPort: number;
  sshUser: string;
  /** OpenSSH or PEM format. Needed for `ssh`. */
  privateKey?: string;
  /** The pinned host key in OpenSSH form, `ssh-ed25519 AAAA…`. Needed for `ssh`. */
  hostKey?: string;
  dbName: string;
  /** Runtime `host` only: as seen from the server. Without it, the local socket. */
  dbHost?: string;
  dbPort?: number;
  dbUser: string;
  dbPassword?: string;
  /** Absolute directory that holds one directory per database, as seen where Odoo runs. */
  filestoreRoot: string;
  /** Runtime `docker` only; default `{environmentId}_odoo`. */
  containerName?: string;
  /** The name under which users ask for Odoo. */
  domain?: string;
  /** Where Odoo answers, as seen from the server; without it the container's own address, and on a host nobody is asked. */
  odooUrl?: string;
}

export interface ConnectOptions {
  /** Marks every process that is started for the job (`STRONGROOM_JOB`), so that `killStrays` finds it. */
  jobTag: string;
  /** Default 15000. */
  readyTimeoutMs?: number;
  /** Default 10000; after three without an answer the connection counts as lost. */
  keepaliveMs?: number;
  /** How long the sessions of a database are asked to end before it counts as busy. Default 30000. */
  sessionsEndMs?: number;
  /** How long the programs of a container may take to end before they are killed. Default 30000. */
  stopGraceMs?: number;
  /** Ends the connection, and with it every process. */
  signal?: AbortSignal;
}

// Made by `npm run docs` from docs/openapi.json; change the code instead.

export interface paths {
  '/api/v1/api-tokens': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List API tokens
     * @description The newest first: your own; a portal_admin sees every one.
     */
    get: operations['listApiTokens'];
    put?: never;
    /**
     * Create an API token
     * @description The answer shows the token once; it is stored hashed.
     */
    post: operations['createApiToken'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/api-tokens/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get an API token */
    get: operations['getApiToken'];
    put?: never;
    post?: never;
    /**
     * Revoke an API token
     * @description It ends at once; its row stays.
     */
    delete: operations['revokeApiToken'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read the audit log
     * @description The newest first: what was changed in every organization whose log the caller may read; matters of the portal for a portal_admin only.
     */
    get: operations['listAuditEntries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/jwks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The keys of access tokens
     * @description A JWK set. That a token is signed with one of them does not say that its session still lasts.
     */
    get: operations['getSigningKeys'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/login': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sign in with a password */
    post: operations['signIn'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/logout': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign out
     * @description Ends this session.
     */
    post: operations['signOut'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who am I, and what may I do? */
    get: operations['getMyAccount'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Change your password
     * @description This session goes on, your other sessions end. API tokens stay as they are.
     */
    post: operations['changeMyPassword'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Get the next access token
     * @description Each refresh token works once; the answer has the next one. A request whose answer was lost may be repeated within `REFRESH_GRACE_MS`. An old token that comes later was stolen, or the new one was: the session ends.
     */
    post: operations['refreshSession'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Where am I signed in?
     * @description Your sessions that have not ended, the newest first.
     */
    get: operations['listMySessions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/auth/sessions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * End one of your sessions
     * @description At once; its tokens count no more.
     */
    delete: operations['endMySession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List backups of all environments
     * @description The newest first; only what the caller may see.
     */
    get: operations['listAllBackups'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a backup */
    get: operations['getBackup'];
    put?: never;
    post?: never;
    /**
     * Delete a backup
     * @description Marks it as deleted. Its objects, copies included, are removed soon after, and `object_removed_at` of its details tells when; the record stays. Deleting once more changes nothing.
     */
    delete: operations['deleteBackupDeletion'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/{id}/copies': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Copy a backup
     * @description Copies a completed backup into a further storage; one that failed is tried anew.
     */
    post: operations['copyBackup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/{id}/download': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get an address to download a backup from
     * @description Presigned by storages of the S3 family; of others an address of this gateway, which streams and knows ranges. A copy is used when the first object is gone. Whoever has the address may download until it expires. Where dump and filestore are objects of their own, each has an address. The ZIP of a storage with encryption holds age files, which only its keys open; a ZIP for Odoo is decrypted.
     */
    get: operations['getBackupDownload'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/{id}/drill': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Restore a backup on trial
     * @description Loads it under a name that nobody can reach, checks it, measures how long that took, and drops it again, whatever comes of it. A drill that passes raises the backup to the level `restored`.
     */
    post: operations['drillBackup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/{id}/files': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the files in the filestore of a backup
     * @description In the order in which they lie in the backup. The object is read up to the end of the page, the dump not at all: a page far behind in a large filestore takes its time.
     */
    get: operations['listBackupFiles'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/{id}/files/content': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Download one file out of the filestore of a backup
     * @description The object is read up to the end of the file, the dump not at all. A file that turns out not to be what its name says is broken off before its end.
     */
    get: operations['getBackupFile'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/{id}/object': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Download the object of a backup
     * @description By an address that `GET /api/v1/backups/{id}/download` has given. Needs no token. Answers HEAD, and one range at a time, so that a download that broke can go on. A ZIP for Odoo is made anew each time: its size is not known before, it has no ranges, and where the backup turns out to be damaged it breaks off without its end.
     */
    get: operations['downloadBackup'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/{id}/pin': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Pin a backup
     * @description Keeps it whatever its policy says, until the pin is taken out: it does not expire, and nobody can delete it. Pinning once more changes the reason.
     */
    post: operations['pinBackup'];
    /**
     * Unpin a backup
     * @description From now on it lives as long as its tier says; one whose time is over goes with the next run.
     */
    delete: operations['unpinBackup'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/{id}/restore': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Restore a backup
     * @description `mode: "clone"` restores it as a new database beside the live one, which cannot act in the world unless `neutralize` is `false`.
     *
     *     `mode: "in_place"` restores it instead of the live database: what was written since is lost. The request has to carry the `created_at` of the backup as `backup_timestamp`, and `accept_data_loss: true`. The present state is backed up first; by `swap` the environment is closed for a moment only, whatever fails is rolled back by itself, and `POST /api/v1/restores/{id}/undo` swaps back while what was replaced is kept.
     */
    post: operations['createRestore'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/{id}/verify': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Verify a backup
     * @description Reads the object back from its storage and compares it with its manifest.
     */
    post: operations['verifyBackup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/environments/{environment_id}/backups': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the backups of an environment
     * @description The newest first.
     */
    get: operations['listBackups'];
    put?: never;
    /**
     * Create a backup
     * @description It is made by an executor: follow `task_id`. Manual backups are limited by user and address; `RateLimit` and `RateLimit-Policy` tell what is left.
     */
    post: operations['createBackup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/environments/{environment_id}/drills': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the drills of an environment
     * @description The newest first, and the trend of the recovery time.
     */
    get: operations['listDrills'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/environments/{environment_id}/policy': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a backup policy */
    get: operations['getPolicie'];
    put?: never;
    /**
     * Create a backup policy
     * @description From then on the environment is backed up by itself. What is left out has its default.
     */
    post: operations['createPolicie'];
    /**
     * Delete a backup policy
     * @description Backups are no longer made by themselves. Those that exist are kept until their time is over.
     */
    delete: operations['deletePolicie'];
    options?: never;
    head?: never;
    /**
     * Change a backup policy
     * @description Only the fields that are given. The backups that exist keep their tiers and expiries, and are promoted by what holds now.
     */
    patch: operations['updatePolicie'];
    trace?: never;
  };
  '/api/v1/backups/environments/{environment_id}/retention-preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Preview the next run of retention
     * @description What would become of each backup of the environment now, and why. Changes nothing.
     */
    get: operations['previewRetention'];
    put?: never;
    /**
     * Preview retention under another policy
     * @description What would become of each backup if the policy of the environment had these fields. Changes nothing; the expiries that backups have already are never brought nearer.
     */
    post: operations['previewRetentionOfPolicy'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/environments/{environment_id}/retention/agree': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Agree to what retention holds back
     * @description A run that would remove too many backups of an environment at once removes none of them until somebody agrees. It happens with the next run, to those backups alone.
     */
    post: operations['agreeToRetention'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/environments/{environment_id}/summary': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Sum up the backups of an environment */
    get: operations['getBackupSummary'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/policy-presets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List presets of policies */
    get: operations['listPolicyPresets'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/schedule-preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Tell the next times of a schedule
     * @description Without making a policy of it.
     */
    get: operations['previewSchedule'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/storage-configs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List storage configs
     * @description The newest first; only what the caller may see.
     */
    get: operations['listStorageConfigs'];
    put?: never;
    /** Create a storage config */
    post: operations['createStorageConfig'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/storage-configs/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a storage config */
    get: operations['getStorageConfig'];
    put?: never;
    post?: never;
    /** Delete a storage config */
    delete: operations['deleteStorageConfig'];
    options?: never;
    head?: never;
    /**
     * Change a storage config
     * @description Only the fields that are given.
     */
    patch: operations['updateStorageConfig'];
    trace?: never;
  };
  '/api/v1/backups/storage-configs/{id}/encryption-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the encryption keys of a storage */
    get: operations['listEncryptionKeys'];
    put?: never;
    /**
     * Add an encryption key
     * @description Makes a key, or takes your own; a key that was used before stays for reading.
     */
    post: operations['addEncryptionKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/storage-configs/{id}/encryption-keys/{key_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Delete an encryption key */
    delete: operations['deleteEncryptionKey'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/storage-configs/{id}/encryption-keys/{key_id}/check': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Check an encryption key
     * @description Proves that the stored identity, or the one in the body, opens what is sealed with the key.
     */
    post: operations['checkEncryptionKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/storage-configs/{id}/encryption-keys/disable': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Stop encrypting new backups */
    post: operations['disableEncryption'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/storage-configs/{id}/import': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Import a backup of somebody else’s
     * @description Makes a backup of the environment out of a dump in PLANA's layout with its filestore, or out of a ZIP of Odoo's database manager, in the same storage; what it is made of stays as it is. What the dump is, SQL or custom format, is told by its content; checksums are taken while it is read. It is kept until somebody deletes it.
     */
    post: operations['importBackup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/storage-configs/{id}/importable': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List what can be imported
     * @description Dumps in PLANA's layout with their filestores, and ZIPs, by their names: nothing is read but the list of the storage.
     */
    get: operations['listImportable'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/storage-configs/{id}/orphan-sweep': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get the orphans of a storage
     * @description How the last look at the storage stands, and what the last complete one has found.
     */
    get: operations['getOrphans'];
    put?: never;
    /**
     * Look for orphans in a storage
     * @description Compares what lies in the storage with the catalog, as is done every week. Nothing is removed. What is too young, being made or on its way out is no orphan; a storage that cannot be listed to its end reports nothing.
     */
    post: operations['sweepOrphans'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/storage-configs/{id}/rescan': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Rescan a storage
     * @description Takes every backup that lies in the storage and is not in the catalog into it, with the projects and environments that are gone. The result of the task says what was found, added, known already, and what cannot be a backup, and why.
     */
    post: operations['rescanStorageConfig'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/backups/storage-configs/{id}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Test a storage config
     * @description An executor writes a small object there, reads it back, lists it and deletes it.
     */
    post: operations['testStorageConfig'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/dead-letters': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List dead letters
     * @description The newest first; only what the caller may see.
     */
    get: operations['listDeadLetters'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/dead-letters/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a dead letter */
    get: operations['getDeadLetter'];
    put?: never;
    post?: never;
    /**
     * Dismiss a dead letter
     * @description Marks it as seen; a replayed one stays replayed.
     */
    delete: operations['dismissDeadLetter'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/dead-letters/{id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Replay a dead letter
     * @description Sends the message once more; its task begins anew.
     */
    post: operations['replayDeadLetter'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/environments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List environments
     * @description The newest first; only what the caller may see.
     */
    get: operations['listEnvironments'];
    put?: never;
    /** Create an environment */
    post: operations['createEnvironment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/environments/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get an environment */
    get: operations['getEnvironment'];
    put?: never;
    post?: never;
    /**
     * Delete an environment
     * @description Its backups stay, and can be seen and restored.
     */
    delete: operations['deleteEnvironment'];
    options?: never;
    head?: never;
    /**
     * Change an environment
     * @description Only the fields that are given.
     */
    patch: operations['updateEnvironment'];
    trace?: never;
  };
  '/api/v1/events/stream': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Follow what happens
     * @description Server-sent events of what the caller may see: `task.status`, `backup.*`, `restore.*`, `policy.*`, `retention.*`, `quota.*`, `dead_letter.kept`, and `task.progress` of running tasks.
     *
     *     The data of an event are the fields of its message (docs/messages.md), and in `cloudevent` what its CloudEvents envelope says.
     *
     *     Every event but `task.progress` has an `id`. Whoever sends the last one as `Last-Event-ID` gets what has happened since, once, from any gateway; without it the stream begins now. Heartbeats carry the id as well.
     *
     *     Events are kept for 30 days. If some are missing that are no longer kept, `stream.reset` comes first: load again what you show.
     *
     *     A client that does not keep up is cut off, and resumes. The stream of a token that was revoked ends within seconds.
     */
    get: operations['streamEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/oidc-issuers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the issuers */
    get: operations['listIssuers'];
    put?: never;
    /**
     * Trust an issuer
     * @description Users come with a token of it as bearer. The first token links its subject to the user with the same verified email. The issuer is asked for its keys before it is stored.
     */
    post: operations['createIssuer'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/oidc-issuers/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Show an issuer */
    get: operations['getIssuer'];
    put?: never;
    post?: never;
    /**
     * Trust an issuer no more
     * @description Forgets who its subjects are.
     */
    delete: operations['deleteIssuer'];
    options?: never;
    head?: never;
    /**
     * Change an issuer
     * @description With `enabled: false` its tokens count no more, at once.
     */
    patch: operations['updateIssuer'];
    trace?: never;
  };
  '/api/v1/oidc-issuers/{id}/identities': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List whom an issuer knows */
    get: operations['listIssuerIdentities'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/oidc-issuers/{id}/identities/{identity_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Forget who somebody is for an issuer
     * @description The next token with the verified email of the user links them again.
     */
    delete: operations['deleteIssuerIdentity'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/organizations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List organizations
     * @description The newest first; only what the caller may see.
     */
    get: operations['listOrganizations'];
    put?: never;
    /** Create an organization */
    post: operations['createOrganization'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/organizations/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get an organization */
    get: operations['getOrganization'];
    put?: never;
    post?: never;
    /**
     * Delete an organization
     * @description With the roles that were given in it.
     */
    delete: operations['deleteOrganization'];
    options?: never;
    head?: never;
    /**
     * Change an organization
     * @description Only the fields that are given. Another plan is given by the portal alone.
     */
    patch: operations['updateOrganization'];
    trace?: never;
  };
  '/api/v1/organizations/{id}/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read the audit log of an organization
     * @description The newest first.
     */
    get: operations['listOrganizationAuditEntries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/organizations/{id}/event-credentials': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List event credentials
     * @description The newest first.
     */
    get: operations['listEventCredentials'];
    put?: never;
    /**
     * Create an event credential
     * @description The answer shows the password once.
     */
    post: operations['createEventCredential'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/organizations/{id}/event-credentials/{credential_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Revoke an event credential
     * @description No new connection is admitted from now on; an open one ends within `EVENT_CONNECTION_MAX_AGE_MS`.
     */
    delete: operations['revokeEventCredential'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/organizations/{id}/notification-channels': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List notification channels
     * @description By name.
     */
    get: operations['listNotificationChannels'];
    put?: never;
    /**
     * Create a notification channel
     * @description Its secret is never shown again. Test it afterwards.
     */
    post: operations['createNotificationChannel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/organizations/{id}/notification-channels/{channel_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a notification channel */
    get: operations['getNotificationChannel'];
    put?: never;
    post?: never;
    /**
     * Delete a notification channel
     * @description What waits for it is given up.
     */
    delete: operations['deleteNotificationChannel'];
    options?: never;
    head?: never;
    /**
     * Change a notification channel
     * @description Only the fields that are given. Another homeserver needs the access token again.
     */
    patch: operations['updateNotificationChannel'];
    trace?: never;
  };
  '/api/v1/organizations/{id}/notification-channels/{channel_id}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Test a notification channel
     * @description Sends a notice now, once, also where the channel is not enabled, and says what the receiver answers.
     */
    post: operations['testNotificationChannel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/organizations/{id}/notification-deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List notification deliveries
     * @description What was sent to the channels of the organization, what waits and what was given up; the newest first.
     */
    get: operations['listNotificationDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/organizations/{id}/retention/runs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List runs of retention
     * @description The latest first.
     */
    get: operations['listRetentionRuns'];
    put?: never;
    /**
     * Run retention for an organization
     * @description Promotes, lets expire, and removes the objects of what is expired or deleted, as the daily run does. It begins at once; its result comes with the run.
     */
    post: operations['runRetentionOfOrganization'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/organizations/{id}/retention/runs/{run_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a run of retention of an organization */
    get: operations['getRetentionRunOfOrganization'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/organizations/{id}/usage': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get the usage of an organization
     * @description What its backups take of the quota of its plan.
     */
    get: operations['getUsage'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/projects': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List projects
     * @description The newest first; only what the caller may see.
     */
    get: operations['listProjects'];
    put?: never;
    /** Create a project */
    post: operations['createProject'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/projects/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a project */
    get: operations['getProject'];
    put?: never;
    post?: never;
    /** Delete a project */
    delete: operations['deleteProject'];
    options?: never;
    head?: never;
    /**
     * Change a project
     * @description Only the fields that are given.
     */
    patch: operations['updateProject'];
    trace?: never;
  };
  '/api/v1/restores': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List restores
     * @description The newest first; only what the caller may see.
     */
    get: operations['listRestores'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/restores/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a restore */
    get: operations['getRestore'];
    put?: never;
    post?: never;
    /**
     * Tear a clone down
     * @description Its database and its filestore go.
     */
    delete: operations['tearDownRestore'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/restores/{id}/undo': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Undo a restore in place
     * @description Swaps back what it has replaced, while that is kept (`replaced_until`): what was written since is lost. Follow `undo_task_id`.
     */
    post: operations['undoRestore'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/retention/runs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List runs of retention of every organization
     * @description The latest first; one entry for each organization of a run.
     */
    get: operations['listAllRetentionRuns'];
    put?: never;
    /**
     * Run retention for every organization
     * @description Promotes, lets expire, and removes the objects of what is expired or deleted, as the daily run does. It begins at once; its result comes with the run.
     */
    post: operations['runRetention'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/retention/runs/{run_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a run of retention
     * @description One entry for each organization.
     */
    get: operations['getRetentionRun'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/role-assignments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List role assignments
     * @description The newest first; only those of organizations whose roles the caller may see.
     */
    get: operations['listRoleAssignments'];
    put?: never;
    /**
     * Give a user a role
     * @description An org role names its organization, a project role its project, a portal role neither.
     */
    post: operations['createRoleAssignment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/role-assignments/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a role assignment */
    get: operations['getRoleAssignment'];
    put?: never;
    post?: never;
    /** Take a role away */
    delete: operations['deleteRoleAssignment'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List servers
     * @description The newest first; only what the caller may see.
     */
    get: operations['listServers'];
    put?: never;
    /** Create a server */
    post: operations['createServer'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/servers/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a server */
    get: operations['getServer'];
    put?: never;
    post?: never;
    /** Delete a server */
    delete: operations['deleteServer'];
    options?: never;
    head?: never;
    /**
     * Change a server
     * @description Only the fields that are given.
     */
    patch: operations['updateServer'];
    trace?: never;
  };
  '/api/v1/tasks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List tasks
     * @description The newest first; only what the caller may see.
     */
    get: operations['listTasks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/tasks/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a task */
    get: operations['getTask'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/tasks/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Cancel a task
     * @description Asks for the end of a task, with the permission that starts such work. Asking again changes nothing; `cancel_outcome` tells what came of it.
     */
    post: operations['cancelTask'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List users
     * @description The newest first; only what the caller may see.
     */
    get: operations['listUsers'];
    put?: never;
    /** Create a user */
    post: operations['createUser'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Get a user */
    get: operations['getUser'];
    put?: never;
    post?: never;
    /** Delete a user */
    delete: operations['deleteUser'];
    options?: never;
    head?: never;
    /**
     * Change a user
     * @description Only the fields that are given.
     */
    patch: operations['updateUser'];
    trace?: never;
  };
  '/api/v1/users/{id}/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Give a user a password
     * @description Ends all sessions of the user, and opens a lock of the account.
     */
    put: operations['setUserPassword'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/users/{id}/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Sign a user out everywhere
     * @description Ends all sessions of the user; API tokens stay.
     */
    delete: operations['endUserSessions'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Account: {
      /** @example ada@example.com */
      email: string;
      /** Format: uuid */
      id: string;
      /** @example Ada */
      name: string;
    };
    AdditionalStorageView: {
      /**
       * @description Begun GB (1024³ bytes) beyond the quota
       * @example 0
       */
      additional_gb: number;
      /**
       * @description Whether the plan sells more than its quota
       * @example priced
       * @enum {string}
       */
      availability: 'not_available' | 'priced' | 'included';
      /**
       * @example USD
       * @enum {string}
       */
      currency: 'USD';
      /**
       * @description What those cost in a month
       * @example 0
       */
      estimated_monthly_cost: number | null;
      /**
       * @description For each further GB; null: there is none to be had
       * @example 0.1
       */
      price_per_gb_month: number | null;
    };
    ApiTokenCreate: {
      /**
       * Format: date-time
       * @description null: never
       */
      expires_at?: string | null;
      /** @example nightly script */
      name: string;
      /**
       * Format: uuid
       * @description The only organization in which the token holds
       */
      organization_id?: string | null;
      /**
       * Format: uuid
       * @description The only project in which the token holds
       */
      project_id?: string | null;
      /**
       * @description The permissions that the token has as long as its owner has them; null: all of the owner
       * @example [
       *       "project.backups.list",
       *       "project.backups.create"
       *     ]
       */
      scopes?:
        | (
            | 'portal.organizations.create'
            | 'portal.organizations.delete'
            | 'portal.users.list'
            | 'portal.users.view'
            | 'portal.users.create'
            | 'portal.users.update'
            | 'portal.users.delete'
            | 'portal.issuers.list'
            | 'portal.issuers.view'
            | 'portal.issuers.create'
            | 'portal.issuers.update'
            | 'portal.issuers.delete'
            | 'portal.retention.view'
            | 'portal.retention.run'
            | 'account.tokens.manage'
            | 'org.settings.view'
            | 'org.settings.update'
            | 'org.audit.list'
            | 'org.roles.list'
            | 'org.roles.view'
            | 'org.roles.create'
            | 'org.roles.delete'
            | 'org.servers.list'
            | 'org.servers.view'
            | 'org.servers.create'
            | 'org.servers.update'
            | 'org.servers.delete'
            | 'org.storage.list'
            | 'org.storage.view'
            | 'org.storage.create'
            | 'org.storage.update'
            | 'org.storage.delete'
            | 'org.storage.test'
            | 'org.projects.create'
            | 'org.projects.delete'
            | 'org.backups.create'
            | 'org.backups.delete'
            | 'project.settings.view'
            | 'project.settings.update'
            | 'project.environments.list'
            | 'project.environments.view'
            | 'project.environments.create'
            | 'project.environments.update'
            | 'project.environments.delete'
            | 'project.backups.list'
            | 'project.backups.view'
            | 'project.backups.create'
            | 'project.backups.delete'
            | 'project.backups.restore'
            | 'project.backups.restore_in_place'
            | 'project.tasks.list'
            | 'project.tasks.view'
          )[]
        | null;
      /**
       * Format: uuid
       * @description Whose token; your own when left out. Only a portal_admin may name others.
       */
      user_id?: string;
    };
    ApiTokenCreated: {
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      expires_at: string | null;
      /** Format: uuid */
      id: string;
      /**
       * Format: date-time
       * @description Exact to a minute
       */
      last_used_at: string | null;
      /** @example nightly script */
      name: string;
      /** Format: uuid */
      organization_id: string | null;
      /**
       * @description The part after srk_, by which a token is recognized
       * @example 0a1b2c3d4e5f
       */
      prefix: string;
      /** Format: uuid */
      project_id: string | null;
      /** Format: date-time */
      revoked_at: string | null;
      /** @description null: all permissions of the owner */
      scopes:
        | (
            | 'portal.organizations.create'
            | 'portal.organizations.delete'
            | 'portal.users.list'
            | 'portal.users.view'
            | 'portal.users.create'
            | 'portal.users.update'
            | 'portal.users.delete'
            | 'portal.issuers.list'
            | 'portal.issuers.view'
            | 'portal.issuers.create'
            | 'portal.issuers.update'
            | 'portal.issuers.delete'
            | 'portal.retention.view'
            | 'portal.retention.run'
            | 'account.tokens.manage'
            | 'org.settings.view'
            | 'org.settings.update'
            | 'org.audit.list'
            | 'org.roles.list'
            | 'org.roles.view'
            | 'org.roles.create'
            | 'org.roles.delete'
            | 'org.servers.list'
            | 'org.servers.view'
            | 'org.servers.create'
            | 'org.servers.update'
            | 'org.servers.delete'
            | 'org.storage.list'
            | 'org.storage.view'
            | 'org.storage.create'
            | 'org.storage.update'
            | 'org.storage.delete'
            | 'org.storage.test'
            | 'org.projects.create'
            | 'org.projects.delete'
            | 'org.backups.create'
            | 'org.backups.delete'
            | 'project.settings.view'
            | 'project.settings.update'
            | 'project.environments.list'
            | 'project.environments.view'
            | 'project.environments.create'
            | 'project.environments.update'
            | 'project.environments.delete'
            | 'project.backups.list'
            | 'project.backups.view'
            | 'project.backups.create'
            | 'project.backups.delete'
            | 'project.backups.restore'
            | 'project.backups.restore_in_place'
            | 'project.tasks.list'
            | 'project.tasks.view'
          )[]
        | null;
      /**
       * @description Shown this once
       * @example srk_0a1b2c3d4e5f_…
       */
      token: string;
      /** Format: uuid */
      user_id: string;
    };
    ApiTokenView: {
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      expires_at: string | null;
      /** Format: uuid */
      id: string;
      /**
       * Format: date-time
       * @description Exact to a minute
       */
      last_used_at: string | null;
      /** @example nightly script */
      name: string;
      /** Format: uuid */
      organization_id: string | null;
      /**
       * @description The part after srk_, by which a token is recognized
       * @example 0a1b2c3d4e5f
       */
      prefix: string;
      /** Format: uuid */
      project_id: string | null;
      /** Format: date-time */
      revoked_at: string | null;
      /** @description null: all permissions of the owner */
      scopes:
        | (
            | 'portal.organizations.create'
            | 'portal.organizations.delete'
            | 'portal.users.list'
            | 'portal.users.view'
            | 'portal.users.create'
            | 'portal.users.update'
            | 'portal.users.delete'
            | 'portal.issuers.list'
            | 'portal.issuers.view'
            | 'portal.issuers.create'
            | 'portal.issuers.update'
            | 'portal.issuers.delete'
            | 'portal.retention.view'
            | 'portal.retention.run'
            | 'account.tokens.manage'
            | 'org.settings.view'
            | 'org.settings.update'
            | 'org.audit.list'
            | 'org.roles.list'
            | 'org.roles.view'
            | 'org.roles.create'
            | 'org.roles.delete'
            | 'org.servers.list'
            | 'org.servers.view'
            | 'org.servers.create'
            | 'org.servers.update'
            | 'org.servers.delete'
            | 'org.storage.list'
            | 'org.storage.view'
            | 'org.storage.create'
            | 'org.storage.update'
            | 'org.storage.delete'
            | 'org.storage.test'
            | 'org.projects.create'
            | 'org.projects.delete'
            | 'org.backups.create'
            | 'org.backups.delete'
            | 'project.settings.view'
            | 'project.settings.update'
            | 'project.environments.list'
            | 'project.environments.view'
            | 'project.environments.create'
            | 'project.environments.update'
            | 'project.environments.delete'
            | 'project.backups.list'
            | 'project.backups.view'
            | 'project.backups.create'
            | 'project.backups.delete'
            | 'project.backups.restore'
            | 'project.backups.restore_in_place'
            | 'project.tasks.list'
            | 'project.tasks.view'
          )[]
        | null;
      /** Format: uuid */
      user_id: string;
    };
    ApiTokenViewPage: {
      items: components['schemas']['ApiTokenView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    AuditEntryView: {
      /**
       * @example backup.requested
       * @enum {string}
       */
      action:
        | 'organization.created'
        | 'organization.updated'
        | 'organization.deleted'
        | 'project.created'
        | 'project.updated'
        | 'project.deleted'
        | 'server.created'
        | 'server.updated'
        | 'server.deleted'
        | 'environment.created'
        | 'environment.updated'
        | 'environment.deleted'
        | 'environment.deletion_requested'
        | 'storage_config.created'
        | 'storage_config.updated'
        | 'storage_config.deleted'
        | 'storage_config.tested'
        | 'storage_config.rescan_requested'
        | 'storage_config.import_requested'
        | 'storage_config.orphan_sweep_requested'
        | 'encryption_key.added'
        | 'encryption_key.checked'
        | 'encryption_key.deleted'
        | 'encryption.disabled'
        | 'event_credential.created'
        | 'event_credential.revoked'
        | 'notification_channel.created'
        | 'notification_channel.updated'
        | 'notification_channel.deleted'
        | 'notification_channel.tested'
        | 'user.created'
        | 'user.updated'
        | 'user.deleted'
        | 'user.signed_in'
        | 'user.sign_in_failed'
        | 'user.signed_out'
        | 'user.refresh_token_reused'
        | 'user.password_changed'
        | 'user.password_set'
        | 'user.sessions_ended'
        | 'user.identity_linked'
        | 'user.identity_unlinked'
        | 'issuer.created'
        | 'issuer.updated'
        | 'issuer.deleted'
        | 'role_assignment.created'
        | 'role_assignment.deleted'
        | 'api_token.created'
        | 'api_token.revoked'
        | 'backup.requested'
        | 'backup.verification_requested'
        | 'backup.copy_requested'
        | 'backup.deleted'
        | 'backup.pinned'
        | 'backup.unpinned'
        | 'retention.run_requested'
        | 'retention.agreed'
        | 'backup.download_requested'
        | 'backup.file_downloaded'
        | 'policy.created'
        | 'policy.updated'
        | 'policy.deleted'
        | 'restore.requested'
        | 'restore.drill_requested'
        | 'restore.teardown_requested'
        | 'restore.undo_requested'
        | 'task.cancel_requested'
        | 'dead_letter.replayed'
        | 'dead_letter.dismissed';
      /**
       * Format: uuid
       * @description null: nobody who is known
       */
      actor_id: string | null;
      /**
       * @description As the actor was called then
       * @example Ada
       */
      actor_name: string | null;
      /**
       * @description The IP address that the request came from
       * @example 203.0.113.7
       */
      address: string;
      /** Format: date-time */
      at: string;
      /** @description Facts of the change; of a secret only that it was changed */
      details: {
        [key: string]: unknown;
      };
      /** Format: uuid */
      id: string;
      /** @example 550e8400-e29b-41d4-a716-446655440000 */
      object_id: string | null;
      /** @description As the object was called then */
      object_name: string | null;
      /** @example backup */
      object_type: string;
      /**
       * Format: uuid
       * @description null: a matter of the portal
       */
      organization_id: string | null;
      /**
       * @description `unknown`: another service was asked for the change and has not answered yet, or never will; look there whether it was made
       * @enum {string}
       */
      outcome: 'done' | 'unknown';
      /**
       * Format: uuid
       * @description The API token or session that was used
       */
      token_id: string | null;
    };
    AuditEntryViewPage: {
      items: components['schemas']['AuditEntryView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    BackupCopyView: {
      /** Format: date-time */
      completed_at: string | null;
      error_details: components['schemas']['BackupError'] | null;
      error_message: string | null;
      /** Format: uuid */
      id: string;
      /** @description Whether the newest verdict is good */
      is_verified: boolean;
      /** @description A path or an s3:// address */
      location: string | null;
      /**
       * Format: date-time
       * @description Of a deleted or expired backup: since when nothing of it is there
       */
      object_removed_at: string | null;
      /** @enum {string} */
      status: 'pending' | 'in_progress' | 'completed' | 'failed' | 'deleted';
      /**
       * Format: uuid
       * @example 550e8400-e29b-41d4-a716-446655440000
       */
      storage_config_id: string;
      /**
       * Format: uuid
       * @description null: it waits for the backup
       */
      task_id: string | null;
      /**
       * Format: date-time
       * @description When it was last tried
       */
      verification_checked_at: string | null;
      /** @description What the newest verdict found, or why there could be none */
      verification_error: string | null;
      verification_levels: components['schemas']['VerificationLevels'];
      /**
       * Format: date-time
       * @example 2024-12-11T10:35:30Z
       */
      verified_at: string | null;
    };
    BackupCreate: {
      /**
       * @default manual
       * @example manual
       * @enum {string|null}
       */
      backup_type?: 'manual' | 'scheduled' | 'pre_restore' | 'pre_upgrade' | 'pre_destroy' | null;
      /** @description Further storages, where the completed backup is copied to */
      copy_storage_config_ids?: string[];
      /**
       * @default true
       * @example true
       */
      include_filestore?: boolean | null;
      /**
       * @description null: by date
       * @example daily
       * @enum {string|null}
       */
      retention_type?: 'daily' | 'weekly' | 'monthly' | 'yearly' | 'permanent' | null;
      /**
       * Format: uuid
       * @description null: the default of the organization
       * @example 550e8400-e29b-41d4-a716-446655440000
       */
      storage_config_id?: string | null;
    };
    BackupCreated: {
      /**
       * @example manual
       * @enum {string}
       */
      backup_type: 'manual' | 'scheduled' | 'pre_restore' | 'pre_upgrade' | 'pre_destroy';
      /** @description Bytes of the ZIP */
      compressed_size: number;
      /**
       * Format: date-time
       * @example 2024-12-11T10:30:00Z
       */
      created_at: string;
      /** @description Bytes of the dump */
      database_size: number;
      /**
       * Format: uuid
       * @example 770e8400-e29b-41d4-a716-446655440000
       */
      environment_id: string;
      /**
       * Format: date-time
       * @description null: not completed yet, or never
       */
      expires_at: string | null;
      /** @description Bytes of the filestore archive */
      filestore_size: number;
      /**
       * Format: uuid
       * @example 660e8400-e29b-41d4-a716-446655440000
       */
      id: string;
      /** @example false */
      is_verified: boolean;
      /**
       * @example daily
       * @enum {string|null}
       */
      retention_type: 'daily' | 'weekly' | 'monthly' | 'yearly' | 'permanent' | null;
      /**
       * @example pending
       * @enum {string}
       */
      status: 'pending' | 'in_progress' | 'uploading' | 'completed' | 'failed' | 'expired' | 'deleted';
      /**
       * Format: uuid
       * @example 550e8400-e29b-41d4-a716-446655440000
       */
      storage_config_id: string | null;
      /**
       * Format: uuid
       * @example 880e8400-e29b-41d4-a716-446655440000
       */
      task_id: string | null;
      /** @description Sum of the two */
      total_size: number;
    };
    BackupDetails: {
      /** @description How many files that the database names are in the archive */
      attachments: {
        [key: string]: unknown;
      } | null;
      /** @description The latest attempt; 0 before the first */
      attempt: number;
      /**
       * @example manual
       * @enum {string}
       */
      backup_type: 'manual' | 'scheduled' | 'pre_restore' | 'pre_upgrade' | 'pre_destroy';
      /**
       * Format: date-time
       * @example 2024-12-11T10:35:23Z
       */
      completed_at: string | null;
      /** @description Bytes of the ZIP */
      compressed_size: number;
      /** @description In further storages */
      copies: components['schemas']['BackupCopyView'][];
      /**
       * Format: date-time
       * @example 2024-12-11T10:30:00Z
       */
      created_at: string;
      /**
       * Format: uuid
       * @description null: the system
       */
      created_by: string | null;
      /** @example a1b2c3d4e5f6... */
      database_checksum: string | null;
      /** @description Key of the ZIP, or of the dump in PLANA's layout */
      database_key: string | null;
      /** @description Bytes of the dump */
      database_size: number;
      /** @description Files that the database names are missing or damaged */
      degraded: boolean;
      /** Format: date-time */
      deleted_at: string | null;
      /** Format: uuid */
      deleted_by: string | null;
      /** @example 323 */
      duration_seconds: number | null;
      /** @description null: it is not encrypted */
      encryption_key_id: string | null;
      /**
       * Format: uuid
       * @example 770e8400-e29b-41d4-a716-446655440000
       */
      environment_id: string;
      environment_snapshot: {
        [key: string]: unknown;
      } | null;
      error_details: components['schemas']['BackupError'] | null;
      error_message: string | null;
      /**
       * Format: date-time
       * @description When its time was found to be over
       */
      expired_at: string | null;
      /**
       * Format: date-time
       * @description null: not completed yet, or never
       */
      expires_at: string | null;
      /** @description Why it was not kept any longer */
      expiry_reason: string | null;
      /** @example f6e5d4c3b2a1... */
      filestore_checksum: string | null;
      /** @description Of the filestore in PLANA's layout; null: in the ZIP, or there is none */
      filestore_key: string | null;
      /** @description Bytes of the filestore archive */
      filestore_size: number;
      /**
       * Format: uuid
       * @example 660e8400-e29b-41d4-a716-446655440000
       */
      id: string;
      include_filestore: boolean;
      /**
       * @description Much smaller than the ones before it
       * @example false
       */
      is_suspicious: boolean;
      /** @example false */
      is_verified: boolean;
      /** @description A path or an s3:// address */
      location: string | null;
      /** @description null: in the ZIP */
      manifest_key: string | null;
      /**
       * Format: date-time
       * @description Since when no storage holds anything of the deleted or expired backup
       */
      object_removed_at: string | null;
      /** Format: uuid */
      organization_id: string;
      /** @example Audit of 2024 */
      pin_reason: string | null;
      /**
       * Format: date-time
       * @description Since when it is kept until somebody takes the pin out
       */
      pinned_at: string | null;
      /**
       * Format: uuid
       * @description null: not pinned, or by the system
       */
      pinned_by: string | null;
      /** Format: uuid */
      project_id: string;
      /** @description What keeps a storage from removing what is deleted or expired; it is tried again by itself */
      removal_error: components['schemas']['RemovalProblemView'] | null;
      /**
       * @example daily
       * @enum {string|null}
       */
      retention_type: 'daily' | 'weekly' | 'monthly' | 'yearly' | 'permanent' | null;
      /** @description Key of the manifest beside the ZIP */
      sidecar_key: string | null;
      /**
       * Format: date-time
       * @example 2024-12-11T10:30:00Z
       */
      started_at: string | null;
      /**
       * @example pending
       * @enum {string}
       */
      status: 'pending' | 'in_progress' | 'uploading' | 'completed' | 'failed' | 'expired' | 'deleted';
      /**
       * Format: uuid
       * @example 550e8400-e29b-41d4-a716-446655440000
       */
      storage_config_id: string | null;
      /**
       * Format: uuid
       * @example 880e8400-e29b-41d4-a716-446655440000
       */
      task_id: string | null;
      /** @description Sum of the two */
      total_size: number;
      /** Format: date-time */
      updated_at: string;
      /** @description Of a suspicious one: the median of the ones before it, in bytes */
      usual_size: number | null;
      /**
       * Format: date-time
       * @description When it was last tried
       */
      verification_checked_at: string | null;
      /** @description What the newest verdict found, or why there could be none */
      verification_error: string | null;
      verification_levels: components['schemas']['VerificationLevels'];
      /**
       * Format: date-time
       * @example 2024-12-11T10:35:30Z
       */
      verified_at: string | null;
      warnings: components['schemas']['BackupWarning'][];
    };
    BackupDownload: {
      /**
       * Format: uuid
       * @example 660e8400-e29b-41d4-a716-446655440000
       */
      backup_id: string;
      /**
       * @description Of the ZIP, or of the dump in PLANA's layout: presigned by the storage, or an address of this gateway. Needs no token
       * @example https://s3.amazonaws.com/bucket/path/backup.zip?X-Amz-Signature=...
       */
      database_url: string;
      /**
       * Format: date-time
       * @example 2024-12-11T11:30:00Z
       */
      expires_at: string;
      /**
       * @description Seconds
       * @example 3600
       */
      expires_in: number;
      /** @description Of the filestore in PLANA's layout; null: it is in the ZIP, or there is none */
      filestore_url: string | null;
      /** @description null: nobody needs it for a restore */
      manifest_url: string | null;
    };
    BackupError: {
      /** @example SSH_UNREACHABLE */
      code: string;
      details: {
        [key: string]: unknown;
      };
      /** @example Check that the server runs and that its SSH port is open. */
      remedy: string;
    };
    BackupFile: {
      /** @example 0d/0dbbd0e5fabb4b0dc7b9ff1ab2f3a7a9a0f6f1c2 */
      name: string;
      /** @example 48211 */
      size_bytes: number;
    };
    BackupFileList: {
      items: components['schemas']['BackupFile'][];
      /** @description `after` of the next page; null: this is the last one */
      next_after: string | null;
    };
    BackupListed: {
      /**
       * @example manual
       * @enum {string}
       */
      backup_type: 'manual' | 'scheduled' | 'pre_restore' | 'pre_upgrade' | 'pre_destroy';
      /**
       * Format: date-time
       * @example 2024-12-11T10:35:23Z
       */
      completed_at: string | null;
      /** @description Bytes of the ZIP */
      compressed_size: number;
      /**
       * Format: date-time
       * @example 2024-12-11T10:30:00Z
       */
      created_at: string;
      /** @description Bytes of the dump */
      database_size: number;
      /** @description Files that the database names are missing or damaged */
      degraded: boolean;
      /** @example 323 */
      duration_seconds: number | null;
      /**
       * Format: uuid
       * @example 770e8400-e29b-41d4-a716-446655440000
       */
      environment_id: string;
      error_message: string | null;
      /**
       * Format: date-time
       * @description null: not completed yet, or never
       */
      expires_at: string | null;
      /** @description Bytes of the filestore archive */
      filestore_size: number;
      /**
       * Format: uuid
       * @example 660e8400-e29b-41d4-a716-446655440000
       */
      id: string;
      /**
       * @description Much smaller than the ones before it
       * @example false
       */
      is_suspicious: boolean;
      /** @example false */
      is_verified: boolean;
      /**
       * Format: date-time
       * @description Since when it is kept until somebody takes the pin out
       */
      pinned_at: string | null;
      /**
       * @example daily
       * @enum {string|null}
       */
      retention_type: 'daily' | 'weekly' | 'monthly' | 'yearly' | 'permanent' | null;
      /**
       * Format: date-time
       * @example 2024-12-11T10:30:00Z
       */
      started_at: string | null;
      /**
       * @example pending
       * @enum {string}
       */
      status: 'pending' | 'in_progress' | 'uploading' | 'completed' | 'failed' | 'expired' | 'deleted';
      /**
       * Format: uuid
       * @example 550e8400-e29b-41d4-a716-446655440000
       */
      storage_config_id: string | null;
      /**
       * Format: uuid
       * @example 880e8400-e29b-41d4-a716-446655440000
       */
      task_id: string | null;
      /** @description Sum of the two */
      total_size: number;
      /**
       * Format: date-time
       * @description When it was last tried
       */
      verification_checked_at: string | null;
      /** @description What the newest verdict found, or why there could be none */
      verification_error: string | null;
      verification_levels: components['schemas']['VerificationLevels'];
      /**
       * Format: date-time
       * @example 2024-12-11T10:35:30Z
       */
      verified_at: string | null;
    };
    BackupListedPage: {
      items: components['schemas']['BackupListed'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    BackupSummary: {
      /** @example 42 */
      completed_backups: number;
      /**
       * Format: uuid
       * @example 770e8400-e29b-41d4-a716-446655440000
       */
      environment_id: string;
      /** @example 2 */
      failed_backups: number;
      /**
       * Format: date-time
       * @description When the newest completed one was created
       * @example 2024-12-11T02:00:00Z
       */
      last_successful_backup_at: string | null;
      /**
       * Format: date-time
       * @example 2024-12-11T02:00:00Z
       */
      newest_backup_at: string | null;
      /**
       * Format: date-time
       * @description null: there is no schedule
       * @example 2024-12-12T02:00:00Z
       */
      next_scheduled_backup: string | null;
      /**
       * Format: date-time
       * @example 2024-11-01T02:00:00Z
       */
      oldest_backup_at: string | null;
      /**
       * @description Whether backups are made by a schedule
       * @example true
       */
      policy_enabled: boolean;
      /** @example 45 */
      total_backups: number;
      /**
       * @description Bytes of the ZIPs that are kept: not of expired ones
       * @example 6442450944
       */
      total_size_bytes: number;
    };
    BackupWarning: {
      /** @example ATTACHMENTS_MISSING */
      code: string;
      /** @example 2 of 1204 attachments are missing */
      message: string;
    };
    CloudEventEnvelope: {
      /**
       * Format: uuid
       * @description Of the event, the same wherever it is seen
       */
      id: string;
      /** @example /strongroom/gateway */
      source: string;
      /** @example task/880e8400-e29b-41d4-a716-446655440000 */
      subject: string | null;
      /** Format: date-time */
      time: string;
      /** @example strongroom.task.status.v1 */
      type: string;
    };
    CopyRequest: {
      /**
       * Format: uuid
       * @description Where the copy goes
       */
      storage_config_id: string;
    };
    CurrentEncryptionKey: {
      /** @description Whether Strongroom can also read */
      has_identity: boolean;
      /**
       * @description Follows from the recipient
       * @example 9f86d081884c7d65
       */
      key_id: string;
      /** @example age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p */
      recipient: string;
      /**
       * @description What a person has to know
       * @example null
       */
      warning: string | null;
    };
    DataLoss: {
      /** Format: date-time */
      from: string;
      seconds: number;
      /** Format: date-time */
      until: string;
    };
    DeadLetterDetails: {
      /** @description How many attempts failed */
      attempts: number;
      /** @example backup-run */
      consumer: string;
      /** Format: date-time */
      died_at: string;
      /** Format: date-time */
      dismissed_at: string | null;
      /** Format: uuid */
      environment_id: string | null;
      /** @description Of the last attempt */
      error: components['schemas']['TaskProblem'];
      /** @description The failed attempts of the task, or the one of the letter */
      errors: components['schemas']['TaskAttempt'][];
      /** Format: uuid */
      id: string;
      /**
       * @description The command or event
       * @example backup.run
       */
      kind: string;
      /** @example 0b6f1c9e-5d0a-4a57-8a35-6c1d5d0b7e11 */
      message_id: string;
      /** Format: uuid */
      organization_id: string | null;
      /** @description The message, secrets masked; null when it is not a JSON object */
      payload: {
        [key: string]: unknown;
      } | null;
      /** Format: uuid */
      project_id: string | null;
      /** @description Which replay has died; 0: the message as it was sent first */
      replay: number;
      /** Format: date-time */
      replayed_at: string | null;
      /** @description Its place in that stream */
      sequence: number;
      /** @enum {string} */
      status: 'open' | 'replayed' | 'dismissed';
      /**
       * @description Where it could not be settled
       * @example JOBS
       */
      stream: string;
      /** @example jobs.backup.run */
      subject: string;
      /** Format: uuid */
      task_id: string | null;
    };
    DeadLetterReplayView: {
      dead_letter: components['schemas']['DeadLetterView'];
      /** @description null: the letter belongs to no task */
      task: components['schemas']['TaskView'] | null;
    };
    DeadLetterView: {
      /** @description How many attempts failed */
      attempts: number;
      /** @example backup-run */
      consumer: string;
      /** Format: date-time */
      died_at: string;
      /** Format: date-time */
      dismissed_at: string | null;
      /** Format: uuid */
      environment_id: string | null;
      /** @description Of the last attempt */
      error: components['schemas']['TaskProblem'];
      /** Format: uuid */
      id: string;
      /**
       * @description The command or event
       * @example backup.run
       */
      kind: string;
      /** @example 0b6f1c9e-5d0a-4a57-8a35-6c1d5d0b7e11 */
      message_id: string;
      /** Format: uuid */
      organization_id: string | null;
      /** Format: uuid */
      project_id: string | null;
      /** @description Which replay has died; 0: the message as it was sent first */
      replay: number;
      /** Format: date-time */
      replayed_at: string | null;
      /** @description Its place in that stream */
      sequence: number;
      /** @enum {string} */
      status: 'open' | 'replayed' | 'dismissed';
      /**
       * @description Where it could not be settled
       * @example JOBS
       */
      stream: string;
      /** @example jobs.backup.run */
      subject: string;
      /** Format: uuid */
      task_id: string | null;
    };
    DeadLetterViewPage: {
      items: components['schemas']['DeadLetterView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    DowntimeView: {
      /**
       * Format: date-time
       * @example 2024-12-11T10:52:02.400Z
       */
      ended_at: string;
      /**
       * Format: date-time
       * @example 2024-12-11T10:52:01Z
       */
      started_at: string;
    };
    DrillCreate: {
      /**
       * Format: uuid
       * @description Beside which environment of the organization, whose server accepts drills; the one that was backed up when left out
       */
      drill_environment_id?: string | null;
    };
    DrillError: {
      /** @example ARCHIVE_CORRUPT */
      code: string;
      message: string;
      remedy: string;
    };
    DrillsPage: {
      items: components['schemas']['DrillView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
      /** @description How long it takes to have the environment back */
      trend: components['schemas']['DrillTrend'];
    };
    DrillTrend: {
      /** @description The latest that passed are counted, at most 10 */
      drills: number;
      /** @example 48.5 */
      latest_seconds: number | null;
      /**
       * @description Median of their recovery times
       * @example 47
       */
      median_seconds: number | null;
      /**
       * @description Of the one before the latest
       * @example 46.8
       */
      previous_seconds: number | null;
    };
    DrillView: {
      /** Format: uuid */
      backup_id: string;
      /**
       * Format: date-time
       * @description Of which moment the backup is
       */
      backup_timestamp: string;
      /** @description Bytes of the dump and of the filestore archive */
      bytes: number;
      /** Format: date-time */
      completed_at: string | null;
      /** Format: date-time */
      created_at: string;
      /**
       * @description Of that, the load of the database
       * @example 31.2
       */
      database_seconds: number | null;
      /**
       * Format: uuid
       * @description Beside which it was restored
       */
      drill_environment_id: string;
      /**
       * Format: uuid
       * @description That was backed up
       */
      environment_id: string;
      error: components['schemas']['DrillError'] | null;
      /**
       * @description Of that, the unpacking of the filestore
       * @example 14.9
       */
      filestore_seconds: number | null;
      /**
       * Format: uuid
       * @description Of the restore: `GET /api/v1/restores/{id}` has its journal
       */
      id: string;
      /**
       * @description What was proven
       * @enum {string|null}
       */
      level: 'uploaded' | 'rehashed' | 'readable' | 'restored' | 'odoo_answered' | null;
      /**
       * @description `damaged`: the backup is not what was backed up. `not_proven`: the drill failed for another reason, and nothing is known of the backup
       * @enum {string}
       */
      outcome: 'pending' | 'running' | 'passed' | 'damaged' | 'not_proven' | 'cancelled';
      /**
       * Format: uuid
       * @description null: somebody asked for it
       */
      policy_id: string | null;
      /**
       * @description From the beginning until all was checked
       * @example 48.5
       */
      recovery_seconds: number | null;
      /** Format: date-time */
      started_at: string | null;
      /** Format: uuid */
      task_id: string;
    };
    EncryptionKeyCheck: {
      /**
       * @description Which identity was tried
       * @enum {string}
       */
      identity: 'stored' | 'given';
      /** @description Whether the identity opens what is sealed with the key */
      opens: boolean;
    };
    EncryptionKeyCreate: {
      /**
       * @description Whether new backups are encrypted with it from now on; false: only to read older ones
       * @default true
       */
      for_new_backups?: boolean;
      /** @description The secret half, `AGE-SECRET-KEY-1…`. Never shown again. */
      identity?: string;
      /**
       * @description The public half; without both halves a new key is made
       * @example age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p
       */
      recipient?: string;
    };
    EncryptionKeyCreated: {
      /** Format: date-time */
      created_at: string;
      /** @description Whether Strongroom can also read */
      has_identity: boolean;
      /** @description The secret half of a key that was made here. Shown this once. */
      identity: string | null;
      /**
       * @description Follows from the recipient
       * @example 9f86d081884c7d65
       */
      key_id: string;
      /** @example age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p */
      recipient: string;
      /** @description To be kept by a person, for a key that was made here. Shown this once. */
      recovery_kit: string | null;
      /**
       * Format: date-time
       * @description null: new backups are encrypted with it
       */
      retired_at: string | null;
      /** Format: uuid */
      storage_config_id: string;
      /**
       * @description What a person has to know
       * @example null
       */
      warning: string | null;
    };
    EncryptionKeyList: {
      items: components['schemas']['EncryptionKeyListed'][];
    };
    EncryptionKeyListed: {
      /** @description Backups that nobody can read without it */
      backup_count: number;
      /** Format: date-time */
      created_at: string;
      /** @description Whether Strongroom can also read */
      has_identity: boolean;
      /**
       * @description Follows from the recipient
       * @example 9f86d081884c7d65
       */
      key_id: string;
      /** @example age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p */
      recipient: string;
      /**
       * Format: date-time
       * @description null: new backups are encrypted with it
       */
      retired_at: string | null;
      /** Format: uuid */
      storage_config_id: string;
      /**
       * @description What a person has to know
       * @example null
       */
      warning: string | null;
    };
    EnvironmentCreate: {
      /**
       * @description Runtime `docker`: the Odoo container; `{id}_odoo` when left out
       * @example 660e8400_odoo
       */
      container_name?: string | null;
      /** @description Runtime `host`: host or socket directory of PostgreSQL, as seen from the server */
      db_host?: string | null;
      /** @example prod_db_main */
      db_name: string;
      /** @description Stored sealed, and never shown */
      db_password?: string | null;
      db_port?: number | null;
      /** @default odoo */
      db_user?: string;
      /** @example prod.example.com */
      domain?: string | null;
      /**
       * @description Directory that holds one filestore directory per database
       * @default /var/lib/odoo/filestore
       */
      filestore_root?: string;
      /** @example Production */
      name: string;
      /**
       * @description Where Odoo answers, as seen from the server: restores ask it for its log-in page. When left out, that is port 8069 of the Odoo container, and an Odoo on a host is not asked
       * @example http://127.0.0.1:8069
       */
      odoo_url?: string | null;
      /** Format: uuid */
      project_id: string;
      /**
       * @description How database and filestore are reached
       * @enum {string}
       */
      runtime: 'docker' | 'host' | 'kubernetes';
      /** Format: uuid */
      server_id: string;
      /**
       * @description Made from the name when left out
       * @example prod
       */
      slug?: string;
      /**
       * @default running
       * @example running
       */
      status?: string;
      /**
       * @default production
       * @enum {string}
       */
      type?: 'production' | 'staging' | 'development';
    };
    EnvironmentUpdate: {
      /**
       * @description Runtime `docker`: the Odoo container; `{id}_odoo` when left out
       * @example 660e8400_odoo
       */
      container_name?: string | null;
      /** @description Runtime `host`: host or socket directory of PostgreSQL, as seen from the server */
      db_host?: string | null;
      /** @example prod_db_main */
      db_name?: string;
      /** @description Stored sealed, and never shown */
      db_password?: string | null;
      db_port?: number | null;
      /** @default odoo */
      db_user?: string;
      /** @example prod.example.com */
      domain?: string | null;
      /**
       * @description Directory that holds one filestore directory per database
       * @default /var/lib/odoo/filestore
       */
      filestore_root?: string;
      /** @example Production */
      name?: string;
      /**
       * @description Where Odoo answers, as seen from the server: restores ask it for its log-in page. When left out, that is port 8069 of the Odoo container, and an Odoo on a host is not asked
       * @example http://127.0.0.1:8069
       */
      odoo_url?: string | null;
      /**
       * @description How database and filestore are reached
       * @enum {string}
       */
      runtime?: 'docker' | 'host' | 'kubernetes';
      /** Format: uuid */
      server_id?: string;
      /**
       * @description Made from the name when left out
       * @example prod
       */
      slug?: string;
      /**
       * @default running
       * @example running
       */
      status?: string;
      /**
       * @default production
       * @enum {string}
       */
      type?: 'production' | 'staging' | 'development';
    };
    EnvironmentUsage: {
      /**
       * @description Completed backups
       * @example 42
       */
      backup_count: number;
      /**
       * Format: date-time
       * @description When it was deleted; its backups are kept
       */
      deleted_at: string | null;
      /**
       * Format: uuid
       * @example 770e8400-e29b-41d4-a716-446655440000
       */
      environment_id: string;
      /** @example Production */
      name: string;
      /**
       * @description Bytes of the ZIPs of its backups
       * @example 6442450944
       */
      total_backup_storage: number;
    };
    EnvironmentView: {
      /**
       * @description Runtime `docker`: the Odoo container; `{id}_odoo` when left out
       * @example 660e8400_odoo
       */
      container_name?: string | null;
      /** Format: date-time */
      created_at: string;
      /** @description Runtime `host`: host or socket directory of PostgreSQL, as seen from the server */
      db_host?: string | null;
      /** @example prod_db_main */
      db_name: string;
      db_port?: number | null;
      /** @default odoo */
      db_user?: string;
      /** Format: date-time */
      deleted_at: string | null;
      /** @example prod.example.com */
      domain?: string | null;
      /**
       * @description Directory that holds one filestore directory per database
       * @default /var/lib/odoo/filestore
       */
      filestore_root?: string;
      has_db_password: boolean;
      /** Format: uuid */
      id: string;
      /** @example Production */
      name: string;
      /**
       * @description Where Odoo answers, as seen from the server: restores ask it for its log-in page. When left out, that is port 8069 of the Odoo container, and an Odoo on a host is not asked
       * @example http://127.0.0.1:8069
       */
      odoo_url?: string | null;
      /** Format: uuid */
      organization_id: string;
      /** Format: uuid */
      project_id: string;
      /**
       * @description How database and filestore are reached
       * @enum {string}
       */
      runtime: 'docker' | 'host' | 'kubernetes';
      /**
       * Format: uuid
       * @description null: deleted, or recovered from storage and not completed yet
       */
      server_id: string | null;
      /**
       * @description Made from the name when left out
       * @example prod
       */
      slug?: string;
      /**
       * @default running
       * @example running
       */
      status?: string;
      /**
       * @default production
       * @enum {string}
       */
      type?: 'production' | 'staging' | 'development';
      /** Format: date-time */
      updated_at: string;
    };
    EnvironmentViewPage: {
      items: components['schemas']['EnvironmentView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    EventCredentialCreate: {
      /**
       * Format: date-time
       * @description When it ends, with its connections; null: never
       */
      expires_at?: string | null;
      /**
       * @description Who listens
       * @example ticket system
       */
      name: string;
    };
    EventCredentialCreated: {
      /** Format: date-time */
      created_at: string;
      /**
       * Format: uuid
       * @description null: that user is gone
       */
      created_by: string | null;
      /**
       * Format: date-time
       * @description null: never
       */
      expires_at: string | null;
      /** Format: uuid */
      id: string;
      /**
       * Format: date-time
       * @description The last time that a connection was admitted, exact to a minute
       */
      last_used_at: string | null;
      /** @example ticket system */
      name: string;
      /** Format: uuid */
      organization_id: string;
      /**
       * @description Shown this once
       * @example q3V…
       */
      password: string;
      /** Format: date-time */
      revoked_at: string | null;
      /**
       * @description What may be subscribed to; nothing can be published
       * @example [
       *       "events.0d9f6b1e-3c52-4c7a-9f10-000000000001.>"
       *     ]
       */
      subjects: string[];
      /**
       * @description Address of NATS
       * @example nats://strongroom.example.com:4222
       */
      url: string;
      /**
       * @description The user for NATS
       * @example events_0a1b2c3d4e5f
       */
      user: string;
    };
    EventCredentialView: {
      /** Format: date-time */
      created_at: string;
      /**
       * Format: uuid
       * @description null: that user is gone
       */
      created_by: string | null;
      /**
       * Format: date-time
       * @description null: never
       */
      expires_at: string | null;
      /** Format: uuid */
      id: string;
      /**
       * Format: date-time
       * @description The last time that a connection was admitted, exact to a minute
       */
      last_used_at: string | null;
      /** @example ticket system */
      name: string;
      /** Format: uuid */
      organization_id: string;
      /** Format: date-time */
      revoked_at: string | null;
      /**
       * @description What may be subscribed to; nothing can be published
       * @example [
       *       "events.0d9f6b1e-3c52-4c7a-9f10-000000000001.>"
       *     ]
       */
      subjects: string[];
      /**
       * @description The user for NATS
       * @example events_0a1b2c3d4e5f
       */
      user: string;
    };
    EventCredentialViewPage: {
      items: components['schemas']['EventCredentialView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    HeldRole: {
      /** Format: uuid */
      organization_id: string | null;
      /** Format: uuid */
      project_id: string | null;
      /** @enum {string} */
      role: 'portal_admin' | 'org_owner' | 'org_admin' | 'org_member' | 'project_admin' | 'project_member';
    };
    IdentityGiven: {
      /** @description The secret half, `AGE-SECRET-KEY-1…`. Never shown again. */
      identity?: string;
    };
    IdentityView: {
      /** Format: date-time */
      created_at: string;
      /** Format: uuid */
      id: string;
      /**
       * @description Who the user is for the issuer
       * @example 248289761001
       */
      subject: string;
      /** Format: uuid */
      user_id: string;
    };
    IdentityViewPage: {
      items: components['schemas']['IdentityView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    Importable: {
      /**
       * Format: uuid
       * @description It was imported as this backup
       */
      backup_id: string | null;
      /**
       * @description The filestore of the same moment
       * @example acme/filestore-20260529T020000.tar.gz
       */
      filestore_key: string | null;
      filestore_size_bytes: number | null;
      /** @description It was made before something dangerous */
      insurance: boolean;
      /** @example acme/backup-20260529T020000.dump.gz */
      key: string;
      /**
       * @description `odoo_zip`: told by its name alone, it was not read
       * @enum {string}
       */
      layout: 'plana' | 'odoo_zip';
      /** @description Bytes of the object */
      size_bytes: number;
      /** @example acme */
      slug: string | null;
      /**
       * Format: date-time
       * @description Of `plana`: as the name says, in UTC. Of `odoo_zip`: when the object was written
       */
      taken_at: string;
    };
    ImportableList: {
      items: components['schemas']['Importable'][];
      /** @description There are more than are shown: ask with a `prefix` */
      more: boolean;
    };
    ImportBody: {
      /**
       * Format: uuid
       * @description Which environment it becomes a backup of
       */
      environment_id: string;
      /**
       * @description Left out: the filestore of the same moment, where there is one. null: the database alone
       * @example acme/filestore-20260529T020000.tar.gz
       */
      filestore_key?: string | null;
      /**
       * @description Of the dump, or of the ZIP
       * @example acme/backup-20260529T020000.dump.gz
       */
      key: string;
    };
    KeySet: {
      /**
       * @description The public keys, RFC 7517
       * @example [
       *       {
       *         "kty": "OKP",
       *         "crv": "Ed25519",
       *         "kid": "k1",
       *         "alg": "EdDSA",
       *         "use": "sig",
       *         "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
       *       }
       *     ]
       */
      keys: {
        [key: string]: unknown;
      }[];
    };
    Login: {
      /** @example ada@example.com */
      email: string;
      /** @example correct horse battery */
      password: string;
    };
    LoginAnswer: {
      /**
       * @description For `Authorization: Bearer …`
       * @example eyJhbGciOiJFZERTQSIs…
       */
      access_token: string;
      /**
       * @description Seconds until the access token expires
       * @example 600
       */
      expires_in: number;
      /**
       * @description Until it is changed, nothing else can be done
       * @example false
       */
      must_change_password: boolean;
      /**
       * @description For one refresh, which answers with the next one
       * @example srr_0a1b2c3d4e5f6071_…
       */
      refresh_token: string;
      /**
       * Format: date-time
       * @description When the password is asked for again
       */
      session_expires_at: string;
      /** Format: uuid */
      session_id: string;
      /** @enum {string} */
      token_type: 'Bearer';
    };
    Me: {
      /** @example false */
      must_change_password: boolean;
      /**
       * @description What the token may do at least somewhere
       * @example [
       *       "project.backups.list"
       *     ]
       */
      permissions: (
        | 'portal.organizations.create'
        | 'portal.organizations.delete'
        | 'portal.users.list'
        | 'portal.users.view'
        | 'portal.users.create'
        | 'portal.users.update'
        | 'portal.users.delete'
        | 'portal.issuers.list'
        | 'portal.issuers.view'
        | 'portal.issuers.create'
        | 'portal.issuers.update'
        | 'portal.issuers.delete'
        | 'portal.retention.view'
        | 'portal.retention.run'
        | 'account.tokens.manage'
        | 'org.settings.view'
        | 'org.settings.update'
        | 'org.audit.list'
        | 'org.roles.list'
        | 'org.roles.view'
        | 'org.roles.create'
        | 'org.roles.delete'
        | 'org.servers.list'
        | 'org.servers.view'
        | 'org.servers.create'
        | 'org.servers.update'
        | 'org.servers.delete'
        | 'org.storage.list'
        | 'org.storage.view'
        | 'org.storage.create'
        | 'org.storage.update'
        | 'org.storage.delete'
        | 'org.storage.test'
        | 'org.projects.create'
        | 'org.projects.delete'
        | 'org.backups.create'
        | 'org.backups.delete'
        | 'project.settings.view'
        | 'project.settings.update'
        | 'project.environments.list'
        | 'project.environments.view'
        | 'project.environments.create'
        | 'project.environments.update'
        | 'project.environments.delete'
        | 'project.backups.list'
        | 'project.backups.view'
        | 'project.backups.create'
        | 'project.backups.delete'
        | 'project.backups.restore'
        | 'project.backups.restore_in_place'
        | 'project.tasks.list'
        | 'project.tasks.view'
      )[];
      roles: components['schemas']['HeldRole'][];
      /**
       * Format: uuid
       * @description null: not signed in with a password
       */
      session_id: string | null;
      /** @enum {string} */
      signed_in_by: 'api_token' | 'session' | 'issuer';
      user: components['schemas']['Account'];
    };
    MissingObjectView: {
      /** Format: uuid */
      backup_id: string;
      /**
       * Format: uuid
       * @description null: the backup itself, not a copy
       */
      copy_id: string | null;
      /** @example organizations/…/0d9f6b1e-3c52-4c7a-9f10-000000000001.zip */
      key: string;
    };
    NotedDrillView: {
      /**
       * Format: uuid
       * @description Where the backup turned out to be damaged, or missing
       */
      damaged_storage_config_id: string | null;
      database_ms: number | null;
      /**
       * Format: uuid
       * @description That was backed up
       */
      environment_id: string;
      filestore_ms: number | null;
      /**
       * @description What was proven
       * @enum {string|null}
       */
      level: 'uploaded' | 'rehashed' | 'readable' | 'restored' | 'odoo_answered' | null;
      /**
       * Format: uuid
       * @description null: somebody asked for it
       */
      policy_id: string | null;
      /** @description From the beginning until all was checked, in milliseconds */
      recovery_ms: number | null;
    };
    NotedHookView: {
      /** @example test addresses */
      name: string;
      /**
       * @description Of the SQL, in hex
       * @example aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
       */
      sha256: string;
    };
    NotificationChannelCreate: {
      /**
       * @description false: gets nothing, and what waits is given up
       * @default true
       */
      enabled?: boolean;
      /** @description Only what concerns one of these; null: everything, also what concerns no environment */
      environment_ids?: string[] | null;
      /**
       * @description `slack`: whatever takes what incoming webhooks of Slack take
       * @enum {string}
       */
      kind: 'email' | 'webhook' | 'slack' | 'matrix';
      /** @example On call */
      name: string;
      /** @description What it gets; null: everything but drills that went well. Of backups that succeed or fail the policy of the environment decides first: `notify_on_success`, `notify_on_failure`. */
      notices?:
        | (
            | 'backup_succeeded'
            | 'backup_failed'
            | 'backup_degraded'
            | 'backup_suspicious'
            | 'backup_damaged'
            | 'backup_run_missed'
            | 'environment_unprotected'
            | 'environment_protected'
            | 'restore_completed'
            | 'restore_failed'
            | 'restore_undone'
            | 'drill_completed'
            | 'drill_failed'
            | 'quota_warning'
            | 'quota_exceeded'
            | 'dead_letter'
            | 'retention_held'
            | 'removal_failed'
            | 'storage_objects_missing'
            | 'storage_orphans'
            | 'storage_not_compared'
          )[]
        | null;
      /** @description `slack`: address of the incoming webhook. `matrix`: access token. `webhook`: key of the signatures, `whsec_…`; without it one is made. Stored sealed */
      secret?: string;
      /** @description Those of the kind, replaced as a whole */
      settings: components['schemas']['NotificationChannelSettings'];
    };
    NotificationChannelCreated: {
      /** Format: date-time */
      created_at: string;
      /**
       * @description false: gets nothing, and what waits is given up
       * @default true
       */
      enabled?: boolean;
      /** @description Only what concerns one of these; null: everything, also what concerns no environment */
      environment_ids?: string[] | null;
      has_secret: boolean;
      /** Format: uuid */
      id: string;
      /**
       * @description `slack`: whatever takes what incoming webhooks of Slack take
       * @enum {string}
       */
      kind: 'email' | 'webhook' | 'slack' | 'matrix';
      /** @example On call */
      name: string;
      /** @description What it gets; null: everything but drills that went well. Of backups that succeed or fail the policy of the environment decides first: `notify_on_success`, `notify_on_failure`. */
      notices?:
        | (
            | 'backup_succeeded'
            | 'backup_failed'
            | 'backup_degraded'
            | 'backup_suspicious'
            | 'backup_damaged'
            | 'backup_run_missed'
            | 'environment_unprotected'
            | 'environment_protected'
            | 'restore_completed'
            | 'restore_failed'
            | 'restore_undone'
            | 'drill_completed'
            | 'drill_failed'
            | 'quota_warning'
            | 'quota_exceeded'
            | 'dead_letter'
            | 'retention_held'
            | 'removal_failed'
            | 'storage_objects_missing'
            | 'storage_orphans'
            | 'storage_not_compared'
          )[]
        | null;
      /** Format: uuid */
      organization_id: string;
      /**
       * @description The key of the signatures that was made, shown this once
       * @example whsec_…
       */
      secret: string | null;
      /** @description Those of the kind, replaced as a whole */
      settings: components['schemas']['NotificationChannelSettings'];
      /** Format: date-time */
      updated_at: string;
    };
    NotificationChannelSettings: {
      /** @description `matrix`: address of the homeserver */
      homeserver?: string;
      /**
       * @description `email`: at most 50 addresses
       * @example [
       *       "ops@example.com"
       *     ]
       */
      recipients?: string[];
      /** @description `matrix`: id of the room, with its exclamation mark */
      room?: string;
      /** @description `webhook`: where notices are posted */
      url?: string;
    };
    NotificationChannelTestResult: {
      /**
       * @description How long that took, in milliseconds
       * @example 180
       */
      duration_ms: number;
      /** @description code, message, remedy and details of what was in the way; beside `ok` whom of several it did not reach */
      error: {
        [key: string]: unknown;
      } | null;
      /** @description Whether the receiver has taken the notice */
      ok: boolean;
    };
    NotificationChannelUpdate: {
      /**
       * @description false: gets nothing, and what waits is given up
       * @default true
       */
      enabled?: boolean;
      /** @description Only what concerns one of these; null: everything, also what concerns no environment */
      environment_ids?: string[] | null;
      /** @example On call */
      name?: string;
      /** @description What it gets; null: everything but drills that went well. Of backups that succeed or fail the policy of the environment decides first: `notify_on_success`, `notify_on_failure`. */
      notices?:
        | (
            | 'backup_succeeded'
            | 'backup_failed'
            | 'backup_degraded'
            | 'backup_suspicious'
            | 'backup_damaged'
            | 'backup_run_missed'
            | 'environment_unprotected'
            | 'environment_protected'
            | 'restore_completed'
            | 'restore_failed'
            | 'restore_undone'
            | 'drill_completed'
            | 'drill_failed'
            | 'quota_warning'
            | 'quota_exceeded'
            | 'dead_letter'
            | 'retention_held'
            | 'removal_failed'
            | 'storage_objects_missing'
            | 'storage_orphans'
            | 'storage_not_compared'
          )[]
        | null;
      /** @description `slack`: address of the incoming webhook. `matrix`: access token. `webhook`: key of the signatures, `whsec_…`; without it one is made. Stored sealed */
      secret?: string;
      /** @description Those of the kind, replaced as a whole */
      settings?: components['schemas']['NotificationChannelSettings'];
    };
    NotificationChannelView: {
      /** Format: date-time */
      created_at: string;
      /**
       * @description false: gets nothing, and what waits is given up
       * @default true
       */
      enabled?: boolean;
      /** @description Only what concerns one of these; null: everything, also what concerns no environment */
      environment_ids?: string[] | null;
      has_secret: boolean;
      /** Format: uuid */
      id: string;
      /**
       * @description `slack`: whatever takes what incoming webhooks of Slack take
       * @enum {string}
       */
      kind: 'email' | 'webhook' | 'slack' | 'matrix';
      /** @example On call */
      name: string;
      /** @description What it gets; null: everything but drills that went well. Of backups that succeed or fail the policy of the environment decides first: `notify_on_success`, `notify_on_failure`. */
      notices?:
        | (
            | 'backup_succeeded'
            | 'backup_failed'
            | 'backup_degraded'
            | 'backup_suspicious'
            | 'backup_damaged'
            | 'backup_run_missed'
            | 'environment_unprotected'
            | 'environment_protected'
            | 'restore_completed'
            | 'restore_failed'
            | 'restore_undone'
            | 'drill_completed'
            | 'drill_failed'
            | 'quota_warning'
            | 'quota_exceeded'
            | 'dead_letter'
            | 'retention_held'
            | 'removal_failed'
            | 'storage_objects_missing'
            | 'storage_orphans'
            | 'storage_not_compared'
          )[]
        | null;
      /** Format: uuid */
      organization_id: string;
      /** @description Those of the kind, replaced as a whole */
      settings: components['schemas']['NotificationChannelSettings'];
      /** Format: date-time */
      updated_at: string;
    };
    NotificationChannelViewPage: {
      items: components['schemas']['NotificationChannelView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    NotificationDeliveryView: {
      /** @example 1 */
      attempts: number;
      /**
       * Format: uuid
       * @description May be deleted since
       */
      channel_id: string;
      /** @enum {string} */
      channel_kind: 'email' | 'webhook' | 'slack' | 'matrix';
      /** @example On call */
      channel_name: string;
      /** Format: date-time */
      created_at: string;
      /**
       * Format: date-time
       * @description null: it waits
       */
      ended_at: string | null;
      /** Format: uuid */
      environment_id: string | null;
      /** Format: uuid */
      event_id: string;
      /**
       * Format: uuid
       * @description The receiver gets it as well: as webhook-id, Message-ID or transaction
       */
      id: string;
      /** @description code, message, remedy and details of the last attempt; of a delivered one, whom of several it did not reach */
      last_error: {
        [key: string]: unknown;
      } | null;
      /**
       * Format: date-time
       * @description null: it has ended
       */
      next_attempt_at: string | null;
      /** @enum {string} */
      notice:
        | 'backup_succeeded'
        | 'backup_failed'
        | 'backup_degraded'
        | 'backup_suspicious'
        | 'backup_damaged'
        | 'backup_run_missed'
        | 'environment_unprotected'
        | 'environment_protected'
        | 'restore_completed'
        | 'restore_failed'
        | 'restore_undone'
        | 'drill_completed'
        | 'drill_failed'
        | 'quota_warning'
        | 'quota_exceeded'
        | 'dead_letter'
        | 'retention_held'
        | 'removal_failed'
        | 'storage_objects_missing'
        | 'storage_orphans'
        | 'storage_not_compared';
      /** Format: date-time */
      occurred_at: string;
      /** @enum {string} */
      severity: 'info' | 'warning' | 'error';
      /**
       * @description `failed`: refused for good. `given_up`: tried for as long as is allowed, or the channel went. `outdated`: too old when it was first seen
       * @enum {string}
       */
      status: 'waiting' | 'delivered' | 'failed' | 'given_up' | 'outdated';
      /** @example Production: backup failed (SSH_UNREACHABLE) */
      title: string;
    };
    NotificationDeliveryViewPage: {
      items: components['schemas']['NotificationDeliveryView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    OidcIssuerCreate: {
      /**
       * @default [
       *       "RS256",
       *       "PS256",
       *       "ES256",
       *       "EdDSA"
       *     ]
       * @example [
       *       "RS256"
       *     ]
       */
      algorithms?: (
        'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA'
      )[];
      /**
       * @description For whom tokens have to be made: one of these in `aud`
       * @example [
       *       "strongroom"
       *     ]
       */
      audiences: string[];
      /**
       * @description Which claim has the address of email
       * @default email
       * @example email
       */
      email_claim?: string;
      /**
       * @description Whose addresses of email it may speak of; null: any
       * @example [
       *       "example.com"
       *     ]
       */
      email_domains?: string[] | null;
      /**
       * @default true
       * @example true
       */
      enabled?: boolean;
      /**
       * @description Its URL, letter by letter as its tokens name it in `iss`
       * @example https://login.example.com/realms/company
       */
      issuer: string;
      /** @example Company sign-on */
      name: string;
      /**
       * Format: uuid
       * @description Where alone its users may act, whatever their roles; null: wherever their roles hold
       */
      organization_id?: string | null;
    };
    OidcIssuerUpdate: {
      /**
       * @default [
       *       "RS256",
       *       "PS256",
       *       "ES256",
       *       "EdDSA"
       *     ]
       * @example [
       *       "RS256"
       *     ]
       */
      algorithms?: (
        'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA'
      )[];
      /**
       * @description For whom tokens have to be made: one of these in `aud`
       * @example [
       *       "strongroom"
       *     ]
       */
      audiences?: string[];
      /**
       * @description Which claim has the address of email
       * @default email
       * @example email
       */
      email_claim?: string;
      /**
       * @description Whose addresses of email it may speak of; null: any
       * @example [
       *       "example.com"
       *     ]
       */
      email_domains?: string[] | null;
      /**
       * @default true
       * @example true
       */
      enabled?: boolean;
      /**
       * @description Its URL, letter by letter as its tokens name it in `iss`
       * @example https://login.example.com/realms/company
       */
      issuer?: string;
      /** @example Company sign-on */
      name?: string;
      /**
       * Format: uuid
       * @description Where alone its users may act, whatever their roles; null: wherever their roles hold
       */
      organization_id?: string | null;
    };
    OidcIssuerView: {
      /**
       * @example [
       *       "RS256"
       *     ]
       */
      algorithms: ('RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA')[];
      /**
       * @example [
       *       "strongroom"
       *     ]
       */
      audiences: string[];
      /** Format: date-time */
      created_at: string;
      /** @example email */
      email_claim: string;
      /**
       * @example [
       *       "example.com"
       *     ]
       */
      email_domains: string[] | null;
      /** @example true */
      enabled: boolean;
      /** Format: uuid */
      id: string;
      /** @example https://login.example.com/realms/company */
      issuer: string;
      /** @example Company sign-on */
      name: string;
      /** Format: uuid */
      organization_id: string | null;
      /** Format: date-time */
      updated_at: string;
    };
    OidcIssuerViewPage: {
      items: components['schemas']['OidcIssuerView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    OrganizationCreate: {
      /**
       * @default free
       * @enum {string}
       */
      billing_plan?: 'free' | 'starter' | 'professional' | 'business' | 'enterprise';
      /** @example Acme */
      name: string;
      /**
       * @description Made from the name when left out
       * @example acme
       */
      slug?: string;
    };
    OrganizationUpdate: {
      /**
       * @default free
       * @enum {string}
       */
      billing_plan?: 'free' | 'starter' | 'professional' | 'business' | 'enterprise';
      /** @example Acme */
      name?: string;
      /**
       * @description Made from the name when left out
       * @example acme
       */
      slug?: string;
    };
    OrganizationUsage: {
      additional_storage: components['schemas']['AdditionalStorageView'];
      /**
       * @description Completed backups
       * @example 42
       */
      backup_count: number;
      /**
       * @description Bytes; null: the plan has no limit
       * @example 53687091200
       */
      backup_storage_quota: number | null;
      /**
       * @example starter
       * @enum {string}
       */
      billing_plan: 'free' | 'starter' | 'professional' | 'business' | 'enterprise';
      /**
       * Format: uuid
       * @example 0d9f6b1e-3c52-4c7a-9f10-000000000001
       */
      organization_id: string;
      /**
       * @description Bytes that the backups under way are expected to take
       * @example 0
       */
      pending_backup_storage: number;
      /** @description Those whose backups the caller may see. What takes most comes first */
      projects: components['schemas']['ProjectUsage'][];
      /**
       * @description `exceeded`: manual backups are refused, all others go on, and nothing is deleted
       * @example within
       * @enum {string}
       */
      quota_level: 'within' | 'warning' | 'exceeded';
      /** @description What takes most comes first; null: the caller may not see the storage configs */
      storage_configs: components['schemas']['StorageUsage'][] | null;
      /**
       * @description Bytes of the ZIPs of all backups that are neither expired nor deleted; copies do not count
       * @example 6442450944
       */
      total_backup_storage: number;
      /**
       * @description Rounded down; null: the plan has no limit
       * @example 12
       */
      used_percent: number | null;
    };
    OrganizationView: {
      /** @enum {string} */
      billing_plan: 'free' | 'starter' | 'professional' | 'business' | 'enterprise';
      /** Format: date-time */
      created_at: string;
      /** Format: uuid */
      id: string;
      /** @example Acme */
      name: string;
      /** @example acme */
      slug: string;
      /** Format: date-time */
      updated_at: string;
    };
    OrganizationViewPage: {
      items: components['schemas']['OrganizationView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    OrphanReport: {
      /**
       * Format: date-time
       * @description When the storage was looked at
       */
      at: string;
      listed_bytes: number;
      /** @description Objects that lie in the storage */
      listed_objects: number;
      /** @description The first 1000, by key */
      missing: components['schemas']['MissingObjectView'][];
      /** @description Objects that a record names and that are not there */
      missing_objects: number;
      orphan_bytes: number;
      /** @description Objects that no record knows */
      orphan_objects: number;
      /** @description The first 1000, by key */
      orphans: components['schemas']['OrphanView'][];
    };
    OrphanSweepView: {
      /**
       * Format: date-time
       * @description When the next one is due
       */
      due_at: string | null;
      /** Format: date-time */
      ended_at: string | null;
      /** @description code, message, remedy and details of why the last one failed */
      error: {
        [key: string]: unknown;
      } | null;
      /** @description Of the last one that was complete; null: none yet */
      report: components['schemas']['OrphanReport'] | null;
      /** Format: date-time */
      started_at: string | null;
      /** @enum {string} */
      status: 'waiting' | 'running' | 'completed' | 'failed';
      /** Format: uuid */
      storage_config_id: string;
    };
    OrphanView: {
      /** @example organizations/…/0d9f6b1e-3c52-4c7a-9f10-000000000001.zip */
      key: string;
      /**
       * @description `unfinished`: an upload that was begun and not ended
       * @enum {string}
       */
      kind: 'archive' | 'manifest' | 'unfinished' | 'other';
      /** Format: date-time */
      modified_at: string;
      size_bytes: number;
    };
    PasswordChange: {
      /** @example the one that was given */
      current_password: string;
      /**
       * @description At least `PASSWORD_MIN_LENGTH` characters
       * @example correct horse battery
       */
      new_password: string;
    };
    PasswordSet: {
      /**
       * @description Whether nothing else can be done until the user has chosen another one, not even with API tokens of the user. Default: true, but for yourself false
       * @example true
       */
      must_change_password?: boolean;
      /** @example only until you have changed it */
      password: string;
    };
    PinRequest: {
      /**
       * @description Why it is kept
       * @example Audit of 2024
       */
      reason?: string | null;
    };
    PinView: {
      /** Format: uuid */
      backup_id: string;
      pin_reason: string | null;
      /** Format: date-time */
      pinned_at: string;
      /** Format: uuid */
      pinned_by: string | null;
    };
    PlannedDisk: {
      free_bytes: number;
      /** @description What `drop_first` removes there before */
      freed_bytes: number;
      holds: ('database' | 'filestore')[];
      is_enough: boolean;
      /** @example /var/lib/postgresql/data */
      mount_point: string;
      /** @description What is written there, and what has to stay free besides */
      needed_bytes: number;
    };
    PlannedDowntime: {
      /**
       * @description What the figure rests on
       * @example Two names are exchanged
       */
      basis: string;
      /**
       * @description Null: it cannot be told
       * @example 2
       */
      seconds: number | null;
    };
    PlannedSource: {
      /** Format: date-time */
      created_at: string;
      dump_bytes: number;
      encrypted: boolean;
      filestore_bytes: number;
      filestore_files: number;
      /** @description Of the object in the storage */
      object_bytes: number;
      /**
       * Format: uuid
       * @description The place that would be read: that of the backup, or of a copy
       */
      storage_config_id: string;
      /** @example Disk */
      storage_name: string;
    };
    PlannedStep: {
      /**
       * @description As the journal of the restore will name it
       * @example load_database
       */
      name: string;
      /** @example Load the database under a name of its own, beside the live one */
      text: string;
    };
    PlannedStop: {
      /** Format: uuid */
      id: string;
      /** @example Staging */
      name: string;
    };
    PlannedVersions: {
      /** @example 18.0 */
      odoo_backup: string | null;
      /** @example 18.0 */
      odoo_environment: string | null;
      /** @example 17.6 */
      postgres_backup: string;
      /** @example 17.6 (Debian 17.6-1) */
      postgres_server: string;
    };
    PlanProblem: {
      /** @example DISK_TOO_SMALL */
      code: string;
      details: {
        [key: string]: unknown;
      };
      /** @example The disk of the database (/) has 900 MB free, the restore needs 1,300 MB */
      message: string;
      /** @example Free what is lacking. */
      remedy: string;
    };
    PlanWarning: {
      /** @example COPY_USED */
      code: string;
      /** @example The backup would be read from the storage Second */
      message: string;
    };
    PolicyBody: {
      /**
       * @description So long may there be no new good backup before somebody is told; null: nobody is
       * @default 48
       */
      alert_after_hours?: number | null;
      /**
       * @description Further storages, where each completed backup is copied to
       * @default []
       */
      copy_storage_config_ids?: string[];
      /**
       * @description Days; 0: the tier is off
       * @default 7
       * @example 7
       */
      daily_retention?: number;
      /** @description When the newest backup is restored on trial, in the same zone; null: never */
      drill_cron?: string | null;
      /**
       * Format: uuid
       * @description On whose server the trial happens, which has to accept drills; null: beside the environment that was backed up
       */
      drill_environment_id?: string | null;
      /** @description How pg_dump compresses; null: as `DUMP_COMPRESSION` of the executors says */
      dump_compression?: string | null;
      /** @default true */
      include_filestore?: boolean;
      /**
       * @description Whether backups are made by themselves
       * @default true
       * @example true
       */
      is_enabled?: boolean;
      /**
       * @description Months of 30 days
       * @default 12
       * @example 12
       */
      monthly_retention?: number;
      /**
       * @default true
       * @example true
       */
      notify_on_failure?: boolean;
      /**
       * @default false
       * @example false
       */
      notify_on_success?: boolean;
      /**
       * @description Fills what is left out, as `GET …/policy-presets` tells
       * @enum {string}
       */
      preset?: 'starter' | 'pro' | 'enterprise' | 'conservative' | 'aggressive' | 'compliance';
      /**
       * @description Five fields: minute, hour, day of month, month, day of week; 0 and 7 are Sunday. Where clocks are set, a time that is left out comes right afterwards and one that is shown twice comes once, but what names every hour comes every hour that passes
       * @default 0 2 * * *
       * @example 0 2 * * *
       */
      schedule_cron?: string;
      /**
       * Format: uuid
       * @description null: the default of the organization, as it is when the backup is made
       * @example 550e8400-e29b-41d4-a716-446655440000
       */
      storage_config_id?: string | null;
      /**
       * @description Name of an IANA time zone
       * @default UTC
       * @example UTC
       */
      timezone?: string;
      /**
       * @description How far each backup is read back; null: as its storage says
       * @enum {string|null}
       */
      verify_after_upload?: 'none' | 'rehashed' | 'readable' | null;
      /**
       * @description 0 is Monday, 6 Sunday
       * @default 6
       * @example 6
       */
      weekly_backup_day?: number;
      /**
       * @description Weeks
       * @default 4
       * @example 4
       */
      weekly_retention?: number;
      /**
       * @description Years of 365 days
       * @default 2
       * @example 2
       */
      yearly_retention?: number;
    };
    PolicyUpdate: {
      /**
       * @description So long may there be no new good backup before somebody is told; null: nobody is
       * @default 48
       */
      alert_after_hours?: number | null;
      /**
       * @description Further storages, where each completed backup is copied to
       * @default []
       */
      copy_storage_config_ids?: string[];
      /**
       * @description Days; 0: the tier is off
       * @default 7
       * @example 7
       */
      daily_retention?: number;
      /** @description When the newest backup is restored on trial, in the same zone; null: never */
      drill_cron?: string | null;
      /**
       * Format: uuid
       * @description On whose server the trial happens, which has to accept drills; null: beside the environment that was backed up
       */
      drill_environment_id?: string | null;
      /** @description How pg_dump compresses; null: as `DUMP_COMPRESSION` of the executors says */
      dump_compression?: string | null;
      /** @default true */
      include_filestore?: boolean;
      /**
       * @description Whether backups are made by themselves
       * @default true
       * @example true
       */
      is_enabled?: boolean;
      /**
       * @description Months of 30 days
       * @default 12
       * @example 12
       */
      monthly_retention?: number;
      /**
       * @default true
       * @example true
       */
      notify_on_failure?: boolean;
      /**
       * @default false
       * @example false
       */
      notify_on_success?: boolean;
      /**
       * @description Five fields: minute, hour, day of month, month, day of week; 0 and 7 are Sunday. Where clocks are set, a time that is left out comes right afterwards and one that is shown twice comes once, but what names every hour comes every hour that passes
       * @default 0 2 * * *
       * @example 0 2 * * *
       */
      schedule_cron?: string;
      /**
       * Format: uuid
       * @description null: the default of the organization, as it is when the backup is made
       * @example 550e8400-e29b-41d4-a716-446655440000
       */
      storage_config_id?: string | null;
      /**
       * @description Name of an IANA time zone
       * @default UTC
       * @example UTC
       */
      timezone?: string;
      /**
       * @description How far each backup is read back; null: as its storage says
       * @enum {string|null}
       */
      verify_after_upload?: 'none' | 'rehashed' | 'readable' | null;
      /**
       * @description 0 is Monday, 6 Sunday
       * @default 6
       * @example 6
       */
      weekly_backup_day?: number;
      /**
       * @description Weeks
       * @default 4
       * @example 4
       */
      weekly_retention?: number;
      /**
       * @description Years of 365 days
       * @default 2
       * @example 2
       */
      yearly_retention?: number;
    };
    PolicyView: {
      /**
       * @description So long may there be no new good backup before somebody is told; null: nobody is
       * @default 48
       */
      alert_after_hours?: number | null;
      /**
       * @description Further storages, where each completed backup is copied to
       * @default []
       */
      copy_storage_config_ids?: string[];
      /**
       * Format: date-time
       * @example 2024-12-11T10:30:00Z
       */
      created_at: string;
      /**
       * @description Days; 0: the tier is off
       * @default 7
       * @example 7
       */
      daily_retention?: number;
      /** @description When the newest backup is restored on trial, in the same zone; null: never */
      drill_cron?: string | null;
      /**
       * Format: uuid
       * @description On whose server the trial happens, which has to accept drills; null: beside the environment that was backed up
       */
      drill_environment_id?: string | null;
      /** @description How pg_dump compresses; null: as `DUMP_COMPRESSION` of the executors says */
      dump_compression?: string | null;
      /**
       * Format: uuid
       * @example 770e8400-e29b-41d4-a716-446655440000
       */
      environment_id: string;
      /**
       * Format: uuid
       * @example 990e8400-e29b-41d4-a716-446655440000
       */
      id: string;
      /** @default true */
      include_filestore?: boolean;
      /**
       * @description Whether backups are made by themselves
       * @default true
       * @example true
       */
      is_enabled?: boolean;
      /**
       * Format: date-time
       * @description When the newest backup ended
       */
      last_backup_at: string | null;
      /**
       * @description How it ended
       * @enum {string|null}
       */
      last_backup_status:
        'pending' | 'in_progress' | 'uploading' | 'completed' | 'failed' | 'expired' | 'deleted' | null;
      /**
       * @description Months of 30 days
       * @default 12
       * @example 12
       */
      monthly_retention?: number;
      /**
       * Format: date-time
       * @description null: it is not enabled
       * @example 2024-12-12T02:00:00Z
       */
      next_backup_at: string | null;
      /** Format: date-time */
      next_drill_at: string | null;
      /**
       * @description The next five, in UTC
       * @example [
       *       "2024-12-12T02:00:00Z"
       *     ]
       */
      next_runs: string[];
      /**
       * @default true
       * @example true
       */
      notify_on_failure?: boolean;
      /**
       * @default false
       * @example false
       */
      notify_on_success?: boolean;
      /**
       * @description Five fields: minute, hour, day of month, month, day of week; 0 and 7 are Sunday. Where clocks are set, a time that is left out comes right afterwards and one that is shown twice comes once, but what names every hour comes every hour that passes
       * @default 0 2 * * *
       * @example 0 2 * * *
       */
      schedule_cron?: string;
      /**
       * Format: uuid
       * @description null: the default of the organization, as it is when the backup is made
       * @example 550e8400-e29b-41d4-a716-446655440000
       */
      storage_config_id?: string | null;
      /**
       * @description Name of an IANA time zone
       * @default UTC
       * @example UTC
       */
      timezone?: string;
      /**
       * Format: date-time
       * @example 2024-12-11T10:30:00Z
       */
      updated_at: string;
      /**
       * @description How far each backup is read back; null: as its storage says
       * @enum {string|null}
       */
      verify_after_upload?: 'none' | 'rehashed' | 'readable' | null;
      /**
       * @description 0 is Monday, 6 Sunday
       * @default 6
       * @example 6
       */
      weekly_backup_day?: number;
      /**
       * @description Weeks
       * @default 4
       * @example 4
       */
      weekly_retention?: number;
      /**
       * @description Years of 365 days
       * @default 2
       * @example 2
       */
      yearly_retention?: number;
    };
    PresetList: {
      items: components['schemas']['PresetView'][];
    };
    PresetView: {
      /** @example 30 */
      daily_retention: number;
      /** @example Every night, kept for 30 days */
      description: string;
      monthly_retention: number;
      /** @enum {string} */
      name: 'starter' | 'pro' | 'enterprise' | 'conservative' | 'aggressive' | 'compliance';
      /** @example 0 2 * * * */
      schedule_cron: string;
      weekly_retention: number;
      yearly_retention: number;
    };
    Problem: {
      /**
       * @description The stable code of the situation
       * @example NOT_FOUND
       */
      code: string;
      /** @description What happened this time */
      detail: string;
      /** @description Facts of this situation */
      details?: {
        [key: string]: unknown;
      };
      /** @description The wrong fields of the request */
      errors?: components['schemas']['ProblemField'][];
      /** @description The path that was asked for */
      instance: string;
      /** @description What the reader can do about it */
      remedy: string;
      /** @example 404 */
      status: number;
      /** @example There is no such thing */
      title: string;
      /** @description Stands in the log beside the cause; only for internal errors */
      trace_id?: string;
      /**
       * @description Address of the description of this kind of problem
       * @example /docs/errors#not-found
       */
      type: string;
    };
    ProblemField: {
      /** @example page_size */
      field: string;
      /** @example page_size must not be greater than 100 */
      message: string;
    };
    ProgressEventData: {
      attempt: number;
      bytes: number;
      /** Format: uuid */
      environment_id: string | null;
      estimated_seconds_remaining?: number | null;
      /** Format: uuid */
      organization_id: string;
      percent?: number | null;
      rate_bytes_per_second: number;
      /** @example database */
      stage: string;
      /** @description All stages in order */
      stages: string[];
      /** Format: uuid */
      task_id: string;
      total_bytes: number | null;
    };
    ProjectCreate: {
      /** @example E-commerce Platform */
      name: string;
      /** @example 18.0 */
      odoo_version: string;
      /** Format: uuid */
      organization_id: string;
      /**
       * @description Made from the name when left out
       * @example ecommerce-platform
       */
      slug?: string;
    };
    ProjectUpdate: {
      /** @example E-commerce Platform */
      name?: string;
      /** @example 18.0 */
      odoo_version?: string;
      /**
       * @description Made from the name when left out
       * @example ecommerce-platform
       */
      slug?: string;
    };
    ProjectUsage: {
      /**
       * @description Completed backups
       * @example 42
       */
      backup_count: number;
      /** @description What takes most comes first */
      environments: components['schemas']['EnvironmentUsage'][];
      /** @example E-commerce Platform */
      name: string;
      /**
       * Format: uuid
       * @example 990e8400-e29b-41d4-a716-446655440000
       */
      project_id: string;
      /**
       * @description Bytes of the ZIPs of its backups
       * @example 6442450944
       */
      total_backup_storage: number;
    };
    ProjectView: {
      /** Format: date-time */
      created_at: string;
      /** Format: uuid */
      id: string;
      /** @example E-commerce Platform */
      name: string;
      /** @example 18.0 */
      odoo_version: string;
      /** Format: uuid */
      organization_id: string;
      /**
       * @description Made from the name when left out
       * @example ecommerce-platform
       */
      slug?: string;
      /** Format: date-time */
      updated_at: string;
    };
    ProjectViewPage: {
      items: components['schemas']['ProjectView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    Refresh: {
      /** @example srr_0a1b2c3d4e5f6071_… */
      refresh_token: string;
    };
    RemovalProblemView: {
      /** @example STORAGE_UNREACHABLE */
      code: string;
      /** Format: date-time */
      failed_at: string;
      message: string;
      remedy: string;
      /**
       * Format: uuid
       * @example 550e8400-e29b-41d4-a716-446655440000
       */
      storage_config_id: string;
    };
    ResetEventData: {
      /** @description The place that the client came from */
      last_event_id: string;
      reason: string;
    };
    RestoreCreate: {
      /**
       * @description In place, required: what was written since the backup is lost
       * @default false
       */
      accept_data_loss?: boolean | null;
      /**
       * @description Restore also onto an older PostgreSQL than that of the backup, where that can work
       * @default false
       */
      allow_older_postgres?: boolean | null;
      /**
       * @description Restore also where another version of Odoo runs than that of the backup
       * @default false
       */
      allow_other_odoo?: boolean | null;
      /**
       * Format: date-time
       * @description In place, required: the `created_at` of the backup, so that nobody restores another one than meant
       */
      backup_timestamp?: string | null;
      /**
       * @description Say what would be done, what it needs and everything that stands in its way: 200 with the plan, nothing is touched. Nothing has to be confirmed for it
       * @default false
       */
      dry_run?: boolean | null;
      /**
       * Format: uuid
       * @description Clones: beside which environment of the organization; the one that was backed up when left out. In place: only for the backup of a deleted environment, the one that was made anew for it
       */
      environment_id?: string | null;
      /**
       * @description In place, what nobody can use meanwhile. `database`, when left out: that one database. `workload`: the Odoo container, with all that it serves
       * @enum {string|null}
       */
      freeze?: 'database' | 'workload' | null;
      /**
       * @description In place by `swap`: how long what was replaced is kept for an undo, in seconds; `KEEP_REPLACED_SECONDS` of the gateway when left out
       * @example 3600
       */
      keep_replaced_seconds?: number | null;
      /**
       * @description `clone`: a new database beside the live one. `in_place`: instead of it
       * @default clone
       * @enum {string|null}
       */
      mode?: 'clone' | 'in_place' | null;
      /**
       * @description Clones: made unable to act in the world (mails, payments, scheduled actions). `false` needs the permission project.backups.restore_in_place. What is restored in place never is neutralized
       * @default true
       */
      neutralize?: boolean | null;
      /** @description Run in this order on the restored copy before anybody can use it: at most 20. Needs the permission project.backups.restore_in_place */
      post_restore_sql?: components['schemas']['SqlHook'][] | null;
      /** @description Have Odoo build its asset bundles anew; when left out, if the Odoo that runs is another one than that of the backup */
      regenerate_assets?: boolean | null;
      /** @default true */
      restore_database?: boolean | null;
      /** @default true */
      restore_filestore?: boolean | null;
      /**
       * @description In place: go on without a backup of the present state, because none can be made. Needs `skip_insurance_reason`
       * @default false
       */
      skip_insurance?: boolean | null;
      /** @description Why; the audit log and the journal keep it */
      skip_insurance_reason?: string | null;
      /** @description In place with `freeze: "workload"`: every other environment that the container serves, and that may stop */
      stops_environments?: string[] | null;
      /**
       * @description In place. `swap`, when left out: loaded beside the live database, which gives way in a moment. `drop_first`: for disks too small for both; the environment cannot be used while it loads, and there is no undo
       * @enum {string|null}
       */
      strategy?: 'swap' | 'drop_first' | null;
      /**
       * @description Clones: name of the new database and of its filestore; `{db_name}-clone-{yyyymmddhhmmss}` when left out
       * @example prod_db_main-clone
       */
      target_db?: string | null;
    };
    RestoreError: {
      /** @example DATABASE_EXISTS */
      code: string;
      details: {
        [key: string]: unknown;
      };
      /** @example Choose another target_db. */
      remedy: string;
    };
    RestorePlanView: {
      /** Format: uuid */
      backup_id: string;
      /**
       * Format: date-time
       * @description What a restore in place has to confirm
       */
      backup_timestamp: string;
      /** @description In place: what is written in that time is lost */
      data_loss: components['schemas']['DataLoss'] | null;
      /** @description The disks of the server that are written to */
      disks: components['schemas']['PlannedDisk'][];
      downtime: components['schemas']['PlannedDowntime'];
      /** Format: uuid */
      environment_id: string;
      /**
       * @description In place only
       * @enum {string|null}
       */
      freeze: 'database' | 'workload' | null;
      /** @description Whether nothing stands in the way: `problems` is empty */
      is_possible: boolean;
      /** @enum {string} */
      mode: 'clone' | 'in_place' | 'drill';
      /** @description Everything that the restore would be refused for */
      problems: components['schemas']['PlanProblem'][];
      /** @description Null: no place of the backup can be read */
      source: components['schemas']['PlannedSource'] | null;
      steps: components['schemas']['PlannedStep'][];
      /** @description The other environments that stop, of those that you may stop */
      stops_environments: components['schemas']['PlannedStop'][];
      /**
       * @description In place only
       * @enum {string|null}
       */
      strategy: 'swap' | 'drop_first' | null;
      /** @example prod_db_main-clone */
      target_db: string;
      /** @description Null: backup or server could not be asked */
      versions: components['schemas']['PlannedVersions'] | null;
      warnings: components['schemas']['PlanWarning'][];
    };
    RestoreStep: {
      attempt: number;
      /** Format: date-time */
      ended_at: string | null;
      /** @example load_database */
      name: string;
      /**
       * @description What came of it
       * @example 412 MB in 38 s
       */
      note: string | null;
      /** Format: date-time */
      started_at: string;
      /**
       * @description `undone`: it was done, and taken back
       * @enum {string}
       */
      status: 'running' | 'done' | 'skipped' | 'failed' | 'undone';
      /**
       * @description What takes it back
       * @example The loaded copy is dropped
       */
      undo: string | null;
    };
    RestoreView: {
      attempt: number;
      /** Format: uuid */
      backup_id: string;
      /**
       * Format: date-time
       * @description Of which moment the backup is: what was written since is not in what was restored
       */
      backup_timestamp: string;
      /** @description Whether an undo is possible: of several restores in place, that of the latest one first */
      can_undo: boolean;
      /** Format: date-time */
      completed_at: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: uuid */
      created_by: string | null;
      database_bytes: number;
      /** @description In place: the time in which nobody could use it */
      downtime: components['schemas']['DowntimeView'] | null;
      /** @description Drills only */
      drill: components['schemas']['NotedDrillView'] | null;
      duration_seconds: number | null;
      /** Format: uuid */
      environment_id: string;
      error_details: components['schemas']['RestoreError'] | null;
      error_message: string | null;
      filestore_bytes: number;
      filestore_files: number;
      /**
       * @description In place only
       * @enum {string|null}
       */
      freeze: 'database' | 'workload' | null;
      /** Format: uuid */
      id: string;
      /**
       * Format: uuid
       * @description In place: the backup of what was replaced
       */
      insurance_backup_id: string | null;
      /**
       * Format: date-time
       * @description Until when that backup is kept at least
       */
      insurance_kept_until: string | null;
      /** @description In place only */
      keep_replaced_seconds: number | null;
      /** @enum {string} */
      mode: 'clone' | 'in_place' | 'drill';
      /** @description Whether the clone is made unable to act in the world */
      neutralize: boolean;
      /** Format: uuid */
      organization_id: string;
      /**
       * @description What a failure in place, or of the undo, has left. `untouched`: nothing live was changed. `broken`: the rollback failed as well; the error says what stands where
       * @enum {string|null}
       */
      outcome: 'untouched' | 'rolled_back' | 'broken' | null;
      post_restore_sql: components['schemas']['NotedHookView'][];
      /** Format: uuid */
      project_id: string;
      regenerate_assets: boolean | null;
      /** Format: date-time */
      replaced_dropped_at: string | null;
      /**
       * Format: date-time
       * @description In place: until when what was replaced is kept for an undo
       */
      replaced_until: string | null;
      restore_database: boolean;
      restore_filestore: boolean;
      /** @description Why there is no backup of the state that was replaced */
      skip_insurance_reason: string | null;
      /** Format: date-time */
      started_at: string | null;
      /**
       * @description `rolled_back`: failed, and the live environment is as it was. `undone`: completed, and swapped back since
       * @enum {string}
       */
      status:
        | 'pending'
        | 'in_progress'
        | 'completed'
        | 'failed'
        | 'rolled_back'
        | 'undoing'
        | 'undone'
        | 'tearing_down'
        | 'torn_down';
      /** @description The journal, in the order in which the steps were begun */
      steps: components['schemas']['RestoreStep'][];
      /** @description The other environments that stop with the workload */
      stops_environments: string[];
      /**
       * @description In place only
       * @enum {string|null}
       */
      strategy: 'swap' | 'drop_first' | null;
      /** @example prod_db_main-clone */
      target_db: string;
      /** Format: uuid */
      task_id: string;
      teardown_attempt: number;
      /**
       * Format: uuid
       * @description The task of the teardown, once somebody asked for it
       */
      teardown_task_id: string | null;
      /** Format: date-time */
      torn_down_at: string | null;
      undo_attempt: number;
      /**
       * Format: uuid
       * @description The task of the undo, once somebody asked for it
       */
      undo_task_id: string | null;
      /** Format: date-time */
      undone_at: string | null;
      /** Format: date-time */
      updated_at: string;
      /** @description Users in what was restored */
      users: number | null;
      warnings: components['schemas']['RestoreWarning'][];
    };
    RestoreViewPage: {
      items: components['schemas']['RestoreView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    RestoreWarning: {
      /** @example NEWER_POSTGRES */
      code: string;
      /** @example The backup was made by PostgreSQL 15, the server is 16 */
      message: string;
    };
    RetentionAgreement: {
      /**
       * Format: uuid
       * @description The run that was held back: `hold` of the preview names it
       */
      run_id: string;
    };
    RetentionDecisionView: {
      /**
       * @example promote
       * @enum {string}
       */
      action: 'expire' | 'promote' | 'keep';
      /** Format: uuid */
      backup_id: string;
      /** Format: date-time */
      created_at: string;
      /**
       * Format: date-time
       * @description null: never
       */
      expires_at: string | null;
      /**
       * @example daily
       * @enum {string}
       */
      previous_type: 'daily' | 'weekly' | 'monthly' | 'yearly' | 'permanent';
      /**
       * @description Why, in words
       * @example the first daily one of its week
       */
      reason: string;
      /**
       * @example weekly
       * @enum {string}
       */
      retention_type: 'daily' | 'weekly' | 'monthly' | 'yearly' | 'permanent';
    };
    RetentionErrorView: {
      /** Format: uuid */
      backup_id: string | null;
      /** @example STORAGE_UNREACHABLE */
      code: string;
      /** Format: uuid */
      environment_id: string | null;
      /** @example sftp.example.com does not answer */
      message: string;
      /** Format: uuid */
      storage_config_id: string | null;
    };
    RetentionHoldView: {
      /**
       * Format: date-time
       * @description null: nobody has agreed yet
       */
      agreed_at: string | null;
      /** Format: uuid */
      environment_id: string;
      /** Format: date-time */
      held_at: string;
      /**
       * @description Out of how many
       * @example 45
       */
      of: number;
      /**
       * Format: uuid
       * @description The run that was held back
       */
      run_id: string;
      /**
       * @description How many backups would have gone
       * @example 40
       */
      would_expire: number;
    };
    RetentionPreview: {
      /**
       * Format: date-time
       * @description The moment that it was decided for
       */
      at: string;
      /** @description The first 1000: those that go, those that are promoted, those that stay; of each the newest first */
      decisions: components['schemas']['RetentionDecisionView'][];
      /** Format: uuid */
      environment_id: string;
      expire: number;
      /** @description What waits for an agreement now */
      hold: components['schemas']['RetentionHoldView'] | null;
      keep: number;
      promote: number;
      /** @description Whether so many would go at once that nothing goes until somebody agrees */
      would_be_held: boolean;
    };
    RetentionResult: {
      /**
       * @description Backups of which no storage holds anything any more
       * @example 12
       */
      deleted_storage: number;
      /** @description The first 100; tried again at the next run */
      errors: components['schemas']['RetentionErrorView'][];
      /**
       * @description Backups whose time was over
       * @example 12
       */
      expired: number;
      /**
       * @description Backups that have taken over a higher tier
       * @example 1
       */
      promoted: number;
    };
    RetentionRules: {
      /**
       * @description Days
       * @example 7
       */
      daily_retention?: number;
      /** @description A policy that is not enabled promotes nothing */
      is_enabled?: boolean;
      /**
       * @description Months
       * @example 12
       */
      monthly_retention?: number;
      /** @example Europe/Berlin */
      timezone?: string;
      /**
       * @description 0 is Monday, 6 Sunday
       * @example 6
       */
      weekly_backup_day?: number;
      /**
       * @description Weeks
       * @example 4
       */
      weekly_retention?: number;
      /**
       * @description Years
       * @example 2
       */
      yearly_retention?: number;
    };
    RetentionRunRequested: {
      /** @description How many organizations the run is for */
      organizations: number;
      /** Format: uuid */
      run_id: string;
    };
    RetentionRunView: {
      /** Format: date-time */
      completed_at: string | null;
      /** @description How many errors there were */
      error_count: number;
      /** @description How many environments wait for somebody to agree */
      held: number;
      /** Format: uuid */
      organization_id: string;
      /** Format: date-time */
      requested_at: string;
      /** @description So far */
      result: components['schemas']['RetentionResult'];
      /** Format: uuid */
      run_id: string;
      /**
       * Format: date-time
       * @description Its time by the schedule; null: somebody asked for it
       */
      scheduled_for: string | null;
      /** Format: date-time */
      started_at: string | null;
      /**
       * @description `removing`: all is decided; objects are on their way out
       * @enum {string}
       */
      status: 'pending' | 'planning' | 'removing' | 'completed';
    };
    RetentionRunViewPage: {
      items: components['schemas']['RetentionRunView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    RoleAssignmentCreate: {
      /**
       * Format: uuid
       * @description Of an org role: its organization
       */
      organization_id?: string | null;
      /**
       * Format: uuid
       * @description Of a project role: its project
       */
      project_id?: string | null;
      /** @enum {string} */
      role: 'portal_admin' | 'org_owner' | 'org_admin' | 'org_member' | 'project_admin' | 'project_member';
      /** Format: uuid */
      user_id: string;
    };
    RoleAssignmentView: {
      /** Format: date-time */
      created_at: string;
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      organization_id: string | null;
      /** Format: uuid */
      project_id: string | null;
      /** @enum {string} */
      role: 'portal_admin' | 'org_owner' | 'org_admin' | 'org_member' | 'project_admin' | 'project_member';
      /** Format: uuid */
      user_id: string;
    };
    RoleAssignmentViewPage: {
      items: components['schemas']['RoleAssignmentView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    SchedulePreview: {
      /**
       * @description The next five, in UTC
       * @example [
       *       "2024-12-12T02:00:00Z"
       *     ]
       */
      next_runs: string[];
    };
    ServerCreate: {
      /**
       * @description Whether backups of other environments of the organization may be restored here on trial
       * @default false
       */
      accepts_drills?: boolean;
      /**
       * @description `local`: the machine of the executors itself
       * @default ssh
       * @enum {string}
       */
      connection?: 'ssh' | 'local';
      /**
       * @description The pinned host key in OpenSSH form
       * @example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…
       */
      host_key?: string | null;
      /**
       * @description IP address or host name
       * @example 165.22.65.97
       */
      ip_address: string;
      /** @example server-1 */
      name: string;
      /** Format: uuid */
      organization_id: string;
      /** @description Private key in OpenSSH or PEM form, without a passphrase. Stored sealed, and never shown. */
      private_key?: string | null;
      /** @default 22 */
      ssh_port?: number;
      /** @default root */
      ssh_user?: string;
    };
    ServerUpdate: {
      /**
       * @description Whether backups of other environments of the organization may be restored here on trial
       * @default false
       */
      accepts_drills?: boolean;
      /**
       * @description `local`: the machine of the executors itself
       * @default ssh
       * @enum {string}
       */
      connection?: 'ssh' | 'local';
      /**
       * @description The pinned host key in OpenSSH form
       * @example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…
       */
      host_key?: string | null;
      /**
       * @description IP address or host name
       * @example 165.22.65.97
       */
      ip_address?: string;
      /** @example server-1 */
      name?: string;
      /** @description Private key in OpenSSH or PEM form, without a passphrase. Stored sealed, and never shown. */
      private_key?: string | null;
      /** @default 22 */
      ssh_port?: number;
      /** @default root */
      ssh_user?: string;
    };
    ServerView: {
      /**
       * @description Whether backups of other environments of the organization may be restored here on trial
       * @default false
       */
      accepts_drills?: boolean;
      /**
       * @description `local`: the machine of the executors itself
       * @default ssh
       * @enum {string}
       */
      connection?: 'ssh' | 'local';
      /** Format: date-time */
      created_at: string;
      has_private_key: boolean;
      /**
       * @description The pinned host key in OpenSSH form
       * @example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…
       */
      host_key?: string | null;
      /** Format: uuid */
      id: string;
      /**
       * @description IP address or host name
       * @example 165.22.65.97
       */
      ip_address: string;
      /** @example server-1 */
      name: string;
      /** Format: uuid */
      organization_id: string;
      /** @default 22 */
      ssh_port?: number;
      /** @default root */
      ssh_user?: string;
      /** Format: date-time */
      updated_at: string;
    };
    ServerViewPage: {
      items: components['schemas']['ServerView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    SessionTokens: {
      /**
       * @description For `Authorization: Bearer …`
       * @example eyJhbGciOiJFZERTQSIs…
       */
      access_token: string;
      /**
       * @description Seconds until the access token expires
       * @example 600
       */
      expires_in: number;
      /**
       * @description For one refresh, which answers with the next one
       * @example srr_0a1b2c3d4e5f6071_…
       */
      refresh_token: string;
      /**
       * Format: date-time
       * @description When the password is asked for again
       */
      session_expires_at: string;
      /** Format: uuid */
      session_id: string;
      /** @enum {string} */
      token_type: 'Bearer';
    };
    SessionView: {
      /**
       * @description Where the sign-in came from
       * @example 192.0.2.7
       */
      address: string;
      /** Format: date-time */
      created_at: string;
      /**
       * @description Whether it is the one that asks
       * @example true
       */
      current: boolean;
      /**
       * Format: date-time
       * @description When the password is asked for again at the latest
       */
      expires_at: string;
      /** Format: uuid */
      id: string;
      /** Format: date-time */
      refreshed_at: string;
      /** @example Mozilla/5.0 */
      user_agent: string | null;
    };
    SessionViewPage: {
      items: components['schemas']['SessionView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    SqlHook: {
      /**
       * @description Under this name the journal tells what it did
       * @example test addresses
       */
      name: string;
      /**
       * @description SQL, in one transaction; no meta-commands of psql
       * @example UPDATE res_partner SET email = 'nobody@example.com'
       */
      sql: string;
    };
    StorageConfigCreate: {
      /** @example acme-backups */
      bucket?: string | null;
      /** @description Provider `ftp` with TLS: PEM of the authority of a certificate that no public authority has signed */
      ca_certificate?: string | null;
      /** @description Those of the provider, replaced as a whole. Stored sealed, and never shown */
      credentials?: components['schemas']['StorageCredentialsFields'] | null;
      /**
       * @description `http(s)://` for the S3 family; `ftp://host:21`, or `ftps://host:21` for FTP with explicit TLS; `sftp://host:22`
       * @example https://s3.eu-central-1.amazonaws.com
       */
      endpoint?: string | null;
      /**
       * @description Provider `sftp`: the pinned host key in OpenSSH form. The test of a config without it names the key.
       * @example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…
       */
      host_key?: string | null;
      /**
       * @description Used when a backup names no storage; one per organization
       * @default false
       */
      is_default?: boolean;
      /**
       * @description How new backups are written: `zip` as one ZIP, `plana` as PLANA has them: `{slug}/backup-….dump.gz` (SQL in gzip) and `{slug}/filestore-….tar.gz`, insurance below `{slug}/insurance/`, each with a manifest beside it. Backups that lie there already stay as they are. `plana` and encryption exclude each other
       * @default zip
       * @enum {string}
       */
      layout?: 'zip' | 'plana';
      /** @example Primary */
      name: string;
      /** Format: uuid */
      organization_id: string;
      /** @description The directory that holds everything. `local`: absolute. `ftp` and `sftp`: absolute, or below the directory that the login leads to */
      path?: string | null;
      /** @description Put before every key */
      prefix?: string | null;
      /** @enum {string} */
      provider: 's3' | 'r2' | 'b2' | 'minio' | 'ftp' | 'sftp' | 'local';
      /** @example eu-central-1 */
      region?: string | null;
      /** @example AES256 */
      server_side_encryption?: string | null;
      /** @example STANDARD_IA */
      storage_class?: string | null;
      /**
       * @description How far an upload is read back before it counts as completed: not at all, every byte compared with its checksum, or the dump and the filestore read to their end as well
       * @default rehashed
       * @enum {string}
       */
      verify_after_upload?: 'none' | 'rehashed' | 'readable';
    };
    StorageConfigUpdate: {
      /** @example acme-backups */
      bucket?: string | null;
      /** @description Provider `ftp` with TLS: PEM of the authority of a certificate that no public authority has signed */
      ca_certificate?: string | null;
      /** @description Those of the provider, replaced as a whole. Stored sealed, and never shown */
      credentials?: components['schemas']['StorageCredentialsFields'] | null;
      /**
       * @description `http(s)://` for the S3 family; `ftp://host:21`, or `ftps://host:21` for FTP with explicit TLS; `sftp://host:22`
       * @example https://s3.eu-central-1.amazonaws.com
       */
      endpoint?: string | null;
      /**
       * @description Provider `sftp`: the pinned host key in OpenSSH form. The test of a config without it names the key.
       * @example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…
       */
      host_key?: string | null;
      /**
       * @description Used when a backup names no storage; one per organization
       * @default false
       */
      is_default?: boolean;
      /**
       * @description How new backups are written: `zip` as one ZIP, `plana` as PLANA has them: `{slug}/backup-….dump.gz` (SQL in gzip) and `{slug}/filestore-….tar.gz`, insurance below `{slug}/insurance/`, each with a manifest beside it. Backups that lie there already stay as they are. `plana` and encryption exclude each other
       * @default zip
       * @enum {string}
       */
      layout?: 'zip' | 'plana';
      /** @example Primary */
      name?: string;
      /** @description The directory that holds everything. `local`: absolute. `ftp` and `sftp`: absolute, or below the directory that the login leads to */
      path?: string | null;
      /** @description Put before every key */
      prefix?: string | null;
      /** @enum {string} */
      provider?: 's3' | 'r2' | 'b2' | 'minio' | 'ftp' | 'sftp' | 'local';
      /** @example eu-central-1 */
      region?: string | null;
      /** @example AES256 */
      server_side_encryption?: string | null;
      /** @example STANDARD_IA */
      storage_class?: string | null;
      /**
       * @description How far an upload is read back before it counts as completed: not at all, every byte compared with its checksum, or the dump and the filestore read to their end as well
       * @default rehashed
       * @enum {string}
       */
      verify_after_upload?: 'none' | 'rehashed' | 'readable';
    };
    StorageConfigView: {
      /** @example acme-backups */
      bucket?: string | null;
      /** @description Provider `ftp` with TLS: PEM of the authority of a certificate that no public authority has signed */
      ca_certificate?: string | null;
      /** Format: date-time */
      created_at: string;
      /** @description null: new backups are not encrypted */
      encryption: components['schemas']['CurrentEncryptionKey'] | null;
      /**
       * @description `http(s)://` for the S3 family; `ftp://host:21`, or `ftps://host:21` for FTP with explicit TLS; `sftp://host:22`
       * @example https://s3.eu-central-1.amazonaws.com
       */
      endpoint?: string | null;
      has_credentials: boolean;
      /**
       * @description Provider `sftp`: the pinned host key in OpenSSH form. The test of a config without it names the key.
       * @example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…
       */
      host_key?: string | null;
      /** Format: uuid */
      id: string;
      /**
       * @description Used when a backup names no storage; one per organization
       * @default false
       */
      is_default?: boolean;
      /** Format: date-time */
      last_used_at: string | null;
      /**
       * @description How new backups are written: `zip` as one ZIP, `plana` as PLANA has them: `{slug}/backup-….dump.gz` (SQL in gzip) and `{slug}/filestore-….tar.gz`, insurance below `{slug}/insurance/`, each with a manifest beside it. Backups that lie there already stay as they are. `plana` and encryption exclude each other
       * @default zip
       * @enum {string}
       */
      layout?: 'zip' | 'plana';
      /** @example Primary */
      name: string;
      object_count: number;
      /** Format: uuid */
      organization_id: string;
      /** @description The directory that holds everything. `local`: absolute. `ftp` and `sftp`: absolute, or below the directory that the login leads to */
      path?: string | null;
      /** @description Put before every key */
      prefix?: string | null;
      /** @enum {string} */
      provider: 's3' | 'r2' | 'b2' | 'minio' | 'ftp' | 'sftp' | 'local';
      /** @example eu-central-1 */
      region?: string | null;
      /** @example AES256 */
      server_side_encryption?: string | null;
      /** @example STANDARD_IA */
      storage_class?: string | null;
      total_size_bytes: number;
      /** Format: date-time */
      updated_at: string;
      /**
       * @description How far an upload is read back before it counts as completed: not at all, every byte compared with its checksum, or the dump and the filestore read to their end as well
       * @default rehashed
       * @enum {string}
       */
      verify_after_upload?: 'none' | 'rehashed' | 'readable';
    };
    StorageConfigViewPage: {
      items: components['schemas']['StorageConfigView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    StorageCredentialsFields: {
      /** @description S3 family */
      access_key_id?: string;
      /** @description `ftp`, and `sftp` without a private key */
      password?: string;
      /** @description `sftp`: private key in OpenSSH or PEM form, without a passphrase */
      private_key?: string;
      /** @description S3 family */
      secret_access_key?: string;
      /** @description `ftp` and `sftp` */
      username?: string;
    };
    StorageTestResult: {
      /** @description Whether every step went well */
      ok: boolean;
      steps: components['schemas']['StorageTestStep'][];
    };
    StorageTestStep: {
      /** @description code, message, remedy and details of the failure */
      error: {
        [key: string]: unknown;
      } | null;
      ok: boolean;
      /** @enum {string} */
      step: 'connect' | 'write' | 'read' | 'range' | 'list' | 'delete';
    };
    StorageUsage: {
      /**
       * @description Completed backups
       * @example 42
       */
      backup_count: number;
      /** Format: date-time */
      last_used_at: string | null;
      /** @example Primary */
      name: string;
      /**
       * @description Number of those
       * @example 42
       */
      object_count: number;
      /**
       * @example s3
       * @enum {string}
       */
      provider: 's3' | 'r2' | 'b2' | 'minio' | 'ftp' | 'sftp' | 'local';
      /**
       * Format: uuid
       * @example 550e8400-e29b-41d4-a716-446655440000
       */
      storage_config_id: string;
      /**
       * @description Bytes of the ZIPs of its backups
       * @example 6442450944
       */
      total_backup_storage: number;
      /**
       * @description Bytes of all ZIPs that lie there, copies as well
       * @example 6442450944
       */
      total_size_bytes: number;
    };
    StoredEventData: {
      cloudevent: components['schemas']['CloudEventEnvelope'];
      /** Format: uuid */
      environment_id?: string | null;
      /** Format: uuid */
      organization_id: string;
      /**
       * Format: uuid
       * @description Where the event belongs to a task
       */
      task_id?: string;
    };
    TaskAttempt: {
      /** Format: date-time */
      at: string;
      attempt: number;
      error: components['schemas']['TaskProblem'];
    };
    TaskProblem: {
      /** @example SSH_UNREACHABLE */
      code: string;
      details: {
        [key: string]: unknown;
      };
      /** @enum {string} */
      kind: 'operator' | 'transient' | 'bug' | 'cancelled';
      /** @example server-1 (192.0.2.7:22) did not answer within 10 seconds */
      message: string;
      /**
       * @description What the reader can do about it
       * @example Check that the server runs and that its SSH port is open.
       */
      remedy: string;
    };
    TaskProgress: {
      bytes: number;
      /** @description At the rate of the last seconds; null when unknown */
      estimated_seconds_remaining: number | null;
      /** @description Never falls within an attempt; null when unknown */
      percent: number | null;
      rate_bytes_per_second: number;
      /** @example database */
      stage: string;
      /**
       * @description All stages in order
       * @example [
       *       "connect",
       *       "snapshot",
       *       "database"
       *     ]
       */
      stages: string[];
      /** @description An estimate; null when unknown */
      total_bytes: number | null;
      /** Format: date-time */
      updated_at: string;
    };
    TaskStatusEventData: {
      attempt: number;
      cloudevent: components['schemas']['CloudEventEnvelope'];
      /** Format: uuid */
      environment_id: string | null;
      error: components['schemas']['TaskProblem'] | null;
      /** Format: uuid */
      organization_id: string;
      /** @enum {string} */
      previous_status: 'pending' | 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
      /** @enum {string} */
      status: 'pending' | 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
      /** Format: uuid */
      task_id: string;
      /** @enum {string} */
      type: 'backup' | 'verify' | 'copy' | 'restore' | 'restore_teardown' | 'restore_undo' | 'rescan';
    };
    TaskView: {
      /** @description The latest attempt; 0 before the first */
      attempt: number;
      /**
       * @description The attempts that failed
       * @example []
       */
      attempts: components['schemas']['TaskAttempt'][];
      /** Format: uuid */
      backup_id: string | null;
      /**
       * @description `too_late`: it had come to its end before
       * @enum {string|null}
       */
      cancel_outcome: 'requested' | 'cancelled' | 'too_late' | null;
      /**
       * Format: date-time
       * @description When somebody wanted the task to end
       */
      cancel_requested_at: string | null;
      /** Format: uuid */
      cancel_requested_by: string | null;
      /** Format: date-time */
      completed_at: string | null;
      /** Format: date-time */
      created_at: string;
      /**
       * Format: uuid
       * @description null: the system
       */
      created_by: string | null;
      /** Format: uuid */
      environment_id: string | null;
      error: components['schemas']['TaskProblem'] | null;
      /** Format: uuid */
      id: string;
      /** Format: date-time */
      next_attempt_at: string | null;
      /** Format: uuid */
      organization_id: string;
      /** @description While somebody works on the task */
      progress: components['schemas']['TaskProgress'] | null;
      /**
       * Format: uuid
       * @description Both null: work on a storage
       */
      project_id: string | null;
      /** Format: uuid */
      restore_id: string | null;
      /**
       * @example {
       *       "backup_id": "660e8400-e29b-41d4-a716-446655440000"
       *     }
       */
      result: {
        [key: string]: unknown;
      } | null;
      /** Format: date-time */
      started_at: string | null;
      /** @enum {string} */
      status: 'pending' | 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
      /** @enum {string} */
      type: 'backup' | 'verify' | 'copy' | 'restore' | 'restore_teardown' | 'restore_undo' | 'rescan';
      /** Format: date-time */
      updated_at: string;
    };
    TaskViewPage: {
      items: components['schemas']['TaskView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    UserCreate: {
      /**
       * @description Kept in lower case
       * @example ada@example.com
       */
      email: string;
      /** @example Ada */
      name: string;
    };
    UserUpdate: {
      /**
       * @description Kept in lower case
       * @example ada@example.com
       */
      email?: string;
      /** @example Ada */
      name?: string;
    };
    UserView: {
      /** Format: date-time */
      created_at: string;
      /** @example ada@example.com */
      email: string;
      /** Format: uuid */
      id: string;
      /** @example Ada */
      name: string;
      /** Format: date-time */
      updated_at: string;
    };
    UserViewPage: {
      items: components['schemas']['UserView'][];
      /** @example 1 */
      page: number;
      /** @example 20 */
      page_size: number;
      /** @example 3 */
      pages: number;
      /** @example 45 */
      total: number;
    };
    VerificationLevels: {
      /**
       * Format: date-time
       * @description Odoo ran on what was restored
       */
      odoo_answered: string | null;
      /**
       * Format: date-time
       * @description Dump and filestore were read to their end as well
       */
      readable: string | null;
      /**
       * Format: date-time
       * @description Every byte was read back and has its checksum
       */
      rehashed: string | null;
      /**
       * Format: date-time
       * @description A drill has restored it
       */
      restored: string | null;
      /**
       * Format: date-time
       * @description The storage took it
       */
      uploaded: string | null;
    };
    VerifyRequest: {
      /**
       * @description Every byte compared with its checksum, or the dump and the filestore read to their end as well
       * @default rehashed
       * @enum {string}
       */
      level?: 'rehashed' | 'readable';
      /**
       * Format: uuid
       * @description Where a copy lies that is to be verified; the backup itself when left out
       */
      storage_config_id?: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listApiTokens: {
    parameters: {
      query?: {
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "name": "nightly script",
           *           "user_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "prefix": "0a1b2c3d4e5f",
           *           "scopes": null,
           *           "organization_id": null,
           *           "project_id": null,
           *           "last_used_at": null,
           *           "expires_at": null,
           *           "revoked_at": null,
           *           "created_at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['ApiTokenViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission account.tokens.manage
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createApiToken: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "nightly script",
         *       "scopes": [
         *         "project.backups.list",
         *         "project.backups.create"
         *       ]
         *     }
         */
        'application/json': components['schemas']['ApiTokenCreate'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "nightly script",
           *       "user_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "prefix": "0a1b2c3d4e5f",
           *       "scopes": null,
           *       "organization_id": null,
           *       "project_id": null,
           *       "last_used_at": null,
           *       "expires_at": null,
           *       "revoked_at": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "token": "srk_0a1b2c3d4e5f_…"
           *     }
           */
          'application/json': components['schemas']['ApiTokenCreated'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission account.tokens.manage
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getApiToken: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "nightly script",
           *       "user_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "prefix": "0a1b2c3d4e5f",
           *       "scopes": null,
           *       "organization_id": null,
           *       "project_id": null,
           *       "last_used_at": null,
           *       "expires_at": null,
           *       "revoked_at": null,
           *       "created_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['ApiTokenView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission account.tokens.manage
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such token */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  revokeApiToken: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission account.tokens.manage
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such token */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listAuditEntries: {
    parameters: {
      query?: {
        action?:
          | 'organization.created'
          | 'organization.updated'
          | 'organization.deleted'
          | 'project.created'
          | 'project.updated'
          | 'project.deleted'
          | 'server.created'
          | 'server.updated'
          | 'server.deleted'
          | 'environment.created'
          | 'environment.updated'
          | 'environment.deleted'
          | 'environment.deletion_requested'
          | 'storage_config.created'
          | 'storage_config.updated'
          | 'storage_config.deleted'
          | 'storage_config.tested'
          | 'storage_config.rescan_requested'
          | 'storage_config.import_requested'
          | 'storage_config.orphan_sweep_requested'
          | 'encryption_key.added'
          | 'encryption_key.checked'
          | 'encryption_key.deleted'
          | 'encryption.disabled'
          | 'event_credential.created'
          | 'event_credential.revoked'
          | 'notification_channel.created'
          | 'notification_channel.updated'
          | 'notification_channel.deleted'
          | 'notification_channel.tested'
          | 'user.created'
          | 'user.updated'
          | 'user.deleted'
          | 'user.signed_in'
          | 'user.sign_in_failed'
          | 'user.signed_out'
          | 'user.refresh_token_reused'
          | 'user.password_changed'
          | 'user.password_set'
          | 'user.sessions_ended'
          | 'user.identity_linked'
          | 'user.identity_unlinked'
          | 'issuer.created'
          | 'issuer.updated'
          | 'issuer.deleted'
          | 'role_assignment.created'
          | 'role_assignment.deleted'
          | 'api_token.created'
          | 'api_token.revoked'
          | 'backup.requested'
          | 'backup.verification_requested'
          | 'backup.copy_requested'
          | 'backup.deleted'
          | 'backup.pinned'
          | 'backup.unpinned'
          | 'retention.run_requested'
          | 'retention.agreed'
          | 'backup.download_requested'
          | 'backup.file_downloaded'
          | 'policy.created'
          | 'policy.updated'
          | 'policy.deleted'
          | 'restore.requested'
          | 'restore.drill_requested'
          | 'restore.teardown_requested'
          | 'restore.undo_requested'
          | 'task.cancel_requested'
          | 'dead_letter.replayed'
          | 'dead_letter.dismissed';
        /** @description Who made the change */
        actor_id?: string;
        /** @description Not before */
        from?: string;
        object_id?: string;
        object_type?: string;
        organization_id?: string;
        outcome?: 'done' | 'unknown';
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
        /** @description Before */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "at": "2024-12-11T10:30:00Z",
           *           "actor_id": null,
           *           "actor_name": "Ada",
           *           "token_id": null,
           *           "address": "203.0.113.7",
           *           "action": "backup.requested",
           *           "object_type": "backup",
           *           "object_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "object_name": null,
           *           "organization_id": null,
           *           "details": {},
           *           "outcome": "done"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['AuditEntryViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.audit.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getSigningKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "keys": [
           *         {
           *           "kty": "OKP",
           *           "crv": "Ed25519",
           *           "kid": "k1",
           *           "alg": "EdDSA",
           *           "use": "sig",
           *           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['KeySet'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  signIn: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "email": "ada@example.com",
         *       "password": "correct horse battery"
         *     }
         */
        'application/json': components['schemas']['Login'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "token_type": "Bearer",
           *       "access_token": "eyJhbGciOiJFZERTQSIs…",
           *       "expires_in": 600,
           *       "refresh_token": "srr_0a1b2c3d4e5f6071_…",
           *       "session_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "session_expires_at": "2024-12-11T10:30:00Z",
           *       "must_change_password": false
           *     }
           */
          'application/json': components['schemas']['LoginAnswer'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CREDENTIALS_WRONG`: Email or password is wrong */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `SIGN_IN_LOCKED`: Too many passwords were wrong; `Retry-After` says when to try again */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `SIGN_IN_BUSY`: Too many passwords are being checked; `Retry-After` says when to try again
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  signOut: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Its tokens count no more */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `SESSION_REQUIRED`: The token is not from a sign-in by password */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getMyAccount: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "user": {
           *         "id": "550e8400-e29b-41d4-a716-446655440000",
           *         "email": "ada@example.com",
           *         "name": "Ada"
           *       },
           *       "signed_in_by": "api_token",
           *       "session_id": null,
           *       "must_change_password": false,
           *       "roles": [
           *         {
           *           "role": "portal_admin",
           *           "organization_id": null,
           *           "project_id": null
           *         }
           *       ],
           *       "permissions": [
           *         "project.backups.list"
           *       ]
           *     }
           */
          'application/json': components['schemas']['Me'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changeMyPassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "current_password": "the one that was given",
         *       "new_password": "correct horse battery"
         *     }
         */
        'application/json': components['schemas']['PasswordChange'];
      };
    };
    responses: {
      /** @description Changed */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       *
       *     `CREDENTIALS_WRONG`: The current password is wrong
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `SESSION_REQUIRED`: The token is not from a sign-in by password */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `SIGN_IN_LOCKED`: Too many passwords were wrong; `Retry-After` says when to try again */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `SIGN_IN_BUSY`: Too many passwords are being checked; `Retry-After` says when to try again
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  refreshSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "refresh_token": "srr_0a1b2c3d4e5f6071_…"
         *     }
         */
        'application/json': components['schemas']['Refresh'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "token_type": "Bearer",
           *       "access_token": "eyJhbGciOiJFZERTQSIs…",
           *       "expires_in": 600,
           *       "refresh_token": "srr_0a1b2c3d4e5f6071_…",
           *       "session_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "session_expires_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['SessionTokens'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `REFRESH_TOKEN_INVALID`: The session is unknown or over
       *
       *     `REFRESH_TOKEN_REUSED`: The token was used before; the session has ended
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listMySessions: {
    parameters: {
      query?: {
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "current": true,
           *           "address": "192.0.2.7",
           *           "user_agent": "Mozilla/5.0",
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "refreshed_at": "2024-12-11T10:30:00Z",
           *           "expires_at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['SessionViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       *
       *     `SESSION_REQUIRED`: The token is not from a sign-in by password
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  endMySession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Ended */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       *
       *     `SESSION_REQUIRED`: The token is not from a sign-in by password
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: You have no such session */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listAllBackups: {
    parameters: {
      query?: {
        backup_type?: 'manual' | 'scheduled' | 'pre_restore' | 'pre_upgrade' | 'pre_destroy';
        /** @description Created then or later */
        created_after?: string;
        /** @description Created earlier */
        created_before?: string;
        environment_id?: string;
        organization_id?: string;
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
        /** @description Whether it is pinned */
        pinned?: boolean;
        project_id?: string;
        retention_type?: 'daily' | 'weekly' | 'monthly' | 'yearly' | 'permanent';
        /** @description Left out: all but deleted ones */
        status?: 'pending' | 'in_progress' | 'uploading' | 'completed' | 'failed' | 'expired' | 'deleted';
        /** @description Whether it is much smaller than the ones before it */
        suspicious?: boolean;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "660e8400-e29b-41d4-a716-446655440000",
           *           "environment_id": "770e8400-e29b-41d4-a716-446655440000",
           *           "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "task_id": "880e8400-e29b-41d4-a716-446655440000",
           *           "status": "pending",
           *           "backup_type": "manual",
           *           "database_size": 0,
           *           "filestore_size": 0,
           *           "total_size": 0,
           *           "compressed_size": 0,
           *           "retention_type": "daily",
           *           "expires_at": null,
           *           "is_verified": false,
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "verified_at": "2024-12-11T10:35:30Z",
           *           "verification_error": null,
           *           "verification_checked_at": null,
           *           "verification_levels": {
           *             "uploaded": null,
           *             "rehashed": null,
           *             "readable": null,
           *             "restored": null,
           *             "odoo_answered": null
           *           },
           *           "started_at": "2024-12-11T10:30:00Z",
           *           "completed_at": "2024-12-11T10:35:23Z",
           *           "duration_seconds": 323,
           *           "degraded": false,
           *           "is_suspicious": false,
           *           "pinned_at": null,
           *           "error_message": null
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['BackupListedPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getBackup: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "660e8400-e29b-41d4-a716-446655440000",
           *       "environment_id": "770e8400-e29b-41d4-a716-446655440000",
           *       "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "task_id": "880e8400-e29b-41d4-a716-446655440000",
           *       "status": "pending",
           *       "backup_type": "manual",
           *       "database_size": 0,
           *       "filestore_size": 0,
           *       "total_size": 0,
           *       "compressed_size": 0,
           *       "retention_type": "daily",
           *       "expires_at": null,
           *       "is_verified": false,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "verified_at": "2024-12-11T10:35:30Z",
           *       "verification_error": null,
           *       "verification_checked_at": null,
           *       "verification_levels": {
           *         "uploaded": null,
           *         "rehashed": null,
           *         "readable": null,
           *         "restored": null,
           *         "odoo_answered": null
           *       },
           *       "started_at": "2024-12-11T10:30:00Z",
           *       "completed_at": "2024-12-11T10:35:23Z",
           *       "duration_seconds": 323,
           *       "degraded": false,
           *       "is_suspicious": false,
           *       "pinned_at": null,
           *       "error_message": null,
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "project_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "include_filestore": false,
           *       "database_key": null,
           *       "filestore_key": null,
           *       "manifest_key": null,
           *       "sidecar_key": null,
           *       "location": null,
           *       "copies": [
           *         {
           *           "is_verified": false,
           *           "verified_at": "2024-12-11T10:35:30Z",
           *           "verification_error": null,
           *           "verification_checked_at": null,
           *           "verification_levels": {
           *             "uploaded": null,
           *             "rehashed": null,
           *             "readable": null,
           *             "restored": null,
           *             "odoo_answered": null
           *           },
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "task_id": null,
           *           "status": "pending",
           *           "location": null,
           *           "completed_at": null,
           *           "object_removed_at": null,
           *           "error_message": null,
           *           "error_details": null
           *         }
           *       ],
           *       "database_checksum": "a1b2c3d4e5f6...",
           *       "filestore_checksum": "f6e5d4c3b2a1...",
           *       "encryption_key_id": null,
           *       "error_details": null,
           *       "warnings": [
           *         {
           *           "code": "ATTACHMENTS_MISSING",
           *           "message": "2 of 1204 attachments are missing"
           *         }
           *       ],
           *       "attachments": null,
           *       "environment_snapshot": null,
           *       "attempt": 0,
           *       "created_by": null,
           *       "updated_at": "2024-12-11T10:30:00Z",
           *       "deleted_at": null,
           *       "deleted_by": null,
           *       "expired_at": null,
           *       "expiry_reason": null,
           *       "object_removed_at": null,
           *       "pinned_by": null,
           *       "pin_reason": "Audit of 2024",
           *       "usual_size": null,
           *       "removal_error": null
           *     }
           */
          'application/json': components['schemas']['BackupDetails'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such backup */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteBackupDeletion: {
    parameters: {
      query?: {
        /** @description Also an insurance backup (`pre_restore`, `pre_upgrade`, `pre_destroy`) that is younger than 7 days */
        force?: boolean;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted, now or before */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such backup */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `BACKUP_INSURED`: It is an insurance backup that is still needed
       *
       *     `BACKUP_IN_PROGRESS`: It is still being made
       *
       *     `BACKUP_IN_USE`: A task works with it
       *
       *     `BACKUP_PINNED`: It is pinned: the pin goes first, also with `force`
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  copyBackup: {
    parameters: {
      query?: never;
      header?: {
        /** @description Chosen by the client, new for each piece of work. The same request with the same key gets the same answer, with the header `Idempotency-Replayed: true`, and starts nothing again. Another request with it is 422 (`IDEMPOTENCY_KEY_REUSED`), one that comes while the first is being answered 409 (`IDEMPOTENCY_KEY_BUSY`) with `Retry-After`. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "storage_config_id": "550e8400-e29b-41d4-a716-446655440000"
         *     }
         */
        'application/json': components['schemas']['CopyRequest'];
      };
    };
    responses: {
      /** @description It was asked for */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "project_id": null,
           *       "environment_id": null,
           *       "type": "backup",
           *       "status": "pending",
           *       "attempt": 0,
           *       "attempts": [],
           *       "next_attempt_at": null,
           *       "backup_id": null,
           *       "restore_id": null,
           *       "result": {
           *         "backup_id": "660e8400-e29b-41d4-a716-446655440000"
           *       },
           *       "error": null,
           *       "progress": null,
           *       "started_at": null,
           *       "completed_at": null,
           *       "cancel_requested_at": null,
           *       "cancel_requested_by": null,
           *       "cancel_outcome": null,
           *       "created_by": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['TaskView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such backup */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_BUSY`: The first request with this key is not answered yet; `Retry-After` says when to ask again
       *
       *     `CONFLICT`: The backup is not completed, or lies there already
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED`: The key belongs to another request
       *
       *     `VALIDATION_FAILED`: A field is not valid; `errors` names each
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getBackupDownload: {
    parameters: {
      query?: {
        /** @description How long the address is valid, in seconds */
        expires_in?: number;
        /** @description `odoo_zip`: the ZIP that Odoo's database manager restores (`dump.sql`, `filestore/`, `manifest.json`), made by this gateway while it is downloaded; `zip`: the backup as it lies in its storage, which in PLANA's layout are a dump and a filestore, each with an address */
        format?: 'zip' | 'odoo_zip';
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "backup_id": "660e8400-e29b-41d4-a716-446655440000",
           *       "database_url": "https://s3.amazonaws.com/bucket/path/backup.zip?X-Amz-Signature=...",
           *       "filestore_url": null,
           *       "manifest_url": null,
           *       "expires_in": 3600,
           *       "expires_at": "2024-12-11T11:30:00Z"
           *     }
           */
          'application/json': components['schemas']['BackupDownload'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `NOT_FOUND`: There is no such backup
       *
       *     `OBJECT_NOT_FOUND`: The object is in no storage any more
       */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `BACKUP_DELETED`: The backup was deleted
       *
       *     `BACKUP_EXPIRED`: The time of the backup is over
       *
       *     `BACKUP_NOT_COMPLETED`: The backup is not completed
       *
       *     `ENCRYPTION_KEY_MISSING`: The backup is encrypted, and its key is not stored
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `ARCHIVE_CORRUPT`: The object is damaged
       *
       *     `ARCHIVE_INVALID`: The object is no backup of Strongroom
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `PG_RESTORE_MISSING`: The gateway cannot make SQL of the dump
       *
       *     `STORAGE_AUTH_FAILED`: The storage refuses the credentials
       *
       *     `STORAGE_UNREACHABLE`: The storage does not answer
       */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  drillBackup: {
    parameters: {
      query?: never;
      header?: {
        /** @description Chosen by the client, new for each piece of work. The same request with the same key gets the same answer, with the header `Idempotency-Replayed: true`, and starts nothing again. Another request with it is 422 (`IDEMPOTENCY_KEY_REUSED`), one that comes while the first is being answered 409 (`IDEMPOTENCY_KEY_BUSY`) with `Retry-After`. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /** @example {} */
        'application/json': components['schemas']['DrillCreate'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "project_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "environment_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "backup_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "backup_timestamp": "2024-12-11T10:30:00Z",
           *       "task_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "teardown_task_id": null,
           *       "undo_task_id": null,
           *       "mode": "clone",
           *       "target_db": "prod_db_main-clone",
           *       "restore_database": false,
           *       "restore_filestore": false,
           *       "neutralize": false,
           *       "regenerate_assets": null,
           *       "post_restore_sql": [
           *         {
           *           "name": "test addresses",
           *           "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
           *         }
           *       ],
           *       "strategy": null,
           *       "freeze": null,
           *       "keep_replaced_seconds": null,
           *       "skip_insurance_reason": null,
           *       "stops_environments": [
           *         "550e8400-e29b-41d4-a716-446655440000"
           *       ],
           *       "status": "pending",
           *       "steps": [
           *         {
           *           "name": "load_database",
           *           "status": "running",
           *           "attempt": 1,
           *           "started_at": "2024-12-11T10:30:00Z",
           *           "ended_at": null,
           *           "note": "412 MB in 38 s",
           *           "undo": "The loaded copy is dropped"
           *         }
           *       ],
           *       "attempt": 0,
           *       "teardown_attempt": 0,
           *       "undo_attempt": 0,
           *       "started_at": null,
           *       "completed_at": null,
           *       "duration_seconds": null,
           *       "torn_down_at": null,
           *       "downtime": null,
           *       "insurance_backup_id": null,
           *       "insurance_kept_until": null,
           *       "replaced_until": null,
           *       "replaced_dropped_at": null,
           *       "can_undo": false,
           *       "undone_at": null,
           *       "outcome": null,
           *       "drill": null,
           *       "database_bytes": 0,
           *       "filestore_bytes": 0,
           *       "filestore_files": 0,
           *       "users": null,
           *       "warnings": [
           *         {
           *           "code": "NEWER_POSTGRES",
           *           "message": "The backup was made by PostgreSQL 15, the server is 16"
           *         }
           *       ],
           *       "error_message": null,
           *       "error_details": null,
           *       "created_by": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['RestoreView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.restore
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such backup */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_BUSY`: The first request with this key is not answered yet; `Retry-After` says when to ask again
       *
       *     `BACKUP_NOT_RESTORABLE`: The backup is not completed
       *
       *     `DRILLS_NOT_ACCEPTED`: The server of that environment accepts no drills
       *
       *     `ENVIRONMENT_BUSY`: The environment is being restored in place; the answer names the task
       *
       *     `ENVIRONMENT_DELETED`: The environment was deleted: name another one
       *
       *     `ENVIRONMENT_DELETING`: The environment is being deleted
       *
       *     `ENVIRONMENT_INCOMPLETE`: The environment has no server
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED`: The key belongs to another request
       *
       *     `VALIDATION_FAILED`: A field is not valid; `errors` names each
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listBackupFiles: {
    parameters: {
      query?: {
        /** @description `next_after` of the page before */
        after?: string;
        /** @description Files on a page */
        limit?: number;
        /** @description What the names begin with */
        prefix?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "name": "0d/0dbbd0e5fabb4b0dc7b9ff1ab2f3a7a9a0f6f1c2",
           *           "size_bytes": 48211
           *         }
           *       ],
           *       "next_after": null
           *     }
           */
          'application/json': components['schemas']['BackupFileList'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `NOT_FOUND`: There is no such backup
       *
       *     `OBJECT_NOT_FOUND`: The object is in no storage any more
       */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `BACKUP_DELETED`: The backup was deleted
       *
       *     `BACKUP_EXPIRED`: The time of the backup is over
       *
       *     `BACKUP_NOT_COMPLETED`: The backup is not completed
       *
       *     `ENCRYPTION_KEY_MISSING`: The backup is encrypted, and its key is not stored
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `ARCHIVE_CORRUPT`: The object is damaged
       *
       *     `ARCHIVE_INVALID`: The object is no backup of Strongroom
       *
       *     `ARCHIVE_UNSAFE`: The filestore holds what no filestore holds
       *
       *     `BACKUP_WITHOUT_FILESTORE`: It was made without its filestore
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `OBJECT_TRUNCATED`: The storage delivers too little
       *
       *     `STORAGE_AUTH_FAILED`: The storage refuses the credentials
       *
       *     `STORAGE_UNREACHABLE`: The storage does not answer
       */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `DOWNLOADS_BUSY`: The gateway streams as many downloads as it may; `Retry-After` says when to come again
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BACKUP_FILES_TIMEOUT`: It lies too far behind */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getBackupFile: {
    parameters: {
      query: {
        /** @description As the list has it: `store_fname` of the attachment. Its SHA-1 alone will do */
        name: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/octet-stream': string;
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `NOT_FOUND`: There is no such backup
       *
       *     `BACKUP_FILE_NOT_FOUND`: There is no such file in the backup
       *
       *     `OBJECT_NOT_FOUND`: The object is in no storage any more
       */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `BACKUP_DELETED`: The backup was deleted
       *
       *     `BACKUP_EXPIRED`: The time of the backup is over
       *
       *     `BACKUP_NOT_COMPLETED`: The backup is not completed
       *
       *     `ENCRYPTION_KEY_MISSING`: The backup is encrypted, and its key is not stored
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `ARCHIVE_CORRUPT`: The object is damaged
       *
       *     `ARCHIVE_INVALID`: The object is no backup of Strongroom
       *
       *     `ARCHIVE_UNSAFE`: The filestore holds what no filestore holds
       *
       *     `BACKUP_WITHOUT_FILESTORE`: It was made without its filestore
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `OBJECT_TRUNCATED`: The storage delivers too little
       *
       *     `STORAGE_AUTH_FAILED`: The storage refuses the credentials
       *
       *     `STORAGE_UNREACHABLE`: The storage does not answer
       */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `DOWNLOADS_BUSY`: The gateway streams as many downloads as it may; `Retry-After` says when to come again
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BACKUP_FILES_TIMEOUT`: It lies too far behind */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  downloadBackup: {
    parameters: {
      query: {
        /** @description Of the address: until when it is valid, in seconds since 1970 */
        expires: number;
        /** @description Of the address */
        format?: 'zip' | 'odoo_zip' | 'filestore';
        /** @description Of the address */
        signature: string;
      };
      header?: {
        /** @description The ETag that the range belongs to */
        'If-Range'?: string;
        Range?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/zip': string;
        };
      };
      /** @description The range that was asked for */
      206: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/zip': string;
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DOWNLOAD_LINK_EXPIRED`: The address is not valid any more
       *
       *     `DOWNLOAD_LINK_INVALID`: The address is not valid
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `NOT_FOUND`: There is no such backup
       *
       *     `OBJECT_NOT_FOUND`: The object is in no storage any more
       */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `BACKUP_DELETED`: The backup was deleted
       *
       *     `BACKUP_EXPIRED`: The time of the backup is over
       *
       *     `BACKUP_NOT_COMPLETED`: The backup is not completed
       *
       *     `ENCRYPTION_KEY_MISSING`: The backup is encrypted, and its key is not stored
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `RANGE_NOT_SATISFIABLE`: The range lies beyond the end of the object */
      416: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `ARCHIVE_CORRUPT`: The object is damaged
       *
       *     `ARCHIVE_INVALID`: The object is no backup of Strongroom
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `PG_RESTORE_MISSING`: The gateway cannot make SQL of the dump
       *
       *     `STORAGE_AUTH_FAILED`: The storage refuses the credentials
       *
       *     `STORAGE_UNREACHABLE`: The storage does not answer
       */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `DOWNLOADS_BUSY`: The gateway streams as many downloads as it may; `Retry-After` says when to come again
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  pinBackup: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "reason": "Audit of 2024"
         *     }
         */
        'application/json': components['schemas']['PinRequest'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "backup_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "pinned_at": "2024-12-11T10:30:00Z",
           *       "pinned_by": null,
           *       "pin_reason": null
           *     }
           */
          'application/json': components['schemas']['PinView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such backup */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `BACKUP_DELETED`: The backup was deleted
       *
       *     `BACKUP_EXPIRED`: The time of the backup is over
       *
       *     `BACKUP_NOT_COMPLETED`: The backup failed
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  unpinBackup: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Not pinned, now or before */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such backup */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createRestore: {
    parameters: {
      query?: never;
      header?: {
        /** @description Chosen by the client, new for each piece of work. The same request with the same key gets the same answer, with the header `Idempotency-Replayed: true`, and starts nothing again. Another request with it is 422 (`IDEMPOTENCY_KEY_REUSED`), one that comes while the first is being answered 409 (`IDEMPOTENCY_KEY_BUSY`) with `Retry-After`. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "target_db": "prod_db_main-clone"
         *     }
         */
        'application/json': components['schemas']['RestoreCreate'];
      };
    };
    responses: {
      /** @description The plan, with `dry_run` */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "is_possible": false,
           *       "mode": "clone",
           *       "strategy": null,
           *       "freeze": null,
           *       "backup_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "backup_timestamp": "2024-12-11T10:30:00Z",
           *       "environment_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "target_db": "prod_db_main-clone",
           *       "data_loss": null,
           *       "steps": [
           *         {
           *           "name": "load_database",
           *           "text": "Load the database under a name of its own, beside the live one"
           *         }
           *       ],
           *       "source": null,
           *       "versions": null,
           *       "disks": [
           *         {
           *           "holds": [
           *             "database"
           *           ],
           *           "mount_point": "/var/lib/postgresql/data",
           *           "needed_bytes": 0,
           *           "free_bytes": 0,
           *           "freed_bytes": 0,
           *           "is_enough": false
           *         }
           *       ],
           *       "stops_environments": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "name": "Staging"
           *         }
           *       ],
           *       "downtime": {
           *         "seconds": 2,
           *         "basis": "Two names are exchanged"
           *       },
           *       "problems": [
           *         {
           *           "code": "DISK_TOO_SMALL",
           *           "message": "The disk of the database (/) has 900 MB free, the restore needs 1,300 MB",
           *           "remedy": "Free what is lacking.",
           *           "details": {}
           *         }
           *       ],
           *       "warnings": [
           *         {
           *           "code": "COPY_USED",
           *           "message": "The backup would be read from the storage Second"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['RestorePlanView'];
        };
      };
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "project_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "environment_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "backup_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "backup_timestamp": "2024-12-11T10:30:00Z",
           *       "task_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "teardown_task_id": null,
           *       "undo_task_id": null,
           *       "mode": "clone",
           *       "target_db": "prod_db_main-clone",
           *       "restore_database": false,
           *       "restore_filestore": false,
           *       "neutralize": false,
           *       "regenerate_assets": null,
           *       "post_restore_sql": [
           *         {
           *           "name": "test addresses",
           *           "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
           *         }
           *       ],
           *       "strategy": null,
           *       "freeze": null,
           *       "keep_replaced_seconds": null,
           *       "skip_insurance_reason": null,
           *       "stops_environments": [
           *         "550e8400-e29b-41d4-a716-446655440000"
           *       ],
           *       "status": "pending",
           *       "steps": [
           *         {
           *           "name": "load_database",
           *           "status": "running",
           *           "attempt": 1,
           *           "started_at": "2024-12-11T10:30:00Z",
           *           "ended_at": null,
           *           "note": "412 MB in 38 s",
           *           "undo": "The loaded copy is dropped"
           *         }
           *       ],
           *       "attempt": 0,
           *       "teardown_attempt": 0,
           *       "undo_attempt": 0,
           *       "started_at": null,
           *       "completed_at": null,
           *       "duration_seconds": null,
           *       "torn_down_at": null,
           *       "downtime": null,
           *       "insurance_backup_id": null,
           *       "insurance_kept_until": null,
           *       "replaced_until": null,
           *       "replaced_dropped_at": null,
           *       "can_undo": false,
           *       "undone_at": null,
           *       "outcome": null,
           *       "drill": null,
           *       "database_bytes": 0,
           *       "filestore_bytes": 0,
           *       "filestore_files": 0,
           *       "users": null,
           *       "warnings": [
           *         {
           *           "code": "NEWER_POSTGRES",
           *           "message": "The backup was made by PostgreSQL 15, the server is 16"
           *         }
           *       ],
           *       "error_message": null,
           *       "error_details": null,
           *       "created_by": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['RestoreView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.restore
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such backup */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_BUSY`: The first request with this key is not answered yet; `Retry-After` says when to ask again
       *
       *     `BACKUP_NOT_RESTORABLE`: The backup is not completed
       *
       *     `CONFIRMATION_MISMATCH`: In place: the backup is of another moment than the request says
       *
       *     `CONFLICT`: There is a clone of that name
       *
       *     `DATABASE_EXISTS`: The target of a clone is the live database
       *
       *     `ENVIRONMENT_BUSY`: In place: the environment is being backed up or restored; the answer names the task
       *
       *     `ENVIRONMENT_DELETED`: The environment was deleted: name another one
       *
       *     `ENVIRONMENT_DELETING`: The environment is being deleted
       *
       *     `ENVIRONMENT_INCOMPLETE`: The environment has no server
       *
       *     `WORKLOAD_SHARED`: Other environments would stop as well; the answer names them
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED`: The key belongs to another request
       *
       *     `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `BACKUP_WITHOUT_FILESTORE`: It was made without its filestore
       *
       *     `CONFIRMATION_MISSING`: In place: the data loss is not confirmed; the answer says what to confirm, and what would be lost
       *
       *     `WORKLOAD_UNKNOWN`: There is no container that could be stopped
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `EXECUTOR_UNREACHABLE`: With `dry_run`: no executor has answered in time
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  verifyBackup: {
    parameters: {
      query?: never;
      header?: {
        /** @description Chosen by the client, new for each piece of work. The same request with the same key gets the same answer, with the header `Idempotency-Replayed: true`, and starts nothing again. Another request with it is 422 (`IDEMPOTENCY_KEY_REUSED`), one that comes while the first is being answered 409 (`IDEMPOTENCY_KEY_BUSY`) with `Retry-After`. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /** @example {} */
        'application/json': components['schemas']['VerifyRequest'];
      };
    };
    responses: {
      /** @description It was asked for */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "project_id": null,
           *       "environment_id": null,
           *       "type": "backup",
           *       "status": "pending",
           *       "attempt": 0,
           *       "attempts": [],
           *       "next_attempt_at": null,
           *       "backup_id": null,
           *       "restore_id": null,
           *       "result": {
           *         "backup_id": "660e8400-e29b-41d4-a716-446655440000"
           *       },
           *       "error": null,
           *       "progress": null,
           *       "started_at": null,
           *       "completed_at": null,
           *       "cancel_requested_at": null,
           *       "cancel_requested_by": null,
           *       "cancel_outcome": null,
           *       "created_by": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['TaskView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such backup */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_BUSY`: The first request with this key is not answered yet; `Retry-After` says when to ask again
       *
       *     `CONFLICT`: The backup, or its copy, is not completed
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED`: The key belongs to another request
       *
       *     `VALIDATION_FAILED`: A field is not valid; `errors` names each
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listBackups: {
    parameters: {
      query?: {
        backup_type?: 'manual' | 'scheduled' | 'pre_restore' | 'pre_upgrade' | 'pre_destroy';
        /** @description Created then or later */
        created_after?: string;
        /** @description Created earlier */
        created_before?: string;
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
        /** @description Whether it is pinned */
        pinned?: boolean;
        retention_type?: 'daily' | 'weekly' | 'monthly' | 'yearly' | 'permanent';
        /** @description Left out: all but deleted ones */
        status?: 'pending' | 'in_progress' | 'uploading' | 'completed' | 'failed' | 'expired' | 'deleted';
        /** @description Whether it is much smaller than the ones before it */
        suspicious?: boolean;
      };
      header?: never;
      path: {
        environment_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "660e8400-e29b-41d4-a716-446655440000",
           *           "environment_id": "770e8400-e29b-41d4-a716-446655440000",
           *           "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "task_id": "880e8400-e29b-41d4-a716-446655440000",
           *           "status": "pending",
           *           "backup_type": "manual",
           *           "database_size": 0,
           *           "filestore_size": 0,
           *           "total_size": 0,
           *           "compressed_size": 0,
           *           "retention_type": "daily",
           *           "expires_at": null,
           *           "is_verified": false,
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "verified_at": "2024-12-11T10:35:30Z",
           *           "verification_error": null,
           *           "verification_checked_at": null,
           *           "verification_levels": {
           *             "uploaded": null,
           *             "rehashed": null,
           *             "readable": null,
           *             "restored": null,
           *             "odoo_answered": null
           *           },
           *           "started_at": "2024-12-11T10:30:00Z",
           *           "completed_at": "2024-12-11T10:35:23Z",
           *           "duration_seconds": 323,
           *           "degraded": false,
           *           "is_suspicious": false,
           *           "pinned_at": null,
           *           "error_message": null
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['BackupListedPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such environment */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createBackup: {
    parameters: {
      query?: never;
      header?: {
        /** @description Chosen by the client, new for each piece of work. The same request with the same key gets the same answer, with the header `Idempotency-Replayed: true`, and starts nothing again. Another request with it is 422 (`IDEMPOTENCY_KEY_REUSED`), one that comes while the first is being answered 409 (`IDEMPOTENCY_KEY_BUSY`) with `Retry-After`. */
        'Idempotency-Key'?: string;
      };
      path: {
        environment_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "backup_type": "manual",
         *       "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
         *       "include_filestore": true,
         *       "retention_type": "daily"
         *     }
         */
        'application/json': components['schemas']['BackupCreate'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          /** @description How many of them are left, and in how many seconds one is given back */
          RateLimit?: string;
          /** @description How many backups may be asked for within how many seconds: `manual-backups`, or `insurance-backups` for types that begin with `pre_`; absent where nothing is limited */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "660e8400-e29b-41d4-a716-446655440000",
           *       "environment_id": "770e8400-e29b-41d4-a716-446655440000",
           *       "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "task_id": "880e8400-e29b-41d4-a716-446655440000",
           *       "status": "pending",
           *       "backup_type": "manual",
           *       "database_size": 0,
           *       "filestore_size": 0,
           *       "total_size": 0,
           *       "compressed_size": 0,
           *       "retention_type": "daily",
           *       "expires_at": null,
           *       "is_verified": false,
           *       "created_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['BackupCreated'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such environment */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_BUSY`: The first request with this key is not answered yet; `Retry-After` says when to ask again
       *
       *     `ENVIRONMENT_BUSY`: The environment is being restored in place; the answer names the task
       *
       *     `ENVIRONMENT_DELETED`: The environment was deleted
       *
       *     `ENVIRONMENT_DELETING`: The environment is being deleted
       *
       *     `ENVIRONMENT_INCOMPLETE`: The environment has no server
       *
       *     `QUOTA_EXCEEDED`: The backup storage of the plan is used up
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED`: The key belongs to another request
       *
       *     `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `NO_STORAGE_CONFIG`: The organization has no default storage
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `RATE_LIMITED`: Too many manual backups; `Retry-After` says when the next one may come */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listDrills: {
    parameters: {
      query?: {
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path: {
        environment_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "task_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "backup_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "backup_timestamp": "2024-12-11T10:30:00Z",
           *           "environment_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "drill_environment_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "policy_id": null,
           *           "outcome": "pending",
           *           "level": null,
           *           "recovery_seconds": 48.5,
           *           "database_seconds": 31.2,
           *           "filestore_seconds": 14.9,
           *           "bytes": 0,
           *           "error": null,
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "started_at": null,
           *           "completed_at": null
           *         }
           *       ],
           *       "trend": {
           *         "drills": 0,
           *         "median_seconds": 47,
           *         "latest_seconds": 48.5,
           *         "previous_seconds": 46.8
           *       }
           *     }
           */
          'application/json': components['schemas']['DrillsPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such environment */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getPolicie: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        environment_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "is_enabled": true,
           *       "schedule_cron": "0 2 * * *",
           *       "timezone": "UTC",
           *       "daily_retention": 7,
           *       "weekly_retention": 4,
           *       "monthly_retention": 12,
           *       "yearly_retention": 2,
           *       "weekly_backup_day": 6,
           *       "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "copy_storage_config_ids": [],
           *       "include_filestore": true,
           *       "verify_after_upload": null,
           *       "dump_compression": null,
           *       "notify_on_success": false,
           *       "notify_on_failure": true,
           *       "alert_after_hours": 48,
           *       "drill_cron": null,
           *       "drill_environment_id": null,
           *       "id": "990e8400-e29b-41d4-a716-446655440000",
           *       "environment_id": "770e8400-e29b-41d4-a716-446655440000",
           *       "last_backup_at": null,
           *       "last_backup_status": null,
           *       "next_backup_at": "2024-12-12T02:00:00Z",
           *       "next_drill_at": null,
           *       "next_runs": [
           *         "2024-12-12T02:00:00Z"
           *       ],
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['PolicyView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `NOT_FOUND`: There is no such environment
       *
       *     `POLICY_NOT_FOUND`: The environment has no policy
       */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `SCHEDULER_UNREACHABLE`: No scheduler answers within `SCHEDULER_TIMEOUT_MS`; everything else goes on
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createPolicie: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        environment_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "is_enabled": true,
         *       "schedule_cron": "0 2 * * *",
         *       "timezone": "UTC",
         *       "daily_retention": 7,
         *       "weekly_retention": 4,
         *       "monthly_retention": 12,
         *       "yearly_retention": 2,
         *       "weekly_backup_day": 6,
         *       "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
         *       "notify_on_success": false,
         *       "notify_on_failure": true
         *     }
         */
        'application/json': components['schemas']['PolicyBody'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "is_enabled": true,
           *       "schedule_cron": "0 2 * * *",
           *       "timezone": "UTC",
           *       "daily_retention": 7,
           *       "weekly_retention": 4,
           *       "monthly_retention": 12,
           *       "yearly_retention": 2,
           *       "weekly_backup_day": 6,
           *       "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "copy_storage_config_ids": [],
           *       "include_filestore": true,
           *       "verify_after_upload": null,
           *       "dump_compression": null,
           *       "notify_on_success": false,
           *       "notify_on_failure": true,
           *       "alert_after_hours": 48,
           *       "drill_cron": null,
           *       "drill_environment_id": null,
           *       "id": "990e8400-e29b-41d4-a716-446655440000",
           *       "environment_id": "770e8400-e29b-41d4-a716-446655440000",
           *       "last_backup_at": null,
           *       "last_backup_status": null,
           *       "next_backup_at": "2024-12-12T02:00:00Z",
           *       "next_drill_at": null,
           *       "next_runs": [
           *         "2024-12-12T02:00:00Z"
           *       ],
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['PolicyView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.backups.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such environment */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `ENVIRONMENT_DELETED`: The environment was deleted
       *
       *     `POLICY_EXISTS`: The environment has one already
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `RETENTION_INVALID`: Every tier is off
       *
       *     `SCHEDULE_INVALID`: The cron expression is not valid, or its time never comes
       *
       *     `TIMEZONE_INVALID`: The time zone is not known
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `SCHEDULER_UNREACHABLE`: No scheduler answers within `SCHEDULER_TIMEOUT_MS`; everything else goes on
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deletePolicie: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        environment_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.backups.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `NOT_FOUND`: There is no such environment
       *
       *     `POLICY_NOT_FOUND`: The environment has no policy
       */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `SCHEDULER_UNREACHABLE`: No scheduler answers within `SCHEDULER_TIMEOUT_MS`; everything else goes on
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  updatePolicie: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        environment_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "is_enabled": true,
         *       "schedule_cron": "0 2 * * *",
         *       "timezone": "UTC",
         *       "daily_retention": 7,
         *       "weekly_retention": 4,
         *       "monthly_retention": 12,
         *       "yearly_retention": 2,
         *       "weekly_backup_day": 6,
         *       "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
         *       "notify_on_success": false,
         *       "notify_on_failure": true
         *     }
         */
        'application/json': components['schemas']['PolicyUpdate'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "is_enabled": true,
           *       "schedule_cron": "0 2 * * *",
           *       "timezone": "UTC",
           *       "daily_retention": 7,
           *       "weekly_retention": 4,
           *       "monthly_retention": 12,
           *       "yearly_retention": 2,
           *       "weekly_backup_day": 6,
           *       "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "copy_storage_config_ids": [],
           *       "include_filestore": true,
           *       "verify_after_upload": null,
           *       "dump_compression": null,
           *       "notify_on_success": false,
           *       "notify_on_failure": true,
           *       "alert_after_hours": 48,
           *       "drill_cron": null,
           *       "drill_environment_id": null,
           *       "id": "990e8400-e29b-41d4-a716-446655440000",
           *       "environment_id": "770e8400-e29b-41d4-a716-446655440000",
           *       "last_backup_at": null,
           *       "last_backup_status": null,
           *       "next_backup_at": "2024-12-12T02:00:00Z",
           *       "next_drill_at": null,
           *       "next_runs": [
           *         "2024-12-12T02:00:00Z"
           *       ],
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['PolicyView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.backups.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `NOT_FOUND`: There is no such environment
       *
       *     `POLICY_NOT_FOUND`: The environment has no policy
       */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `RETENTION_INVALID`: Every tier is off
       *
       *     `SCHEDULE_INVALID`: The cron expression is not valid, or its time never comes
       *
       *     `TIMEZONE_INVALID`: The time zone is not known
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `SCHEDULER_UNREACHABLE`: No scheduler answers within `SCHEDULER_TIMEOUT_MS`; everything else goes on
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  previewRetention: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        environment_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "environment_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "at": "2024-12-11T10:30:00Z",
           *       "promote": 0,
           *       "expire": 0,
           *       "keep": 0,
           *       "would_be_held": false,
           *       "hold": null,
           *       "decisions": [
           *         {
           *           "backup_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "action": "promote",
           *           "previous_type": "daily",
           *           "retention_type": "weekly",
           *           "expires_at": null,
           *           "reason": "the first daily one of its week"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['RetentionPreview'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such environment */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `RETENTION_UNREACHABLE`: The retention service does not answer
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  previewRetentionOfPolicy: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        environment_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "timezone": "Europe/Berlin",
         *       "daily_retention": 7,
         *       "weekly_retention": 4,
         *       "monthly_retention": 12,
         *       "yearly_retention": 2,
         *       "weekly_backup_day": 6
         *     }
         */
        'application/json': components['schemas']['RetentionRules'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "environment_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "at": "2024-12-11T10:30:00Z",
           *       "promote": 0,
           *       "expire": 0,
           *       "keep": 0,
           *       "would_be_held": false,
           *       "hold": null,
           *       "decisions": [
           *         {
           *           "backup_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "action": "promote",
           *           "previous_type": "daily",
           *           "retention_type": "weekly",
           *           "expires_at": null,
           *           "reason": "the first daily one of its week"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['RetentionPreview'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such environment */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `TIMEZONE_INVALID`: There is no such time zone
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `RETENTION_UNREACHABLE`: The retention service does not answer
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  agreeToRetention: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        environment_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "run_id": "550e8400-e29b-41d4-a716-446655440000"
         *     }
         */
        'application/json': components['schemas']['RetentionAgreement'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "run_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "environment_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "would_expire": 40,
           *       "of": 45,
           *       "held_at": "2024-12-11T10:30:00Z",
           *       "agreed_at": null
           *     }
           */
          'application/json': components['schemas']['RetentionHoldView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.backups.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such environment */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `RETENTION_NOT_HELD`: Nothing of that run waits for an agreement */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `RETENTION_UNREACHABLE`: The retention service does not answer
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getBackupSummary: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        environment_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "environment_id": "770e8400-e29b-41d4-a716-446655440000",
           *       "total_backups": 45,
           *       "completed_backups": 42,
           *       "failed_backups": 2,
           *       "total_size_bytes": 6442450944,
           *       "oldest_backup_at": "2024-11-01T02:00:00Z",
           *       "newest_backup_at": "2024-12-11T02:00:00Z",
           *       "last_successful_backup_at": "2024-12-11T02:00:00Z",
           *       "policy_enabled": true,
           *       "next_scheduled_backup": "2024-12-12T02:00:00Z"
           *     }
           */
          'application/json': components['schemas']['BackupSummary'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such environment */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listPolicyPresets: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "name": "starter",
           *           "description": "Every night, kept for 30 days",
           *           "schedule_cron": "0 2 * * *",
           *           "daily_retention": 30,
           *           "weekly_retention": 0,
           *           "monthly_retention": 0,
           *           "yearly_retention": 0
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['PresetList'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  previewSchedule: {
    parameters: {
      query: {
        /** @description Five fields: minute, hour, day of month, month, day of week; 0 and 7 are Sunday. Where clocks are set, a time that is left out comes right afterwards and one that is shown twice comes once, but what names every hour comes every hour that passes */
        schedule_cron: string;
        /** @description Name of an IANA time zone */
        timezone?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "next_runs": [
           *         "2024-12-12T02:00:00Z"
           *       ]
           *     }
           */
          'application/json': components['schemas']['SchedulePreview'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `SCHEDULE_INVALID`: The cron expression is not valid, or its time never comes
       *
       *     `TIMEZONE_INVALID`: The time zone is not known
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listStorageConfigs: {
    parameters: {
      query?: {
        organization_id?: string;
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "name": "Primary",
           *           "provider": "s3",
           *           "endpoint": "https://s3.eu-central-1.amazonaws.com",
           *           "region": "eu-central-1",
           *           "bucket": "acme-backups",
           *           "prefix": null,
           *           "path": null,
           *           "storage_class": "STANDARD_IA",
           *           "server_side_encryption": "AES256",
           *           "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…",
           *           "ca_certificate": null,
           *           "verify_after_upload": "rehashed",
           *           "layout": "zip",
           *           "is_default": false,
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "has_credentials": false,
           *           "encryption": null,
           *           "total_size_bytes": 0,
           *           "object_count": 0,
           *           "last_used_at": null,
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "updated_at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['StorageConfigViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createStorageConfig: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
         *       "name": "Primary",
         *       "provider": "s3",
         *       "endpoint": "https://s3.eu-central-1.amazonaws.com",
         *       "region": "eu-central-1",
         *       "bucket": "acme-backups",
         *       "storage_class": "STANDARD_IA",
         *       "server_side_encryption": "AES256",
         *       "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…"
         *     }
         */
        'application/json': components['schemas']['StorageConfigCreate'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "Primary",
           *       "provider": "s3",
           *       "endpoint": "https://s3.eu-central-1.amazonaws.com",
           *       "region": "eu-central-1",
           *       "bucket": "acme-backups",
           *       "prefix": null,
           *       "path": null,
           *       "storage_class": "STANDARD_IA",
           *       "server_side_encryption": "AES256",
           *       "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…",
           *       "ca_certificate": null,
           *       "verify_after_upload": "rehashed",
           *       "layout": "zip",
           *       "is_default": false,
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "has_credentials": false,
           *       "encryption": null,
           *       "total_size_bytes": 0,
           *       "object_count": 0,
           *       "last_used_at": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['StorageConfigView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The name is taken */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `SSH_KEY_INVALID`: The private key or the host key cannot be read
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getStorageConfig: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "Primary",
           *       "provider": "s3",
           *       "endpoint": "https://s3.eu-central-1.amazonaws.com",
           *       "region": "eu-central-1",
           *       "bucket": "acme-backups",
           *       "prefix": null,
           *       "path": null,
           *       "storage_class": "STANDARD_IA",
           *       "server_side_encryption": "AES256",
           *       "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…",
           *       "ca_certificate": null,
           *       "verify_after_upload": "rehashed",
           *       "layout": "zip",
           *       "is_default": false,
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "has_credentials": false,
           *       "encryption": null,
           *       "total_size_bytes": 0,
           *       "object_count": 0,
           *       "last_used_at": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['StorageConfigView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such storage config */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteStorageConfig: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such storage config */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `STORAGE_CONFIG_IN_USE`: Backups lie there, or something else refers to it; `details` counts what does */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  updateStorageConfig: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Primary",
         *       "endpoint": "https://s3.eu-central-1.amazonaws.com",
         *       "region": "eu-central-1",
         *       "bucket": "acme-backups",
         *       "storage_class": "STANDARD_IA",
         *       "server_side_encryption": "AES256",
         *       "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…"
         *     }
         */
        'application/json': components['schemas']['StorageConfigUpdate'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "Primary",
           *       "provider": "s3",
           *       "endpoint": "https://s3.eu-central-1.amazonaws.com",
           *       "region": "eu-central-1",
           *       "bucket": "acme-backups",
           *       "prefix": null,
           *       "path": null,
           *       "storage_class": "STANDARD_IA",
           *       "server_side_encryption": "AES256",
           *       "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…",
           *       "ca_certificate": null,
           *       "verify_after_upload": "rehashed",
           *       "layout": "zip",
           *       "is_default": false,
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "has_credentials": false,
           *       "encryption": null,
           *       "total_size_bytes": 0,
           *       "object_count": 0,
           *       "last_used_at": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['StorageConfigView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such storage config */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The name is taken */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `LAYOUT_WITHOUT_ENCRYPTION`: New backups of the storage are encrypted
       *
       *     `SSH_KEY_INVALID`: The private key or the host key cannot be read
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listEncryptionKeys: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "key_id": "9f86d081884c7d65",
           *           "recipient": "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
           *           "has_identity": false,
           *           "warning": null,
           *           "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "retired_at": null,
           *           "backup_count": 0
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['EncryptionKeyList'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such storage config */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  addEncryptionKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "recipient": "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
         *     }
         */
        'application/json': components['schemas']['EncryptionKeyCreate'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "key_id": "9f86d081884c7d65",
           *       "recipient": "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
           *       "has_identity": false,
           *       "warning": null,
           *       "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "retired_at": null,
           *       "identity": null,
           *       "recovery_kit": null
           *     }
           */
          'application/json': components['schemas']['EncryptionKeyCreated'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such storage config */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `ENCRYPTION_KEY_INVALID`: The recipient or the identity is none, or they do not belong together
       *
       *     `LAYOUT_WITHOUT_ENCRYPTION`: The storage has its backups written in PLANA's layout
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteEncryptionKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        key_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such storage config */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `CONFLICT`: New backups are encrypted with it
       *
       *     `IN_USE`: Backups need it
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  checkEncryptionKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        key_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /** @example {} */
        'application/json': components['schemas']['IdentityGiven'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "opens": false,
           *       "identity": "stored"
           *     }
           */
          'application/json': components['schemas']['EncryptionKeyCheck'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.test
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such storage config */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: There is no identity to try */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `ENCRYPTION_KEY_INVALID`: The given identity is none
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  disableEncryption: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such storage config */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  importBackup: {
    parameters: {
      query?: never;
      header?: {
        /** @description Chosen by the client, new for each piece of work. The same request with the same key gets the same answer, with the header `Idempotency-Replayed: true`, and starts nothing again. Another request with it is 422 (`IDEMPOTENCY_KEY_REUSED`), one that comes while the first is being answered 409 (`IDEMPOTENCY_KEY_BUSY`) with `Retry-After`. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "environment_id": "550e8400-e29b-41d4-a716-446655440000",
         *       "key": "acme/backup-20260529T020000.dump.gz",
         *       "filestore_key": "acme/filestore-20260529T020000.tar.gz"
         *     }
         */
        'application/json': components['schemas']['ImportBody'];
      };
    };
    responses: {
      /** @description It was asked for */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "project_id": null,
           *       "environment_id": null,
           *       "type": "backup",
           *       "status": "pending",
           *       "attempt": 0,
           *       "attempts": [],
           *       "next_attempt_at": null,
           *       "backup_id": null,
           *       "restore_id": null,
           *       "result": {
           *         "backup_id": "660e8400-e29b-41d4-a716-446655440000"
           *       },
           *       "error": null,
           *       "progress": null,
           *       "started_at": null,
           *       "completed_at": null,
           *       "cancel_requested_at": null,
           *       "cancel_requested_by": null,
           *       "cancel_outcome": null,
           *       "created_by": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['TaskView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such storage config */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_BUSY`: The first request with this key is not answered yet; `Retry-After` says when to ask again
       *
       *     `CONFLICT`: It was imported before
       *
       *     `ENVIRONMENT_DELETED`: The environment was deleted
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED`: The key belongs to another request
       *
       *     `VALIDATION_FAILED`: A field is not valid; `errors` names each
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listImportable: {
    parameters: {
      query?: {
        /** @description What the keys begin with, such as a slug */
        prefix?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "items": [
           *         {
           *           "layout": "plana",
           *           "key": "acme/backup-20260529T020000.dump.gz",
           *           "slug": "acme",
           *           "taken_at": "2024-12-11T10:30:00Z",
           *           "insurance": false,
           *           "size_bytes": 0,
           *           "filestore_key": "acme/filestore-20260529T020000.tar.gz",
           *           "filestore_size_bytes": null,
           *           "backup_id": null
           *         }
           *       ],
           *       "more": false
           *     }
           */
          'application/json': components['schemas']['ImportableList'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such storage config */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `STORAGE_AUTH_FAILED`: The storage refuses the credentials
       *
       *     `STORAGE_UNREACHABLE`: The storage does not answer
       */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `EXECUTOR_UNREACHABLE`: No executor answers
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getOrphans: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "status": "waiting",
           *       "due_at": null,
           *       "started_at": null,
           *       "ended_at": null,
           *       "error": null,
           *       "report": null
           *     }
           */
          'application/json': components['schemas']['OrphanSweepView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such storage config */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `RETENTION_UNREACHABLE`: The retention service does not answer
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  sweepOrphans: {
    parameters: {
      query?: never;
      header?: {
        /** @description Chosen by the client, new for each piece of work. The same request with the same key gets the same answer, with the header `Idempotency-Replayed: true`, and starts nothing again. Another request with it is 422 (`IDEMPOTENCY_KEY_REUSED`), one that comes while the first is being answered 409 (`IDEMPOTENCY_KEY_BUSY`) with `Retry-After`. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was asked for */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "storage_config_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "status": "waiting",
           *       "due_at": null,
           *       "started_at": null,
           *       "ended_at": null,
           *       "error": null,
           *       "report": null
           *     }
           */
          'application/json': components['schemas']['OrphanSweepView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such storage config */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `IDEMPOTENCY_KEY_BUSY`: The first request with this key is not answered yet; `Retry-After` says when to ask again */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED`: The key belongs to another request
       *
       *     `VALIDATION_FAILED`: A field is not valid; `errors` names each
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `RETENTION_UNREACHABLE`: The retention service does not answer
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  rescanStorageConfig: {
    parameters: {
      query?: never;
      header?: {
        /** @description Chosen by the client, new for each piece of work. The same request with the same key gets the same answer, with the header `Idempotency-Replayed: true`, and starts nothing again. Another request with it is 422 (`IDEMPOTENCY_KEY_REUSED`), one that comes while the first is being answered 409 (`IDEMPOTENCY_KEY_BUSY`) with `Retry-After`. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was asked for */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "project_id": null,
           *       "environment_id": null,
           *       "type": "backup",
           *       "status": "pending",
           *       "attempt": 0,
           *       "attempts": [],
           *       "next_attempt_at": null,
           *       "backup_id": null,
           *       "restore_id": null,
           *       "result": {
           *         "backup_id": "660e8400-e29b-41d4-a716-446655440000"
           *       },
           *       "error": null,
           *       "progress": null,
           *       "started_at": null,
           *       "completed_at": null,
           *       "cancel_requested_at": null,
           *       "cancel_requested_by": null,
           *       "cancel_outcome": null,
           *       "created_by": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['TaskView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such storage config */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `IDEMPOTENCY_KEY_BUSY`: The first request with this key is not answered yet; `Retry-After` says when to ask again */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED`: The key belongs to another request
       *
       *     `VALIDATION_FAILED`: A field is not valid; `errors` names each
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  testStorageConfig: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ok": false,
           *       "steps": [
           *         {
           *           "step": "connect",
           *           "ok": false,
           *           "error": null
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['StorageTestResult'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.storage.test
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such storage config */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `EXECUTOR_UNREACHABLE`: No executor answers
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listDeadLetters: {
    parameters: {
      query?: {
        code?: string;
        environment_id?: string;
        kind?: string;
        organization_id?: string;
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
        status?: 'open' | 'replayed' | 'dismissed';
        subject?: string;
        task_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "status": "open",
           *           "kind": "backup.run",
           *           "subject": "jobs.backup.run",
           *           "stream": "JOBS",
           *           "consumer": "backup-run",
           *           "sequence": 0,
           *           "message_id": "0b6f1c9e-5d0a-4a57-8a35-6c1d5d0b7e11",
           *           "organization_id": null,
           *           "project_id": null,
           *           "environment_id": null,
           *           "task_id": null,
           *           "error": {
           *             "code": "SSH_UNREACHABLE",
           *             "message": "server-1 (192.0.2.7:22) did not answer within 10 seconds",
           *             "remedy": "Check that the server runs and that its SSH port is open.",
           *             "kind": "operator",
           *             "details": {}
           *           },
           *           "attempts": 0,
           *           "replay": 0,
           *           "died_at": "2024-12-11T10:30:00Z",
           *           "replayed_at": null,
           *           "dismissed_at": null
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['DeadLetterViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.tasks.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getDeadLetter: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "status": "open",
           *       "kind": "backup.run",
           *       "subject": "jobs.backup.run",
           *       "stream": "JOBS",
           *       "consumer": "backup-run",
           *       "sequence": 0,
           *       "message_id": "0b6f1c9e-5d0a-4a57-8a35-6c1d5d0b7e11",
           *       "organization_id": null,
           *       "project_id": null,
           *       "environment_id": null,
           *       "task_id": null,
           *       "error": {
           *         "code": "SSH_UNREACHABLE",
           *         "message": "server-1 (192.0.2.7:22) did not answer within 10 seconds",
           *         "remedy": "Check that the server runs and that its SSH port is open.",
           *         "kind": "operator",
           *         "details": {}
           *       },
           *       "attempts": 0,
           *       "replay": 0,
           *       "died_at": "2024-12-11T10:30:00Z",
           *       "replayed_at": null,
           *       "dismissed_at": null,
           *       "payload": null,
           *       "errors": [
           *         {
           *           "attempt": 1,
           *           "error": {
           *             "code": "SSH_UNREACHABLE",
           *             "message": "server-1 (192.0.2.7:22) did not answer within 10 seconds",
           *             "remedy": "Check that the server runs and that its SSH port is open.",
           *             "kind": "operator",
           *             "details": {}
           *           },
           *           "at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['DeadLetterDetails'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.tasks.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such dead letter */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  dismissDeadLetter: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such dead letter */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  replayDeadLetter: {
    parameters: {
      query?: never;
      header?: {
        /** @description Chosen by the client, new for each piece of work. The same request with the same key gets the same answer, with the header `Idempotency-Replayed: true`, and starts nothing again. Another request with it is 422 (`IDEMPOTENCY_KEY_REUSED`), one that comes while the first is being answered 409 (`IDEMPOTENCY_KEY_BUSY`) with `Retry-After`. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was asked for */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "dead_letter": {
           *         "id": "550e8400-e29b-41d4-a716-446655440000",
           *         "status": "open",
           *         "kind": "backup.run",
           *         "subject": "jobs.backup.run",
           *         "stream": "JOBS",
           *         "consumer": "backup-run",
           *         "sequence": 0,
           *         "message_id": "0b6f1c9e-5d0a-4a57-8a35-6c1d5d0b7e11",
           *         "organization_id": null,
           *         "project_id": null,
           *         "environment_id": null,
           *         "task_id": null,
           *         "error": {
           *           "code": "SSH_UNREACHABLE",
           *           "message": "server-1 (192.0.2.7:22) did not answer within 10 seconds",
           *           "remedy": "Check that the server runs and that its SSH port is open.",
           *           "kind": "operator",
           *           "details": {}
           *         },
           *         "attempts": 0,
           *         "replay": 0,
           *         "died_at": "2024-12-11T10:30:00Z",
           *         "replayed_at": null,
           *         "dismissed_at": null
           *       },
           *       "task": null
           *     }
           */
          'application/json': components['schemas']['DeadLetterReplayView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such dead letter */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_BUSY`: The first request with this key is not answered yet; `Retry-After` says when to ask again
       *
       *     `DEAD_LETTER_REPLAYED`: The letter was replayed already
       *
       *     `ENVIRONMENT_BUSY`: Other work on the environment excludes it; the answer names the task
       *
       *     `REPLAY_IMPOSSIBLE`: What it asks for cannot be done any more
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED`: The key belongs to another request
       *
       *     `VALIDATION_FAILED`: A field is not valid; `errors` names each
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listEnvironments: {
    parameters: {
      query?: {
        include_deleted?: boolean;
        organization_id?: string;
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
        project_id?: string;
        server_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "project_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "name": "Production",
           *           "type": "production",
           *           "status": "running",
           *           "db_name": "prod_db_main",
           *           "container_name": "660e8400_odoo",
           *           "domain": "prod.example.com",
           *           "slug": "prod",
           *           "runtime": "docker",
           *           "db_host": null,
           *           "db_port": null,
           *           "db_user": "odoo",
           *           "filestore_root": "/var/lib/odoo/filestore",
           *           "odoo_url": "http://127.0.0.1:8069",
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "server_id": null,
           *           "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "has_db_password": false,
           *           "deleted_at": null,
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "updated_at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['EnvironmentViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.environments.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createEnvironment: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "project_id": "550e8400-e29b-41d4-a716-446655440000",
         *       "server_id": "550e8400-e29b-41d4-a716-446655440000",
         *       "name": "Production",
         *       "status": "running",
         *       "db_name": "prod_db_main",
         *       "container_name": "660e8400_odoo",
         *       "domain": "prod.example.com",
         *       "slug": "prod",
         *       "runtime": "docker",
         *       "odoo_url": "http://127.0.0.1:8069"
         *     }
         */
        'application/json': components['schemas']['EnvironmentCreate'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "project_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "Production",
           *       "type": "production",
           *       "status": "running",
           *       "db_name": "prod_db_main",
           *       "container_name": "660e8400_odoo",
           *       "domain": "prod.example.com",
           *       "slug": "prod",
           *       "runtime": "docker",
           *       "db_host": null,
           *       "db_port": null,
           *       "db_user": "odoo",
           *       "filestore_root": "/var/lib/odoo/filestore",
           *       "odoo_url": "http://127.0.0.1:8069",
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "server_id": null,
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "has_db_password": false,
           *       "deleted_at": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['EnvironmentView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.environments.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such project */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The slug is taken */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getEnvironment: {
    parameters: {
      query?: {
        include_deleted?: boolean;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "project_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "Production",
           *       "type": "production",
           *       "status": "running",
           *       "db_name": "prod_db_main",
           *       "container_name": "660e8400_odoo",
           *       "domain": "prod.example.com",
           *       "slug": "prod",
           *       "runtime": "docker",
           *       "db_host": null,
           *       "db_port": null,
           *       "db_user": "odoo",
           *       "filestore_root": "/var/lib/odoo/filestore",
           *       "odoo_url": "http://127.0.0.1:8069",
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "server_id": null,
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "has_db_password": false,
           *       "deleted_at": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['EnvironmentView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.environments.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such environment */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteEnvironment: {
    parameters: {
      query?: {
        /** @description Make a backup of type pre_destroy first, and delete the environment when it is completed */
        backup_first?: boolean;
        /** @description Where that backup goes; the default of the organization when left out */
        storage_config_id?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It will be, after the backup that this task makes */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "project_id": null,
           *       "environment_id": null,
           *       "type": "backup",
           *       "status": "pending",
           *       "attempt": 0,
           *       "attempts": [],
           *       "next_attempt_at": null,
           *       "backup_id": null,
           *       "restore_id": null,
           *       "result": {
           *         "backup_id": "660e8400-e29b-41d4-a716-446655440000"
           *       },
           *       "error": null,
           *       "progress": null,
           *       "started_at": null,
           *       "completed_at": null,
           *       "cancel_requested_at": null,
           *       "cancel_requested_by": null,
           *       "cancel_outcome": null,
           *       "created_by": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['TaskView'];
        };
      };
      /** @description It is deleted */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.environments.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such environment */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `ENVIRONMENT_BUSY`: `backup_first`: it is being restored in place; the answer names the task
       *
       *     `ENVIRONMENT_DELETING`: It is being deleted already
       *
       *     `IN_USE`: Somebody works on the environment, it has clones, or a restore keeps what it has replaced; the answer names them
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `NO_STORAGE_CONFIG`: `backup_first`: the organization has no default storage
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  updateEnvironment: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Production",
         *       "status": "running",
         *       "db_name": "prod_db_main",
         *       "container_name": "660e8400_odoo",
         *       "domain": "prod.example.com",
         *       "slug": "prod",
         *       "odoo_url": "http://127.0.0.1:8069"
         *     }
         */
        'application/json': components['schemas']['EnvironmentUpdate'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "project_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "Production",
           *       "type": "production",
           *       "status": "running",
           *       "db_name": "prod_db_main",
           *       "container_name": "660e8400_odoo",
           *       "domain": "prod.example.com",
           *       "slug": "prod",
           *       "runtime": "docker",
           *       "db_host": null,
           *       "db_port": null,
           *       "db_user": "odoo",
           *       "filestore_root": "/var/lib/odoo/filestore",
           *       "odoo_url": "http://127.0.0.1:8069",
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "server_id": null,
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "has_db_password": false,
           *       "deleted_at": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['EnvironmentView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.environments.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such environment */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `CONFLICT`: The slug is taken
       *
       *     `ENVIRONMENT_DELETING`: The status is that of a deletion that has begun
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  streamEvents: {
    parameters: {
      query?: {
        environment_id?: string;
        /** @description As the header Last-Event-ID, for a first connection that cannot set it */
        last_event_id?: number;
        organization_id?: string;
        task_id?: string;
        /** @description Names of events or families of them, with commas between: backup.completed, backup.copied, backup.copy_failed, backup.copy_retrying, backup.copy_started, backup.failed, backup.retrying, backup.started, backup.uploading, backup.verification_failed, backup.verification_retrying, backup.verification_started, backup.verified, restore.completed, restore.failed, restore.journalled, restore.replaced_dropped, restore.retrying, restore.started, restore.teardown_failed, restore.teardown_retrying, restore.teardown_started, restore.torn_down, restore.undo_failed, restore.undo_retrying, restore.undo_started, restore.undone, backup.cancelled, restore.cancelled, backup.deleted, backup.object_removal_failed, backup.object_removed, task.status, backup.recovered, backup.rescan_failed, backup.rescan_retrying, backup.rescan_started, backup.rescanned, quota.exceeded, quota.relieved, quota.warning, policy.created, policy.deleted, policy.protected, policy.run_missed, policy.unprotected, policy.updated, backup.expired, backup.pinned, backup.promoted, backup.suspicious, backup.unpinned, retention.completed, retention.held, dead_letter.kept, storage.compared, storage.comparison_failed, task.progress, task.*, backup.*, restore.*, policy.*, retention.*, storage.*, quota.*, dead_letter.*. All when left out. */
        types?: string;
      };
      header?: {
        /** @description The id of the last event that the client has: what has happened since comes first. Wins over the query. */
        'Last-Event-ID'?: number;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Server-sent events; the schema is that of their data */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream':
            | components['schemas']['TaskStatusEventData']
            | components['schemas']['StoredEventData']
            | components['schemas']['ProgressEventData']
            | components['schemas']['ResetEventData'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.tasks.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `TOO_MANY_STREAMS`: The caller has as many streams open at this gateway as one may */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listIssuers: {
    parameters: {
      query?: {
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "name": "Company sign-on",
           *           "issuer": "https://login.example.com/realms/company",
           *           "audiences": [
           *             "strongroom"
           *           ],
           *           "algorithms": [
           *             "RS256"
           *           ],
           *           "email_claim": "email",
           *           "email_domains": [
           *             "example.com"
           *           ],
           *           "organization_id": null,
           *           "enabled": true,
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "updated_at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['OidcIssuerViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.issuers.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createIssuer: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Company sign-on",
         *       "issuer": "https://login.example.com/realms/company",
         *       "audiences": [
         *         "strongroom"
         *       ],
         *       "algorithms": [
         *         "RS256"
         *       ],
         *       "email_claim": "email",
         *       "email_domains": [
         *         "example.com"
         *       ],
         *       "enabled": true
         *     }
         */
        'application/json': components['schemas']['OidcIssuerCreate'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "Company sign-on",
           *       "issuer": "https://login.example.com/realms/company",
           *       "audiences": [
           *         "strongroom"
           *       ],
           *       "algorithms": [
           *         "RS256"
           *       ],
           *       "email_claim": "email",
           *       "email_domains": [
           *         "example.com"
           *       ],
           *       "organization_id": null,
           *       "enabled": true,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['OidcIssuerView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.issuers.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The issuer is known already */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getIssuer: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "Company sign-on",
           *       "issuer": "https://login.example.com/realms/company",
           *       "audiences": [
           *         "strongroom"
           *       ],
           *       "algorithms": [
           *         "RS256"
           *       ],
           *       "email_claim": "email",
           *       "email_domains": [
           *         "example.com"
           *       ],
           *       "organization_id": null,
           *       "enabled": true,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['OidcIssuerView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.issuers.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such issuer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteIssuer: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.issuers.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such issuer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  updateIssuer: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Company sign-on",
         *       "issuer": "https://login.example.com/realms/company",
         *       "audiences": [
         *         "strongroom"
         *       ],
         *       "algorithms": [
         *         "RS256"
         *       ],
         *       "email_claim": "email",
         *       "email_domains": [
         *         "example.com"
         *       ],
         *       "enabled": true
         *     }
         */
        'application/json': components['schemas']['OidcIssuerUpdate'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "Company sign-on",
           *       "issuer": "https://login.example.com/realms/company",
           *       "audiences": [
           *         "strongroom"
           *       ],
           *       "algorithms": [
           *         "RS256"
           *       ],
           *       "email_claim": "email",
           *       "email_domains": [
           *         "example.com"
           *       ],
           *       "organization_id": null,
           *       "enabled": true,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['OidcIssuerView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.issuers.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such issuer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The issuer is known already */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listIssuerIdentities: {
    parameters: {
      query?: {
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "user_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "subject": "248289761001",
           *           "created_at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['IdentityViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.issuers.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such issuer */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteIssuerIdentity: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        identity_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Forgotten */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.issuers.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such identity */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listOrganizations: {
    parameters: {
      query?: {
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "name": "Acme",
           *           "slug": "acme",
           *           "billing_plan": "free",
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "updated_at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['OrganizationViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createOrganization: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Acme",
         *       "slug": "acme"
         *     }
         */
        'application/json': components['schemas']['OrganizationCreate'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "Acme",
           *       "slug": "acme",
           *       "billing_plan": "free",
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['OrganizationView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.organizations.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The slug is taken */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getOrganization: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "Acme",
           *       "slug": "acme",
           *       "billing_plan": "free",
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['OrganizationView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteOrganization: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.organizations.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `IN_USE`: Something still refers to the organization; the answer names it */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  updateOrganization: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Acme",
         *       "slug": "acme"
         *     }
         */
        'application/json': components['schemas']['OrganizationUpdate'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "Acme",
           *       "slug": "acme",
           *       "billing_plan": "free",
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['OrganizationView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The slug is taken */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listOrganizationAuditEntries: {
    parameters: {
      query?: {
        action?:
          | 'organization.created'
          | 'organization.updated'
          | 'organization.deleted'
          | 'project.created'
          | 'project.updated'
          | 'project.deleted'
          | 'server.created'
          | 'server.updated'
          | 'server.deleted'
          | 'environment.created'
          | 'environment.updated'
          | 'environment.deleted'
          | 'environment.deletion_requested'
          | 'storage_config.created'
          | 'storage_config.updated'
          | 'storage_config.deleted'
          | 'storage_config.tested'
          | 'storage_config.rescan_requested'
          | 'storage_config.import_requested'
          | 'storage_config.orphan_sweep_requested'
          | 'encryption_key.added'
          | 'encryption_key.checked'
          | 'encryption_key.deleted'
          | 'encryption.disabled'
          | 'event_credential.created'
          | 'event_credential.revoked'
          | 'notification_channel.created'
          | 'notification_channel.updated'
          | 'notification_channel.deleted'
          | 'notification_channel.tested'
          | 'user.created'
          | 'user.updated'
          | 'user.deleted'
          | 'user.signed_in'
          | 'user.sign_in_failed'
          | 'user.signed_out'
          | 'user.refresh_token_reused'
          | 'user.password_changed'
          | 'user.password_set'
          | 'user.sessions_ended'
          | 'user.identity_linked'
          | 'user.identity_unlinked'
          | 'issuer.created'
          | 'issuer.updated'
          | 'issuer.deleted'
          | 'role_assignment.created'
          | 'role_assignment.deleted'
          | 'api_token.created'
          | 'api_token.revoked'
          | 'backup.requested'
          | 'backup.verification_requested'
          | 'backup.copy_requested'
          | 'backup.deleted'
          | 'backup.pinned'
          | 'backup.unpinned'
          | 'retention.run_requested'
          | 'retention.agreed'
          | 'backup.download_requested'
          | 'backup.file_downloaded'
          | 'policy.created'
          | 'policy.updated'
          | 'policy.deleted'
          | 'restore.requested'
          | 'restore.drill_requested'
          | 'restore.teardown_requested'
          | 'restore.undo_requested'
          | 'task.cancel_requested'
          | 'dead_letter.replayed'
          | 'dead_letter.dismissed';
        /** @description Who made the change */
        actor_id?: string;
        /** @description Not before */
        from?: string;
        object_id?: string;
        object_type?: string;
        outcome?: 'done' | 'unknown';
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
        /** @description Before */
        to?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "at": "2024-12-11T10:30:00Z",
           *           "actor_id": null,
           *           "actor_name": "Ada",
           *           "token_id": null,
           *           "address": "203.0.113.7",
           *           "action": "backup.requested",
           *           "object_type": "backup",
           *           "object_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "object_name": null,
           *           "organization_id": null,
           *           "details": {},
           *           "outcome": "done"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['AuditEntryViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.audit.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listEventCredentials: {
    parameters: {
      query?: {
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "name": "ticket system",
           *           "user": "events_0a1b2c3d4e5f",
           *           "subjects": [
           *             "events.0d9f6b1e-3c52-4c7a-9f10-000000000001.>"
           *           ],
           *           "created_by": null,
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "last_used_at": null,
           *           "expires_at": null,
           *           "revoked_at": null
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['EventCredentialViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createEventCredential: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "ticket system"
         *     }
         */
        'application/json': components['schemas']['EventCredentialCreate'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "ticket system",
           *       "user": "events_0a1b2c3d4e5f",
           *       "subjects": [
           *         "events.0d9f6b1e-3c52-4c7a-9f10-000000000001.>"
           *       ],
           *       "created_by": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "last_used_at": null,
           *       "expires_at": null,
           *       "revoked_at": null,
           *       "password": "q3V…",
           *       "url": "nats://strongroom.example.com:4222"
           *     }
           */
          'application/json': components['schemas']['EventCredentialCreated'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `EVENT_CREDENTIALS_UNAVAILABLE`: NATS is not set up for users from outside
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  revokeEventCredential: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        credential_id: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listNotificationChannels: {
    parameters: {
      query?: {
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "name": "On call",
           *           "kind": "email",
           *           "enabled": true,
           *           "settings": {
           *             "recipients": [
           *               "ops@example.com"
           *             ]
           *           },
           *           "notices": null,
           *           "environment_ids": null,
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "has_secret": false,
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "updated_at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['NotificationChannelViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `NOTIFIER_UNREACHABLE`: No notifier answers
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createNotificationChannel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "On call",
         *       "kind": "email",
         *       "settings": {
         *         "recipients": [
         *           "ops@example.com"
         *         ]
         *       }
         *     }
         */
        'application/json': components['schemas']['NotificationChannelCreate'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "On call",
           *       "kind": "email",
           *       "enabled": true,
           *       "settings": {
           *         "recipients": [
           *           "ops@example.com"
           *         ]
           *       },
           *       "notices": null,
           *       "environment_ids": null,
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "has_secret": false,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z",
           *       "secret": "whsec_…"
           *     }
           */
          'application/json': components['schemas']['NotificationChannelCreated'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `CHANNEL_LIMIT_REACHED`: The organization has as many channels as it may
       *
       *     `CONFLICT`: The name is taken
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `NOTIFIER_UNREACHABLE`: No notifier answers
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getNotificationChannel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        channel_id: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "On call",
           *       "kind": "email",
           *       "enabled": true,
           *       "settings": {
           *         "recipients": [
           *           "ops@example.com"
           *         ]
           *       },
           *       "notices": null,
           *       "environment_ids": null,
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "has_secret": false,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['NotificationChannelView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `NOTIFIER_UNREACHABLE`: No notifier answers
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteNotificationChannel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        channel_id: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `NOTIFIER_UNREACHABLE`: No notifier answers
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  updateNotificationChannel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        channel_id: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "enabled": false
         *     }
         */
        'application/json': components['schemas']['NotificationChannelUpdate'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "On call",
           *       "kind": "email",
           *       "enabled": true,
           *       "settings": {
           *         "recipients": [
           *           "ops@example.com"
           *         ]
           *       },
           *       "notices": null,
           *       "environment_ids": null,
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "has_secret": false,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['NotificationChannelView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The name is taken */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `NOTIFIER_UNREACHABLE`: No notifier answers
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  testNotificationChannel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        channel_id: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "ok": false,
           *       "duration_ms": 180,
           *       "error": null
           *     }
           */
          'application/json': components['schemas']['NotificationChannelTestResult'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `NOTIFIER_UNREACHABLE`: No notifier answers
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listNotificationDeliveries: {
    parameters: {
      query?: {
        channel_id?: string;
        notice?:
          | 'backup_succeeded'
          | 'backup_failed'
          | 'backup_degraded'
          | 'backup_suspicious'
          | 'backup_damaged'
          | 'backup_run_missed'
          | 'environment_unprotected'
          | 'environment_protected'
          | 'restore_completed'
          | 'restore_failed'
          | 'restore_undone'
          | 'drill_completed'
          | 'drill_failed'
          | 'quota_warning'
          | 'quota_exceeded'
          | 'dead_letter'
          | 'retention_held'
          | 'removal_failed'
          | 'storage_objects_missing'
          | 'storage_orphans'
          | 'storage_not_compared';
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
        status?: 'waiting' | 'delivered' | 'failed' | 'given_up' | 'outdated';
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "event_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "channel_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "channel_name": "On call",
           *           "channel_kind": "email",
           *           "notice": "backup_succeeded",
           *           "severity": "info",
           *           "title": "Production: backup failed (SSH_UNREACHABLE)",
           *           "environment_id": null,
           *           "occurred_at": "2024-12-11T10:30:00Z",
           *           "status": "waiting",
           *           "attempts": 1,
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "next_attempt_at": null,
           *           "ended_at": null,
           *           "last_error": null
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['NotificationDeliveryViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `NOTIFIER_UNREACHABLE`: No notifier answers
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listRetentionRuns: {
    parameters: {
      query?: {
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "run_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "status": "pending",
           *           "scheduled_for": null,
           *           "requested_at": "2024-12-11T10:30:00Z",
           *           "started_at": null,
           *           "completed_at": null,
           *           "result": {
           *             "expired": 12,
           *             "deleted_storage": 12,
           *             "promoted": 1,
           *             "errors": [
           *               {
           *                 "environment_id": null,
           *                 "backup_id": null,
           *                 "storage_config_id": null,
           *                 "code": "STORAGE_UNREACHABLE",
           *                 "message": "sftp.example.com does not answer"
           *               }
           *             ]
           *           },
           *           "error_count": 0,
           *           "held": 0
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['RetentionRunViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `RETENTION_UNREACHABLE`: The retention service does not answer
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  runRetentionOfOrganization: {
    parameters: {
      query?: never;
      header?: {
        /** @description Chosen by the client, new for each piece of work. The same request with the same key gets the same answer, with the header `Idempotency-Replayed: true`, and starts nothing again. Another request with it is 422 (`IDEMPOTENCY_KEY_REUSED`), one that comes while the first is being answered 409 (`IDEMPOTENCY_KEY_BUSY`) with `Retry-After`. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was asked for */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "run_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organizations": 0
           *     }
           */
          'application/json': components['schemas']['RetentionRunRequested'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.backups.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `IDEMPOTENCY_KEY_BUSY`: The first request with this key is not answered yet; `Retry-After` says when to ask again */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED`: The key belongs to another request
       *
       *     `VALIDATION_FAILED`: A field is not valid; `errors` names each
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `RETENTION_UNREACHABLE`: The retention service does not answer
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getRetentionRunOfOrganization: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
        run_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "run_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "status": "pending",
           *       "scheduled_for": null,
           *       "requested_at": "2024-12-11T10:30:00Z",
           *       "started_at": null,
           *       "completed_at": null,
           *       "result": {
           *         "expired": 12,
           *         "deleted_storage": 12,
           *         "promoted": 1,
           *         "errors": [
           *           {
           *             "environment_id": null,
           *             "backup_id": null,
           *             "storage_config_id": null,
           *             "code": "STORAGE_UNREACHABLE",
           *             "message": "sftp.example.com does not answer"
           *           }
           *         ]
           *       },
           *       "error_count": 0,
           *       "held": 0
           *     }
           */
          'application/json': components['schemas']['RetentionRunView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization, or the run was not for it */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `RETENTION_UNREACHABLE`: The retention service does not answer
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getUsage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "organization_id": "0d9f6b1e-3c52-4c7a-9f10-000000000001",
           *       "billing_plan": "starter",
           *       "total_backup_storage": 6442450944,
           *       "backup_count": 42,
           *       "pending_backup_storage": 0,
           *       "backup_storage_quota": 53687091200,
           *       "used_percent": 12,
           *       "quota_level": "within",
           *       "additional_storage": {
           *         "availability": "priced",
           *         "price_per_gb_month": 0.1,
           *         "currency": "USD",
           *         "additional_gb": 0,
           *         "estimated_monthly_cost": 0
           *       },
           *       "projects": [
           *         {
           *           "total_backup_storage": 6442450944,
           *           "backup_count": 42,
           *           "project_id": "990e8400-e29b-41d4-a716-446655440000",
           *           "name": "E-commerce Platform",
           *           "environments": [
           *             {
           *               "total_backup_storage": 6442450944,
           *               "backup_count": 42,
           *               "environment_id": "770e8400-e29b-41d4-a716-446655440000",
           *               "name": "Production",
           *               "deleted_at": null
           *             }
           *           ]
           *         }
           *       ],
           *       "storage_configs": null
           *     }
           */
          'application/json': components['schemas']['OrganizationUsage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.settings.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listProjects: {
    parameters: {
      query?: {
        organization_id?: string;
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "name": "E-commerce Platform",
           *           "slug": "ecommerce-platform",
           *           "odoo_version": "18.0",
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "updated_at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['ProjectViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.settings.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createProject: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
         *       "name": "E-commerce Platform",
         *       "slug": "ecommerce-platform",
         *       "odoo_version": "18.0"
         *     }
         */
        'application/json': components['schemas']['ProjectCreate'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "E-commerce Platform",
           *       "slug": "ecommerce-platform",
           *       "odoo_version": "18.0",
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['ProjectView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.projects.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The slug is taken */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getProject: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "E-commerce Platform",
           *       "slug": "ecommerce-platform",
           *       "odoo_version": "18.0",
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['ProjectView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.settings.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such project */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteProject: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.projects.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such project */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `IN_USE`: Something still refers to the project; the answer names it */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  updateProject: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "E-commerce Platform",
         *       "slug": "ecommerce-platform",
         *       "odoo_version": "18.0"
         *     }
         */
        'application/json': components['schemas']['ProjectUpdate'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "E-commerce Platform",
           *       "slug": "ecommerce-platform",
           *       "odoo_version": "18.0",
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['ProjectView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.settings.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such project */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The slug is taken */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listRestores: {
    parameters: {
      query?: {
        backup_id?: string;
        environment_id?: string;
        mode?: 'clone' | 'in_place' | 'drill';
        organization_id?: string;
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
        status?:
          | 'pending'
          | 'in_progress'
          | 'completed'
          | 'failed'
          | 'rolled_back'
          | 'undoing'
          | 'undone'
          | 'tearing_down'
          | 'torn_down';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "project_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "environment_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "backup_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "backup_timestamp": "2024-12-11T10:30:00Z",
           *           "task_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "teardown_task_id": null,
           *           "undo_task_id": null,
           *           "mode": "clone",
           *           "target_db": "prod_db_main-clone",
           *           "restore_database": false,
           *           "restore_filestore": false,
           *           "neutralize": false,
           *           "regenerate_assets": null,
           *           "post_restore_sql": [
           *             {
           *               "name": "test addresses",
           *               "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
           *             }
           *           ],
           *           "strategy": null,
           *           "freeze": null,
           *           "keep_replaced_seconds": null,
           *           "skip_insurance_reason": null,
           *           "stops_environments": [
           *             "550e8400-e29b-41d4-a716-446655440000"
           *           ],
           *           "status": "pending",
           *           "steps": [
           *             {
           *               "name": "load_database",
           *               "status": "running",
           *               "attempt": 1,
           *               "started_at": "2024-12-11T10:30:00Z",
           *               "ended_at": null,
           *               "note": "412 MB in 38 s",
           *               "undo": "The loaded copy is dropped"
           *             }
           *           ],
           *           "attempt": 0,
           *           "teardown_attempt": 0,
           *           "undo_attempt": 0,
           *           "started_at": null,
           *           "completed_at": null,
           *           "duration_seconds": null,
           *           "torn_down_at": null,
           *           "downtime": null,
           *           "insurance_backup_id": null,
           *           "insurance_kept_until": null,
           *           "replaced_until": null,
           *           "replaced_dropped_at": null,
           *           "can_undo": false,
           *           "undone_at": null,
           *           "outcome": null,
           *           "drill": null,
           *           "database_bytes": 0,
           *           "filestore_bytes": 0,
           *           "filestore_files": 0,
           *           "users": null,
           *           "warnings": [
           *             {
           *               "code": "NEWER_POSTGRES",
           *               "message": "The backup was made by PostgreSQL 15, the server is 16"
           *             }
           *           ],
           *           "error_message": null,
           *           "error_details": null,
           *           "created_by": null,
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "updated_at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['RestoreViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getRestore: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "project_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "environment_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "backup_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "backup_timestamp": "2024-12-11T10:30:00Z",
           *       "task_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "teardown_task_id": null,
           *       "undo_task_id": null,
           *       "mode": "clone",
           *       "target_db": "prod_db_main-clone",
           *       "restore_database": false,
           *       "restore_filestore": false,
           *       "neutralize": false,
           *       "regenerate_assets": null,
           *       "post_restore_sql": [
           *         {
           *           "name": "test addresses",
           *           "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
           *         }
           *       ],
           *       "strategy": null,
           *       "freeze": null,
           *       "keep_replaced_seconds": null,
           *       "skip_insurance_reason": null,
           *       "stops_environments": [
           *         "550e8400-e29b-41d4-a716-446655440000"
           *       ],
           *       "status": "pending",
           *       "steps": [
           *         {
           *           "name": "load_database",
           *           "status": "running",
           *           "attempt": 1,
           *           "started_at": "2024-12-11T10:30:00Z",
           *           "ended_at": null,
           *           "note": "412 MB in 38 s",
           *           "undo": "The loaded copy is dropped"
           *         }
           *       ],
           *       "attempt": 0,
           *       "teardown_attempt": 0,
           *       "undo_attempt": 0,
           *       "started_at": null,
           *       "completed_at": null,
           *       "duration_seconds": null,
           *       "torn_down_at": null,
           *       "downtime": null,
           *       "insurance_backup_id": null,
           *       "insurance_kept_until": null,
           *       "replaced_until": null,
           *       "replaced_dropped_at": null,
           *       "can_undo": false,
           *       "undone_at": null,
           *       "outcome": null,
           *       "drill": null,
           *       "database_bytes": 0,
           *       "filestore_bytes": 0,
           *       "filestore_files": 0,
           *       "users": null,
           *       "warnings": [
           *         {
           *           "code": "NEWER_POSTGRES",
           *           "message": "The backup was made by PostgreSQL 15, the server is 16"
           *         }
           *       ],
           *       "error_message": null,
           *       "error_details": null,
           *       "created_by": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['RestoreView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such restore */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  tearDownRestore: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was asked for */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "project_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "environment_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "backup_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "backup_timestamp": "2024-12-11T10:30:00Z",
           *       "task_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "teardown_task_id": null,
           *       "undo_task_id": null,
           *       "mode": "clone",
           *       "target_db": "prod_db_main-clone",
           *       "restore_database": false,
           *       "restore_filestore": false,
           *       "neutralize": false,
           *       "regenerate_assets": null,
           *       "post_restore_sql": [
           *         {
           *           "name": "test addresses",
           *           "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
           *         }
           *       ],
           *       "strategy": null,
           *       "freeze": null,
           *       "keep_replaced_seconds": null,
           *       "skip_insurance_reason": null,
           *       "stops_environments": [
           *         "550e8400-e29b-41d4-a716-446655440000"
           *       ],
           *       "status": "pending",
           *       "steps": [
           *         {
           *           "name": "load_database",
           *           "status": "running",
           *           "attempt": 1,
           *           "started_at": "2024-12-11T10:30:00Z",
           *           "ended_at": null,
           *           "note": "412 MB in 38 s",
           *           "undo": "The loaded copy is dropped"
           *         }
           *       ],
           *       "attempt": 0,
           *       "teardown_attempt": 0,
           *       "undo_attempt": 0,
           *       "started_at": null,
           *       "completed_at": null,
           *       "duration_seconds": null,
           *       "torn_down_at": null,
           *       "downtime": null,
           *       "insurance_backup_id": null,
           *       "insurance_kept_until": null,
           *       "replaced_until": null,
           *       "replaced_dropped_at": null,
           *       "can_undo": false,
           *       "undone_at": null,
           *       "outcome": null,
           *       "drill": null,
           *       "database_bytes": 0,
           *       "filestore_bytes": 0,
           *       "filestore_files": 0,
           *       "users": null,
           *       "warnings": [
           *         {
           *           "code": "NEWER_POSTGRES",
           *           "message": "The backup was made by PostgreSQL 15, the server is 16"
           *         }
           *       ],
           *       "error_message": null,
           *       "error_details": null,
           *       "created_by": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['RestoreView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.restore
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such restore */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `CONFLICT`: The restore is neither completed nor failed, or another one has made a clone of that name since
       *
       *     `NOT_A_CLONE`: It was restored in place: undo it, or restore its insurance backup
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  undoRestore: {
    parameters: {
      query?: never;
      header?: {
        /** @description Chosen by the client, new for each piece of work. The same request with the same key gets the same answer, with the header `Idempotency-Replayed: true`, and starts nothing again. Another request with it is 422 (`IDEMPOTENCY_KEY_REUSED`), one that comes while the first is being answered 409 (`IDEMPOTENCY_KEY_BUSY`) with `Retry-After`. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was asked for */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "project_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "environment_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "backup_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "backup_timestamp": "2024-12-11T10:30:00Z",
           *       "task_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "teardown_task_id": null,
           *       "undo_task_id": null,
           *       "mode": "clone",
           *       "target_db": "prod_db_main-clone",
           *       "restore_database": false,
           *       "restore_filestore": false,
           *       "neutralize": false,
           *       "regenerate_assets": null,
           *       "post_restore_sql": [
           *         {
           *           "name": "test addresses",
           *           "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
           *         }
           *       ],
           *       "strategy": null,
           *       "freeze": null,
           *       "keep_replaced_seconds": null,
           *       "skip_insurance_reason": null,
           *       "stops_environments": [
           *         "550e8400-e29b-41d4-a716-446655440000"
           *       ],
           *       "status": "pending",
           *       "steps": [
           *         {
           *           "name": "load_database",
           *           "status": "running",
           *           "attempt": 1,
           *           "started_at": "2024-12-11T10:30:00Z",
           *           "ended_at": null,
           *           "note": "412 MB in 38 s",
           *           "undo": "The loaded copy is dropped"
           *         }
           *       ],
           *       "attempt": 0,
           *       "teardown_attempt": 0,
           *       "undo_attempt": 0,
           *       "started_at": null,
           *       "completed_at": null,
           *       "duration_seconds": null,
           *       "torn_down_at": null,
           *       "downtime": null,
           *       "insurance_backup_id": null,
           *       "insurance_kept_until": null,
           *       "replaced_until": null,
           *       "replaced_dropped_at": null,
           *       "can_undo": false,
           *       "undone_at": null,
           *       "outcome": null,
           *       "drill": null,
           *       "database_bytes": 0,
           *       "filestore_bytes": 0,
           *       "filestore_files": 0,
           *       "users": null,
           *       "warnings": [
           *         {
           *           "code": "NEWER_POSTGRES",
           *           "message": "The backup was made by PostgreSQL 15, the server is 16"
           *         }
           *       ],
           *       "error_message": null,
           *       "error_details": null,
           *       "created_by": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['RestoreView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.backups.restore_in_place
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such restore */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_BUSY`: The first request with this key is not answered yet; `Retry-After` says when to ask again
       *
       *     `ENVIRONMENT_BUSY`: The environment is being backed up or restored; the answer names the task
       *
       *     `ENVIRONMENT_DELETED`: The environment was deleted
       *
       *     `ENVIRONMENT_DELETING`: The environment is being deleted
       *
       *     `ENVIRONMENT_INCOMPLETE`: The environment has no server
       *
       *     `UNDO_NOT_POSSIBLE`: There is nothing to swap back; the answer says why, and what to do instead
       *
       *     `UNDO_TOO_LATE`: What was replaced is no longer kept
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED`: The key belongs to another request
       *
       *     `VALIDATION_FAILED`: A field is not valid; `errors` names each
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listAllRetentionRuns: {
    parameters: {
      query?: {
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "run_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "status": "pending",
           *           "scheduled_for": null,
           *           "requested_at": "2024-12-11T10:30:00Z",
           *           "started_at": null,
           *           "completed_at": null,
           *           "result": {
           *             "expired": 12,
           *             "deleted_storage": 12,
           *             "promoted": 1,
           *             "errors": [
           *               {
           *                 "environment_id": null,
           *                 "backup_id": null,
           *                 "storage_config_id": null,
           *                 "code": "STORAGE_UNREACHABLE",
           *                 "message": "sftp.example.com does not answer"
           *               }
           *             ]
           *           },
           *           "error_count": 0,
           *           "held": 0
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['RetentionRunViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.retention.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `RETENTION_UNREACHABLE`: The retention service does not answer
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  runRetention: {
    parameters: {
      query?: never;
      header?: {
        /** @description Chosen by the client, new for each piece of work. The same request with the same key gets the same answer, with the header `Idempotency-Replayed: true`, and starts nothing again. Another request with it is 422 (`IDEMPOTENCY_KEY_REUSED`), one that comes while the first is being answered 409 (`IDEMPOTENCY_KEY_BUSY`) with `Retry-After`. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was asked for */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "run_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organizations": 0
           *     }
           */
          'application/json': components['schemas']['RetentionRunRequested'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.retention.run
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `IDEMPOTENCY_KEY_BUSY`: The first request with this key is not answered yet; `Retry-After` says when to ask again */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED`: The key belongs to another request
       *
       *     `VALIDATION_FAILED`: A field is not valid; `errors` names each
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `RETENTION_UNREACHABLE`: The retention service does not answer
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getRetentionRun: {
    parameters: {
      query?: {
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path: {
        run_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "run_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "status": "pending",
           *           "scheduled_for": null,
           *           "requested_at": "2024-12-11T10:30:00Z",
           *           "started_at": null,
           *           "completed_at": null,
           *           "result": {
           *             "expired": 12,
           *             "deleted_storage": 12,
           *             "promoted": 1,
           *             "errors": [
           *               {
           *                 "environment_id": null,
           *                 "backup_id": null,
           *                 "storage_config_id": null,
           *                 "code": "STORAGE_UNREACHABLE",
           *                 "message": "sftp.example.com does not answer"
           *               }
           *             ]
           *           },
           *           "error_count": 0,
           *           "held": 0
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['RetentionRunViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.retention.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `RETENTION_UNREACHABLE`: The retention service does not answer
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listRoleAssignments: {
    parameters: {
      query?: {
        organization_id?: string;
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
        user_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "user_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "role": "portal_admin",
           *           "organization_id": null,
           *           "project_id": null,
           *           "created_at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['RoleAssignmentViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.roles.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createRoleAssignment: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "user_id": "550e8400-e29b-41d4-a716-446655440000",
         *       "role": "portal_admin"
         *     }
         */
        'application/json': components['schemas']['RoleAssignmentCreate'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "user_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "role": "portal_admin",
           *       "organization_id": null,
           *       "project_id": null,
           *       "created_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['RoleAssignmentView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.roles.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       *
       *     `ROLE_ABOVE_OWN`: The role may do more than the caller
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such user, organization or project */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The user has this role already */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getRoleAssignment: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "user_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "role": "portal_admin",
           *       "organization_id": null,
           *       "project_id": null,
           *       "created_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['RoleAssignmentView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.roles.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such role assignment */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteRoleAssignment: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.roles.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       *
       *     `ROLE_ABOVE_OWN`: The role may do more than the caller
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such role assignment */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `LAST_OWNER`: Nobody else is org_owner there, or portal_admin */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listServers: {
    parameters: {
      query?: {
        organization_id?: string;
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "name": "server-1",
           *           "ip_address": "165.22.65.97",
           *           "connection": "ssh",
           *           "ssh_port": 22,
           *           "ssh_user": "root",
           *           "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…",
           *           "accepts_drills": false,
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "has_private_key": false,
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "updated_at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['ServerViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.servers.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createServer: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
         *       "name": "server-1",
         *       "ip_address": "165.22.65.97",
         *       "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…"
         *     }
         */
        'application/json': components['schemas']['ServerCreate'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "server-1",
           *       "ip_address": "165.22.65.97",
           *       "connection": "ssh",
           *       "ssh_port": 22,
           *       "ssh_user": "root",
           *       "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…",
           *       "accepts_drills": false,
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "has_private_key": false,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['ServerView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.servers.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such organization */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The name is taken */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `SSH_KEY_INVALID`: The private key or the host key cannot be read
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getServer: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "server-1",
           *       "ip_address": "165.22.65.97",
           *       "connection": "ssh",
           *       "ssh_port": 22,
           *       "ssh_user": "root",
           *       "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…",
           *       "accepts_drills": false,
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "has_private_key": false,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['ServerView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.servers.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such server */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteServer: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.servers.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such server */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `IN_USE`: An environment is still on the server; the answer names it */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  updateServer: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "server-1",
         *       "ip_address": "165.22.65.97",
         *       "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…"
         *     }
         */
        'application/json': components['schemas']['ServerUpdate'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "name": "server-1",
           *       "ip_address": "165.22.65.97",
           *       "connection": "ssh",
           *       "ssh_port": 22,
           *       "ssh_user": "root",
           *       "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…",
           *       "accepts_drills": false,
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "has_private_key": false,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['ServerView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission org.servers.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such server */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The name is taken */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `VALIDATION_FAILED`: A field is not valid; `errors` names each
       *
       *     `SSH_KEY_INVALID`: The private key or the host key cannot be read
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listTasks: {
    parameters: {
      query?: {
        backup_id?: string;
        /** @description Created then or later */
        created_after?: string;
        /** @description Created earlier */
        created_before?: string;
        environment_id?: string;
        organization_id?: string;
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
        project_id?: string;
        restore_id?: string;
        status?: 'pending' | 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
        type?: 'backup' | 'verify' | 'copy' | 'restore' | 'restore_teardown' | 'restore_undo' | 'rescan';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *           "project_id": null,
           *           "environment_id": null,
           *           "type": "backup",
           *           "status": "pending",
           *           "attempt": 0,
           *           "attempts": [],
           *           "next_attempt_at": null,
           *           "backup_id": null,
           *           "restore_id": null,
           *           "result": {
           *             "backup_id": "660e8400-e29b-41d4-a716-446655440000"
           *           },
           *           "error": null,
           *           "progress": null,
           *           "started_at": null,
           *           "completed_at": null,
           *           "cancel_requested_at": null,
           *           "cancel_requested_by": null,
           *           "cancel_outcome": null,
           *           "created_by": null,
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "updated_at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['TaskViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.tasks.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getTask: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "project_id": null,
           *       "environment_id": null,
           *       "type": "backup",
           *       "status": "pending",
           *       "attempt": 0,
           *       "attempts": [],
           *       "next_attempt_at": null,
           *       "backup_id": null,
           *       "restore_id": null,
           *       "result": {
           *         "backup_id": "660e8400-e29b-41d4-a716-446655440000"
           *       },
           *       "error": null,
           *       "progress": null,
           *       "started_at": null,
           *       "completed_at": null,
           *       "cancel_requested_at": null,
           *       "cancel_requested_by": null,
           *       "cancel_outcome": null,
           *       "created_by": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['TaskView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.tasks.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such task */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  cancelTask: {
    parameters: {
      query?: never;
      header?: {
        /** @description Chosen by the client, new for each piece of work. The same request with the same key gets the same answer, with the header `Idempotency-Replayed: true`, and starts nothing again. Another request with it is 422 (`IDEMPOTENCY_KEY_REUSED`), one that comes while the first is being answered 409 (`IDEMPOTENCY_KEY_BUSY`) with `Retry-After`. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It was asked for */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "organization_id": "550e8400-e29b-41d4-a716-446655440000",
           *       "project_id": null,
           *       "environment_id": null,
           *       "type": "backup",
           *       "status": "pending",
           *       "attempt": 0,
           *       "attempts": [],
           *       "next_attempt_at": null,
           *       "backup_id": null,
           *       "restore_id": null,
           *       "result": {
           *         "backup_id": "660e8400-e29b-41d4-a716-446655440000"
           *       },
           *       "error": null,
           *       "progress": null,
           *       "started_at": null,
           *       "completed_at": null,
           *       "cancel_requested_at": null,
           *       "cancel_requested_by": null,
           *       "cancel_outcome": null,
           *       "created_by": null,
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['TaskView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission project.tasks.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such task */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_BUSY`: The first request with this key is not answered yet; `Retry-After` says when to ask again
       *
       *     `TASK_ENDED`: The task has ended already
       */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED`: The key belongs to another request
       *
       *     `VALIDATION_FAILED`: A field is not valid; `errors` names each
       */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listUsers: {
    parameters: {
      query?: {
        /** @description The one with this address */
        email?: string;
        /** @description Page number */
        page?: number;
        /** @description Items per page */
        page_size?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "total": 45,
           *       "page": 1,
           *       "page_size": 20,
           *       "pages": 3,
           *       "items": [
           *         {
           *           "id": "550e8400-e29b-41d4-a716-446655440000",
           *           "email": "ada@example.com",
           *           "name": "Ada",
           *           "created_at": "2024-12-11T10:30:00Z",
           *           "updated_at": "2024-12-11T10:30:00Z"
           *         }
           *       ]
           *     }
           */
          'application/json': components['schemas']['UserViewPage'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.users.list
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createUser: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "email": "ada@example.com",
         *       "name": "Ada"
         *     }
         */
        'application/json': components['schemas']['UserCreate'];
      };
    };
    responses: {
      /** @description It was made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "email": "ada@example.com",
           *       "name": "Ada",
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['UserView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.users.create
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The address is taken */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "email": "ada@example.com",
           *       "name": "Ada",
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['UserView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.users.view
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.users.delete
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `IN_USE`: Something still refers to the user; the answer names it */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  updateUser: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "email": "ada@example.com",
         *       "name": "Ada"
         *     }
         */
        'application/json': components['schemas']['UserUpdate'];
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "550e8400-e29b-41d4-a716-446655440000",
           *       "email": "ada@example.com",
           *       "name": "Ada",
           *       "created_at": "2024-12-11T10:30:00Z",
           *       "updated_at": "2024-12-11T10:30:00Z"
           *     }
           */
          'application/json': components['schemas']['UserView'];
        };
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.users.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `CONFLICT`: The address is taken */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  setUserPassword: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "password": "only until you have changed it",
         *       "must_change_password": true
         *     }
         */
        'application/json': components['schemas']['PasswordSet'];
      };
    };
    responses: {
      /** @description Set */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.users.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `BODY_TOO_LARGE`: The body is larger than `HTTP_MAX_BODY_BYTES` */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `MEDIA_TYPE_UNSUPPORTED`: The body is compressed or encoded in a way that is not understood */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       *
       *     `SIGN_IN_BUSY`: Too many passwords are being checked
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  endUserSessions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Ended */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `BAD_REQUEST`: The address or the body cannot be read */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `IDENTITY_UNKNOWN`: The token of the issuer is good, but is of nobody who is known here
       *
       *     `TOKEN_EXPIRED`: The access token, or the token of an issuer, has expired
       *
       *     `UNAUTHENTICATED`: No valid token
       */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `FORBIDDEN`: The token lacks the permission portal.users.update
       *
       *     `PASSWORD_CHANGE_REQUIRED`: The password has to be changed first
       */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `NOT_FOUND`: There is no such user */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `VALIDATION_FAILED`: A field is not valid; `errors` names each */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description `INTERNAL`: A fault of Strongroom; `trace_id` stands in its log beside the cause */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /**
       * @description `DATABASE_UNAVAILABLE`: The database does not answer now; `Retry-After` says when to ask again
       *
       *     `ISSUER_UNAVAILABLE`: The issuer of the token does not tell its keys
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}

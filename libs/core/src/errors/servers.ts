import { define } from './define';

/** Reaching a server. */
export const SERVER_ERRORS = {
  SSH_UNREACHABLE: define(
    'transient',
    502,
    'The server does not answer on its SSH port',
    'Check that the server runs, its address and port, and the firewall between it and the executor.',
  ),
  SSH_AUTH_FAILED: define(
    'operator',
    502,
    'The server refused the SSH key',
    'Put the public half of the key into the authorized_keys of the user named in the server record, or store the right private key.',
  ),
  SSH_KEY_INVALID: define(
    'operator',
    422,
    'The private key cannot be used',
    'Store a private key in OpenSSH or PEM format, without a passphrase or together with it.',
  ),
  SSH_HOST_KEY_UNKNOWN: define(
    'operator',
    502,
    'The server has no pinned host key',
    'Compare the fingerprint named in the message with the server, then store it as `host_key` of the server record.',
  ),
  SSH_HOST_KEY_MISMATCH: define(
    'operator',
    502,
    'The server shows another host key than the pinned one',
    'Find out why before anything else: the server was reinstalled, or somebody stands in between. Then pin the new key.',
  ),
  SSH_CONNECTION_LOST: define(
    'transient',
    502,
    'The SSH connection broke off',
    'It is tried again by itself; if it keeps happening, look at the network and the load of the server.',
  ),
  COMMAND_FAILED: define(
    'transient',
    502,
    'A command on the server failed',
    'Read the end of its error output in the details.',
  ),
  COMMAND_KILLED: define(
    'transient',
    502,
    'A command on the server was killed',
    'Look for the out-of-memory killer or an administrator in the log of the server.',
  ),
  STREAM_TRUNCATED: define(
    'transient',
    502,
    'A stream from the server ended early',
    'It is tried again by itself; if it keeps happening, look at the network between server and executor.',
  ),
  CHECKSUM_MISMATCH: define(
    'transient',
    502,
    'What arrived is not what was sent',
    'It is tried again by itself; if it keeps happening, suspect the memory or the network of one of the machines, or the storage where the message names one.',
  ),
  SSH_FORWARDING_REFUSED: define(
    'operator',
    502,
    'The server lets its SSH user open no TCP connections',
    'Allow `AllowTcpForwarding local` for the user in sshd_config: Odoo is asked through it whether it answers.',
  ),
  REMOTE_DISK_FULL: define('operator', 507, 'The disk of the server is full', 'Free space on the server.'),
  ENVIRONMENT_MISCONFIGURED: define(
    'operator',
    422,
    'The environment lacks a setting that its runtime needs',
    'Add the setting named in the message to the environment.',
  ),
};

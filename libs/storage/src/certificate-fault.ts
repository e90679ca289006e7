/** Names under which Node and OpenSSL tell that a TLS certificate is not trusted. */
export const CERTIFICATE_FAULT =
  /\b(CERT_\w+|ERR_TLS_CERT_\w+|UNABLE_TO_(GET|VERIFY|DECRYPT)_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|HOSTNAME_MISMATCH)\b/;

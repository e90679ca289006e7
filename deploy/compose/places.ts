/** Where the containers of docker-compose.yml find each other and what they were given. */
export const DATABASE = 'strongroom';
export const POSTGRES = 'postgres:5432';
export const NATS = 'nats:4222';
export const GATEWAY_URL = 'http://gateway:8000';
/** Inside the network of the composition. */
export const S3_URL = 'http://s3:7070';
export const S3_REGION = 'us-east-1';

/** What a container was given by `prepare`: each sees its own folder only. */
export const OWN_SECRETS = '/secrets';
/** Written by the gateway when it has made the first token, read and removed by `setup`. */
export const TOKEN_FILE = '/admin/token';

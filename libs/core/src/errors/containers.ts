import { define } from './define';

/** The docker runtime. */
export const CONTAINER_ERRORS = {
  DOCKER_UNAVAILABLE: define(
    'operator',
    502,
    'Docker does not answer on the server',
    'Start the Docker engine, and add the SSH user to the group that may use it.',
  ),
  CONTAINER_NOT_FOUND: define(
    'operator',
    502,
    'A container of the environment does not exist',
    'Compare the container names with `docker ps -a` on the server.',
  ),
  CONTAINER_DOWN: define(
    'operator',
    502,
    'A container of the environment is not running',
    'Start the container named in the message.',
  ),
};

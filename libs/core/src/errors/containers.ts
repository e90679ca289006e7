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
  CONTAINER_WITHOUT_VOLUME: define(
    'operator',
    409,
    'The filestore lies in no volume of the stopped container',
    'Start the container, or restore with `freeze: "database"`. What a container keeps outside of its volumes is lost with it: mount one.',
  ),
  WORKLOAD_NOT_STOPPED: define(
    'transient',
    502,
    'The container of Odoo does not stay stopped',
    'Find out what starts it again, such as an orchestrator, or restore with `freeze: "database"`.',
  ),
};

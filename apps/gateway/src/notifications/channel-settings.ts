/** Whether the settings of a channel are those of its kind: pure. */
import { isEmail } from 'class-validator';
import type { ChannelKind, ChannelSettingsPayload } from '@app/contracts';
import type { FieldError } from '../http/request-validation';

const MOST_RECIPIENTS = 50;
const MOST_URL = 2_000;
/** Between 24 and 64 bytes, as Standard Webhooks wants them. */
const WEBHOOK_SECRET = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/;
const ROOM_ID = /^![\x21-\x7e]{1,250}$/;
const TOKEN = /^[\x21-\x7e]{1,1000}$/;

const SETTINGS_OF: Readonly<Record<ChannelKind, readonly (keyof ChannelSettingsPayload)[]>> = {
  email: ['recipients'],
  webhook: ['url'],
  slack: [],
  matrix: ['homeserver', 'room'],
};

/** @param secret undefined: it is not given, and stays as it is or is made */
export function faultsOfChannel(
  kind: ChannelKind,
  settings: ChannelSettingsPayload,
  secret: string | undefined,
): FieldError[] {
  const wanted = SETTINGS_OF[kind];
  const given = Object.keys(settings).filter((name) => settings[name as keyof ChannelSettingsPayload] !== undefined);
  const faults: FieldError[] = [
    ...wanted
      .filter((name) => !given.includes(name))
      .map((name) => ({ field: `settings.${name}`, message: `${kind} needs ${name}` })),
    ...given
      .filter((name) => !wanted.includes(name as keyof ChannelSettingsPayload))
      .map((name) => ({ field: `settings.${name}`, message: `${kind} has no ${name}` })),
  ];
  if (faults.length > 0) return faults;
  const fault = (field: string, message: string, isRight: boolean) => {
    if (!isRight) faults.push({ field, message });
  };
  const { recipients = [], url = '', homeserver = '', room = '' } = settings;
  switch (kind) {
    case 'email': {
      const good =
        recipients.length > 0 && recipients.length <= MOST_RECIPIENTS && recipients.every((to) => isEmail(to));
      fault(
        'settings.recipients',
        `recipients must be 1 to ${MOST_RECIPIENTS} addresses such as ops@example.com`,
        good,
      );
      fault('secret', 'email has no secret', secret === undefined);
      break;
    }
    case 'webhook':
      fault('settings.url', ADDRESS('url'), isAddress(url));
      fault(
        'secret',
        'secret must be whsec_ and 24 to 64 bytes in base64',
        secret === undefined || WEBHOOK_SECRET.test(secret),
      );
      break;
    case 'slack':
      fault('secret', ADDRESS('secret'), secret === undefined || isAddress(secret));
      break;
    case 'matrix':
      fault('settings.homeserver', ADDRESS('homeserver'), isAddress(homeserver) && !/[?#]/.test(homeserver));
      fault(
        'settings.room',
        'room must be the id of a room, such as !abc:example.com, and no alias',
        ROOM_ID.test(room),
      );
      fault('secret', 'secret must be an access token', secret === undefined || TOKEN.test(secret));
      break;
  }
  return faults;
}

const ADDRESS = (name: string) =>
  `${name} must be an address that begins with https:// or http://, without user and password`;

/** User and password in it would be shown to everybody who may see the channel. */
function isAddress(text: string): boolean {
  if (text.length > MOST_URL || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

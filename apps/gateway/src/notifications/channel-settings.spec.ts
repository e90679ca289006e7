import type { ChannelKind, ChannelSettingsPayload } from '@app/contracts';
import { faultsOfChannel } from './channel-settings';

const WHSEC = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const MATRIX = { homeserver: 'https://matrix.example.com', room: '!abc:example.com' };

describe('the settings of a channel', () => {
  it.each<[ChannelKind, ChannelSettingsPayload, string | undefined]>([
    ['email', { recipients: ['ops@example.com', 'boss@example.com'] }, undefined],
    ['webhook', { url: 'https://example.com/hook?a=b' }, undefined],
    ['webhook', { url: 'http://10.0.0.1:8080' }, WHSEC],
    ['slack', {}, 'https://hooks.slack.com/services/T/B/x'],
    ['matrix', MATRIX, 'syt_abc'],
    ['matrix', { ...MATRIX, room: '!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM' }, 'syt_abc'],
  ])('of %s are right: %j', (kind, settings, secret) => {
    expect(faultsOfChannel(kind, settings, secret)).toEqual([]);
  });

  it.each<[ChannelKind, ChannelSettingsPayload, string | undefined, string]>([
    ['email', {}, undefined, 'settings.recipients'],
    ['email', { recipients: [] }, undefined, 'settings.recipients'],
    ['email', { recipients: ['nobody'] }, undefined, 'settings.recipients'],
    ['email', { recipients: ['a@example.com\r\nBcc: b@example.com'] }, undefined, 'settings.recipients'],
    ['email', { recipients: Array<string>(51).fill('a@example.com') }, undefined, 'settings.recipients'],
    ['email', { recipients: ['a@example.com'] }, 'x', 'secret'],
    ['email', { recipients: ['a@example.com'], url: 'https://example.com' }, undefined, 'settings.url'],
    ['webhook', { url: 'ftp://example.com' }, undefined, 'settings.url'],
    ['webhook', { url: 'file:///etc/passwd' }, undefined, 'settings.url'],
    ['webhook', { url: 'https://me:secret@example.com' }, undefined, 'settings.url'],
    ['webhook', { url: 'example.com' }, undefined, 'settings.url'],
    ['webhook', { url: 'https://example.com' }, 'whsec_short', 'secret'],
    ['webhook', { url: 'https://example.com' }, 'hunter2', 'secret'],
    ['slack', {}, 'hooks.slack.com', 'secret'],
    ['slack', { url: 'https://hooks.slack.com' }, undefined, 'settings.url'],
    ['matrix', { ...MATRIX, room: '#ops:example.com' }, 'x', 'settings.room'],
    ['matrix', { ...MATRIX, homeserver: 'https://matrix.example.com?x=' }, 'x', 'settings.homeserver'],
    ['matrix', MATRIX, 'two words', 'secret'],
  ])('of %s are wrong: %j, %s', (kind, settings, secret, field) => {
    expect(faultsOfChannel(kind, settings, secret).map((fault) => fault.field)).toEqual([field]);
  });
});

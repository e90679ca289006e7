/** A notice as each kind of receiver takes it: what is asked of whom, and what it says when it refuses. */
import { Webhook } from 'standardwebhooks';
import type { GuardedRequest } from './guarded-request';
import type { Letter } from './letter';
import { chatText } from './wording';

/** Standard Webhooks: the same id for every attempt, and a signature over id, time and body. */
export function webhookRequest(
  url: string,
  secret: string,
  letter: Letter,
  link: string | null,
  now: Date,
): GuardedRequest {
  const body = JSON.stringify({
    type: `strongroom.notice.${letter.kind}`,
    timestamp: letter.occurredAt.toISOString(),
    data: {
      event_id: letter.eventId,
      kind: letter.kind,
      severity: letter.severity,
      organization: { id: letter.organizationId, name: letter.organizationName },
      environment: letter.environmentId && { id: letter.environmentId, name: letter.environmentName },
      title: letter.title,
      lead: letter.lead,
      facts: letter.facts,
      url: link,
    },
  });
  return {
    method: 'POST',
    url,
    body,
    headers: {
      'webhook-id': letter.deliveryId,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(letter.deliveryId, now, body),
    },
  };
}

/** The three characters that mean something to Slack, and so whatever would call people or lead elsewhere. */
export function slackRequest(url: string, letter: Letter, link: string | null): GuardedRequest {
  const text = chatText(letter, link).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return { method: 'POST', url, headers: {}, body: JSON.stringify({ text }) };
}

/** The homeserver drops a message whose transaction it has seen. */
export function matrixRequest(
  { homeserver, room }: { homeserver: string; room: string },
  accessToken: string,
  letter: Letter,
  link: string | null,
): GuardedRequest {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${letter.deliveryId}`;
  return {
    method: 'PUT',
    url: `${homeserver.replace(/\/+$/, '')}${path}`,
    headers: { authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ msgtype: 'm.text', body: chatText(letter, link) }),
  };
}

/** `invalid_token`, `no_service`, … */
export function slackCode(text: string): string | undefined {
  return /^[a-z_]{1,60}$/.exec(text.trim())?.[0];
}

/** `M_FORBIDDEN`, … */
export function matrixCode(text: string): string | undefined {
  return /"errcode"\s*:\s*"([A-Z][A-Z_.]{0,60})"/.exec(text)?.[1];
}

/** What the secret of a notification channel is sealed for. */
export function channelSecretContext(channelId: string): string {
  return `notification_channel:${channelId}:secret`;
}

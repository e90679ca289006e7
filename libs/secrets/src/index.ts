export { SecretBox } from './secret-box';
export { channelSecretContext } from './channel-secret';
export { openIdentities, openStorageAccess, storageSettings } from './open-storage-access';

export { SecretBox } from './secret-box';
export { openIdentities, openStorageAccess, storageSettings } from './open-storage-access';

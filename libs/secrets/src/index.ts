export { SecretBox } from './secret-box';
export { openStorageAccess, storageSettings } from './open-storage-access';

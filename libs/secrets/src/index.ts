export { SecretBox } from './secret-box';
export { openStorageAccess } from './open-storage-access';

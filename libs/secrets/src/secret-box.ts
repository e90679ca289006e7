/**
 * Seals secrets for their rest in a table and their way through a message: AES-256-GCM under a master key.
 * The context (`server:{id}:private_key`) is authenticated with the secret, so that a sealed value which was
 * copied to another row does not open. The form is `v1.{key id}.{base64url of nonce, ciphertext and tag}`.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { StrongroomError } from '@app/core';

const VERSION = 'v1';
const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID = /^[A-Za-z0-9_-]+$/;
const SEALED = /^v1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{38,}$/;

export class SecretBox {
  private constructor(
    private readonly keys: ReadonlyMap<string, Buffer>,
    private readonly sealingKeyId: string,
  ) {}

  /**
   * @param spec `id:base64 of 32 bytes[,id:…]`; the first key seals, every key opens
   * @throws Error without any key material when the text has another form
   */
  static fromMasterKeys(spec: string): SecretBox {
    const keys = new Map<string, Buffer>();
    for (const [index, part] of spec.split(',').entries()) {
      const [id = '', encoded = ''] = part.trim().split(/:(.*)/s);
      const key = Buffer.from(encoded, 'base64');
      if (!KEY_ID.test(id)) throw new Error(`master key ${index + 1} has no id: the form is id:base64`);
      if (key.length !== KEY_BYTES) throw new Error(`master key ${id} has ${key.length} bytes instead of ${KEY_BYTES}`);
      if (keys.has(id)) throw new Error(`there are two master keys with the id ${id}`);
      keys.set(id, key);
    }
    return new SecretBox(keys, keys.keys().next().value!);
  }

  /** Whether a text has the form of a sealed secret. */
  static isSealed(text: string): boolean {
    return SEALED.test(text);
  }

  seal(plain: string, context: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.keys.get(this.sealingKeyId)!, nonce).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${VERSION}.${this.sealingKeyId}.${sealed.toString('base64url')}`;
  }

  /** @throws StrongroomError SECRET_UNREADABLE: unknown key, other context, or not what was sealed */
  open(sealed: string, context: string): string {
    const [version, keyId = '', encoded = '', ...rest] = sealed.split('.');
    const bytes = Buffer.from(encoded, 'base64url');
    if (version !== VERSION || rest.length > 0 || bytes.length < NONCE_BYTES + TAG_BYTES)
      throw unreadable(context, 'it does not have the form of a sealed secret');
    const key = this.keys.get(keyId);
    if (!key)
      throw unreadable(context, `it was sealed with the master key "${keyId}", which this service does not have`);
    try {
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      throw unreadable(
        context,
        `it was not sealed for this place with the present master key "${keyId}", or was changed`,
      );
    }
  }

  /**
   * Proves that a holder of the master keys has said a text. It hides nothing of it.
   * @param context what the proof is good for, and nothing else
   * @returns `{key id}.{base64url of HMAC-SHA256}`
   */
  sign(text: string, context: string): string {
    const signature = signatureOf(text, context, this.keys.get(this.sealingKeyId)!);
    return `${this.sealingKeyId}.${signature.toString('base64url')}`;
  }

  /** Whether one of the master keys has signed it; takes equally long however wrong it is. */
  isSigned(text: string, signature: string, context: string): boolean {
    const [, keyId = '', encoded = ''] = /^([^.]+)\.([A-Za-z0-9_-]{43})$/.exec(signature) ?? [];
    const key = this.keys.get(keyId);
    return key !== undefined && timingSafeEqual(Buffer.from(encoded, 'base64url'), signatureOf(text, context, key));
  }
}

/** Of its own for each purpose, so that no signature says anything of what is sealed, or for another purpose. */
function signatureOf(text: string, context: string, masterKey: Buffer): Buffer {
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', `strongroom signature ${context}`, KEY_BYTES));
  return createHmac('sha256', key).update(text).digest();
}

function unreadable(context: string, why: string): StrongroomError {
  return new StrongroomError('SECRET_UNREADABLE', `The secret ${context} cannot be opened: ${why}`, {
    details: { context },
  });
}

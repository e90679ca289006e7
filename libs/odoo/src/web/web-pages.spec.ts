import type { Duplex } from 'node:stream';
import type { Server } from '../shell';
import { WebPages } from './web-pages';

describe('WebPages', () => {
  it('dials nobody once the time is up: nobody would hear of the refusal', async () => {
    let dialled = 0;
    const dial = (): Promise<Duplex> => Promise.reject(new Error(`refused ${++dialled}`));
    const pages = new WebPages({ dial } as unknown as Server, new URL('http://127.0.0.1:8069'), 'shop');
    await expect(pages.get('/', new AbortController().signal)).rejects.toThrow('refused 1');
    await expect(pages.get('/', AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
    expect(dialled).toBe(1);
  });
});

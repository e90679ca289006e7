import { judgeAssets } from './judge-assets';

describe('the asset bundles of a loaded copy', () => {
  it.each([
    [true, 'a', 'a', true],
    [false, 'a', 'b', false],
    [undefined, 'a', 'b', true],
    [undefined, 'a', 'a', false],
    [undefined, undefined, 'b', false],
    [undefined, 'a', undefined, false],
  ])(
    'where the request says %s, the backup was made of image %s and %s runs, are dropped: %s',
    (wanted, backedUp, running, drop) => {
      expect(judgeAssets({ wanted, backedUp, running }).drop).toBe(drop);
    },
  );
});

import {
  compressOption,
  judgeRestore,
  LATER_PARAMETERS,
  POSTGRES_VERSIONS,
  postgresVersion,
  versionWarnings,
} from './postgres-versions';

const codeOf = (body: () => unknown) => {
  try {
    body();
  } catch (error) {
    return error as { code: string; message: string; details: Record<string, unknown> };
  }
  throw new Error('nothing was thrown');
};

describe('the versions of PostgreSQL', () => {
  it.each([
    [13, ['gzip'], '1', 14, [], false],
    [14, ['gzip'], '1', 14, [], false],
    [15, ['gzip'], '1', 14, ['libc', 'icu'], true],
    [16, ['zstd', 'lz4', 'gzip'], 'gzip:1', 15, ['libc', 'icu'], true],
    [17, ['zstd', 'lz4', 'gzip'], 'gzip:1', 16, ['libc', 'icu', 'builtin'], true],
    [18, ['zstd', 'lz4', 'gzip'], 'gzip:1', 16, ['libc', 'icu', 'builtin'], true],
  ])('are told apart: %i', (major, dumpCompressions, option, archiveFormat, localeProviders, closesPublicSchema) => {
    const version = postgresVersion(major);
    expect(version).toMatchObject({ major, dumpCompressions, archiveFormat, localeProviders, closesPublicSchema });
    expect(compressOption(version, { method: 'gzip', level: 1 })).toBe(option);
    expect(versionWarnings(major)).toEqual([]);
  });

  it('only ever gain something', () => {
    for (const [index, version] of POSTGRES_VERSIONS.slice(1).entries()) {
      const before = POSTGRES_VERSIONS[index]!;
      expect(version.major).toBe(before.major + 1);
      expect(version.archiveFormat).toBeGreaterThanOrEqual(before.archiveFormat);
      for (const list of ['dumpCompressions', 'localeProviders', 'sessionParameters'] as const)
        expect(version[list]).toEqual(expect.arrayContaining([...before[list]]));
    }
    expect(LATER_PARAMETERS).toEqual(['transaction_timeout']);
  });

  it.each([9, 12])('are refused by name before 13: %i', (major) => {
    expect(codeOf(() => postgresVersion(major))).toMatchObject({
      code: 'PG_VERSION_UNSUPPORTED',
      message: `The server is PostgreSQL ${major}; Strongroom works with 13 and later`,
    });
  });

  it('that are not known yet count as the newest, with a warning', () => {
    expect(postgresVersion(20)).toEqual({ ...postgresVersion(18), major: 20 });
    expect(versionWarnings(20)).toEqual(['PostgreSQL 20 is newer than Strongroom knows; it is treated as 18']);
  });
});

describe('a dump and the server that it is to be restored on', () => {
  it.each([
    [13, 13],
    [13, 18],
    [15, 17],
    [17, 18],
    [18, 18],
    [9, 13],
  ])('fit: %i on %i', (dump, server) => {
    expect(judgeRestore({ dump, server, tool: server })).toEqual([]);
  });

  it.each([
    [14, 13, true],
    [15, 14, true],
    [16, 15, false],
    [17, 16, false],
    [18, 17, true],
    [18, 15, false],
  ])('do not fit when the dump is newer: %i on %i, which can be allowed: %s', (dump, server, canBeAllowed) => {
    const majors = { dump, server, tool: server };
    expect(codeOf(() => judgeRestore(majors))).toMatchObject({
      code: 'PG_VERSION_MISMATCH',
      details: { canBeAllowed },
    });
    if (canBeAllowed)
      expect(judgeRestore(majors, { allowOlderServer: true })).toEqual([
        `The dump comes from PostgreSQL ${dump}, the server is PostgreSQL ${server}: that was allowed`,
      ]);
    else
      expect(codeOf(() => judgeRestore(majors, { allowOlderServer: true }))).toMatchObject({
        code: 'PG_VERSION_MISMATCH',
        message: expect.stringMatching(`; pg_restore ${server} cannot read it$`) as string,
      });
  });

  it('can be allowed where a newer pg_restore stands beside the older server', () => {
    expect(judgeRestore({ dump: 18, server: 15, tool: 18 }, { allowOlderServer: true })).toHaveLength(1);
  });

  it('fit only with a pg_restore that can read the dump', () => {
    expect(codeOf(() => judgeRestore({ dump: 17, server: 17, tool: 15 }))).toMatchObject({ code: 'PG_TOOLS_MISSING' });
    expect(judgeRestore({ dump: 15, server: 17, tool: 15 })).toEqual([]);
  });

  it('do not fit when the server is too old or bring a warning when it is too new', () => {
    expect(codeOf(() => judgeRestore({ dump: 12, server: 12, tool: 12 }))).toMatchObject({
      code: 'PG_VERSION_UNSUPPORTED',
    });
    expect(judgeRestore({ dump: 18, server: 19, tool: 19 })).toHaveLength(1);
    expect(judgeRestore({ dump: 19, server: 19, tool: 19 })).toHaveLength(1);
  });
});

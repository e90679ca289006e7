import { SqlScanner, type SqlEvent } from './sql-scanner';

const DATA = 'COPY public.t (a, "b c") FROM stdin;\n1\t\\N\n\\\\.\ttext; -- no comment\n\\.\n';

function scan(text: string, chunkBytes: number): string[] {
  const scanner = new SqlScanner();
  const bytes = Buffer.from(text);
  const found: string[] = [];
  let data = '';
  const take = (events: Iterable<SqlEvent>) => {
    for (const event of events) {
      if (event.kind === 'data') data += event.bytes.toString();
      else if (event.kind === 'data-end') found.push(`data ${JSON.stringify(data)}`);
      else found.push(`${event.line}: ${event.sql.toString()}`);
      if (event.kind === 'data-end') data = '';
    }
  };
  for (let start = 0; start < bytes.length; start += chunkBytes)
    take(scanner.push(bytes.subarray(start, start + chunkBytes)));
  take(scanner.end());
  return found;
}

describe.each([1, 2, 3, 7, 1 << 16])('plain SQL in pieces of %i bytes', (chunkBytes) => {
  it.each([
    ["SELECT 'a;b', \"c;d\", E'\\';', 'it''s;';", ["1: SELECT 'a;b', \"c;d\", E'\\';', 'it''s;';"]],
    ['-- a;\n/* b; /* c; */ d; */\nSELECT 1 -- e;\n;', ['3: SELECT 1 -- e;\n;']],
    ["SELECT $$a;'\\!$$, $x$b;$$;$x$; SELECT $1;", ["1: SELECT $$a;'\\!$$, $x$b;$$;$x$;", '1: SELECT $1;']],
    [
      'CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);',
      ['1: CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);'],
    ],
    ...[
      'CREATE FUNCTION f() RETURNS int LANGUAGE sql\n BEGIN ATOMIC\n SELECT 1;\n SELECT 2;\nEND;',
      'create or replace procedure "end"() begin atomic select (case when true then 1 else 2 end); select \'end\'; end;',
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN CASE 2 WHEN 2 THEN 3 END END; END;',
      'CREATE FUNCTION f() RETURNS int RETURN 1;',
      'CREATE FUNCTION begin(atomic int) RETURNS int RETURN 1;',
    ].map((one): [string, string[]] => [
      `${one}\nSELECT 3;`,
      [`1: ${one}`, `${one.split('\n').length + 1}: SELECT 3;`],
    ]),
    ['BEGIN;ATOMIC;END;', ['1: BEGIN;', '1: ATOMIC;', '1: END;']],
    ["SELECT typee'a\\', 1;", ["1: SELECT typee'a\\', 1;"]],
    ['\ufeffSELECT 1;;\n;\n', ['1: SELECT 1;']],
    ['\\restrict aB1\nSELECT 1;\n\n\\unrestrict aB1\n', ['2: SELECT 1;']],
    [
      `SELECT 'é';\n${DATA}SELECT 2;\n`,
      [
        "1: SELECT 'é';",
        '2: COPY public.t (a, "b c") FROM stdin;',
        `data ${JSON.stringify('1\t\\N\n\\\\.\ttext; -- no comment\n')}`,
        '6: SELECT 2;',
      ],
    ],
    ['COPY t FROM STDIN ;\r\n\\.\r\n', ['1: COPY t FROM STDIN ;', 'data ""']],
    ['COPY t FROM stdin;\nx\n\\.', ['1: COPY t FROM stdin;', 'data "x\\n"']],
  ])('%j is cut where it has to be', (text, expected) => {
    expect(scan(text, chunkBytes)).toEqual(expected);
  });

  it.each([
    ['CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;\n\\! id\nEND;', 'the psql command "\\\\! id" (line 2)'],
    ['CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;', 'ends inside a statement'],
    ['SELECT 1;\n\\! touch /tmp/x\n', 'the psql command "\\\\! touch /tmp/x" (line 2)'],
    ['SELECT 1 \\g | sh\n;', 'the psql command "\\\\g | sh" (line 1)'],
    ['SELECT 1;\\! id\n', 'the psql command "\\\\! id" (line 1)'],
    ['\\connect postgres\n', 'the psql command "\\\\connect postgres" (line 1)'],
    ['SELECT 1\n\\restrict a\n;', 'the psql command "\\\\restrict a" (line 2)'],
    ['\\restrict `id`\n', 'the psql command "\\\\restrict `id`" (line 1)'],
    ["COPY t FROM '/etc/passwd';", 'a COPY that pg_dump does not write (line 1)'],
    ["COPY t TO PROGRAM 'id';", 'a COPY that pg_dump does not write (line 1)'],
    ['COPY (SELECT a FROM stdin) TO stdout;\n', 'a COPY that pg_dump does not write (line 1)'],
    ['/* x */ copy t FROM stdin WITH (FORMAT csv);\n', 'a COPY that pg_dump does not write (line 1)'],
    ['COPY t FROM stdin; SELECT 1;\n\\.\n', 'something behind a COPY in its line (line 1)'],
    ['COPY t FROM stdin;\n1\n\\. \n\\! id\n', 'data whose end is not a line of its own (line 3)'],
    ['COPY t FROM stdin;\n1\n', 'ends inside the data of a COPY (line 3)'],
    ["SELECT 'a;\n", 'ends inside a quoted text that begins (line 1)'],
    ['SELECT 1\n', 'ends inside a statement (line 2)'],
    ['SELECT 1;\0', 'holds a NUL byte'],
  ])('%j is refused', (text, reason) => {
    expect(() => scan(text, chunkBytes)).toThrow(
      expect.objectContaining({ code: 'FOREIGN_DUMP_REFUSED', message: expect.stringContaining(reason) as string }),
    );
  });
});

it('reads a statement of many megabytes in one pass', () => {
  const value = 'x'.repeat(20_000_000);
  expect(scan(`INSERT INTO t VALUES ('${value}');`, 1 << 16)[0]).toHaveLength(value.length + 29);
  expect(() => scan(`INSERT INTO t VALUES ('${value}${value}');`, 1 << 16)).toThrow(
    expect.objectContaining({ code: 'FOREIGN_DUMP_REFUSED' }),
  );
});

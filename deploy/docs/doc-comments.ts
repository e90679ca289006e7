/** The doc comments of libs/contracts: what a field or an event means is written once, where it is defined. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

type AnyClass = abstract new (...args: never[]) => object;

export class DocComments {
  private readonly comments = new Map<string, string>();

  /** @param folder of TypeScript sources; specs in it are passed over */
  constructor(folder: string) {
    const files = readdirSync(folder).filter((file) => /(?<!spec)\.ts$/.test(file));
    for (const file of files) this.read(join(folder, file));
  }

  /** Of a constant. */
  of(name: string): string | undefined {
    return this.comments.get(name);
  }

  ofClass(type: AnyClass): string | undefined {
    return this.comments.get(type.name);
  }

  /** A property may be declared in a class that this one extends. */
  ofProperty(type: AnyClass, property: string): string | undefined {
    for (let level: AnyClass = type; level.name !== ''; level = Object.getPrototypeOf(level) as AnyClass) {
      const comment = this.comments.get(`${level.name}.${property}`);
      if (comment !== undefined) return comment;
    }
    return undefined;
  }

  private read(file: string): void {
    const text = ts.sys.readFile(file) ?? '';
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    for (const statement of source.statements) {
      if (ts.isClassDeclaration(statement) && statement.name) {
        const { text: name } = statement.name;
        this.note(name, statement);
        for (const member of statement.members)
          if (ts.isPropertyDeclaration(member)) this.note(`${name}.${member.name.getText(source)}`, member);
      }
      if (ts.isVariableStatement(statement))
        for (const { name } of statement.declarationList.declarations) this.note(name.getText(source), statement);
    }
  }

  private note(name: string, node: ts.Node): void {
    const texts = ts
      .getJSDocCommentsAndTags(node)
      .map(({ comment }) => (typeof comment === 'string' ? comment : ts.getTextOfJSDocComment(comment)) ?? '');
    const text = texts.join(' ').replace(/\s+/g, ' ').trim();
    if (text !== '') this.comments.set(name, text);
  }
}

import { readFileSync } from 'node:fs';
import {
  Comment,
  CommentTag,
  Converter,
  IntrinsicType,
  makeRecursiveVisitor,
  PageEvent,
  ReflectionGroup,
  ReflectionKind,
  TypeScript as ts,
  UnknownType,
} from 'typedoc';

/** Has a page of its own: the generated reference. */
const ELSEWHERE = 'SessionTerminationManager';
const LIBRARY = 'box-session-termination';
/** The pages by file. The errors have a page of their own, although `index` exports them. */
const PAGES = {
  index: {
    title: LIBRARY,
    text: 'The types of calls and options. [SessionTerminationManager](../reference/session-termination-manager.md) has a page of its own.',
  },
  errors: {
    title: `${LIBRARY} errors`,
    text: `Import them from \`${LIBRARY}\`. Every error extends \`SessionTerminationError\`. [Errors and retries](../guide/errors-and-retries.md) says what to do.`,
  },
  auth: {
    title: `${LIBRARY}/auth`,
    text: '[Authentication](../../guide/authentication.md) explains how to choose.',
  },
  bulk: {
    title: `${LIBRARY}/bulk`,
    text: '[Bulk sign-out](../../guide/bulk.md) explains what a run does.',
  },
};
/** After TypeDoc knows what is inherited, and before and after it makes groups. */
const [BEFORE_GROUPS, AFTER_GROUPS] = [-50, -200];

/** Shows each export once, in the order of the entry point, with its own members only and without names that aren't exported. */
export function load(/** @type {import('typedoc').Application} */ app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    for (const member of context.project.getReflectionsByKind(ReflectionKind.TypeAlias | ReflectionKind.Property)) {
      member.type = readableType(context, member) ?? member.type;
    }
    for (const { comment } of context.project.getReflectionsByKind(ReflectionKind.All)) {
      resolveLinks(context.project, comment);
      for (const { tag, content } of comment?.blockTags ?? []) {
        if (tag === '@returns' || tag === '@throws' || tag === '@param') makeSentence(content);
        if (tag === '@see') for (const part of content) part.text = part.text.replace(/^https:\S+$/, '[$&]($&)');
      }
      joinThrows(comment);
    }
  });
  app.converter.on(
    Converter.EVENT_RESOLVE_END,
    ({ project }) => {
      for (const member of project.getReflectionsByKind(ReflectionKind.All)) {
        const ofError = member.parent?.name.endsWith('Error') === true;
        // The library makes the errors, and each has its class's name.
        const isPlain = ofError && (member.kindOf(ReflectionKind.Constructor) || member.name === 'name');
        if (member.inheritedFrom || isPlain || member.name === ELSEWHERE) project.removeReflection(member);
        delete member.overwrites;
        for (const signature of member.signatures ?? []) delete signature.overwrites;
      }
    },
    BEFORE_GROUPS,
  );
  app.converter.on(
    Converter.EVENT_RESOLVE_END,
    ({ project }) => {
      const modules = project.children ?? [];
      const exported = new Set(modules.filter(({ name }) => name !== 'errors').flatMap(namesOf));
      for (const module of modules) {
        const entry = module.name === 'errors' ? 'index' : module.name;
        const source = readFileSync(new URL(`../../src/${entry}.ts`, import.meta.url), 'utf8');
        const place = ({ name }) => source.search(new RegExp(`\\b${name}\\b`));
        const shown = (module.children ?? []).filter((member) => exported.has(member.name) && !member.isReference());
        module.groups = [new ReflectionGroup('Exports', module)];
        module.groups[0].children = shown.toSorted((one, other) => place(one) - place(other));
        for (const member of shown) hideHierarchy(member);
        const { title, text } = PAGES[module.name];
        module.name = title;
        module.comment = new Comment([{ kind: 'text', text }]);
      }
    },
    AFTER_GROUPS,
  );
  app.renderer.on(PageEvent.END, (page) => {
    page.contents = page.contents
      // The renderer loses the indentation of all variants but the first.
      ?.replaceAll(/^```ts\n[^]*?^```$/gm, (code) => code.replaceAll(/^\| /gm, '  | '))
      // The site draws a line above each heading.
      .replaceAll(/^\*\*\*\n\n/gm, '');
  });
}

function namesOf({ children = [] }) {
  return children.map(({ name }) => name);
}

/** Leaves what an options type extends. For the errors, the text of the page says it. */
function hideHierarchy(member) {
  if (member.typeHierarchy?.isTarget || member.name.endsWith('Error')) delete member.typeHierarchy;
  else delete member.typeHierarchy?.next?.next;
}

/** A type that TypeDoc would write with names that aren't exported, or at length; `undefined` for any other type. */
function readableType(context, member) {
  const symbol = context.getSymbolFromReflection(member);
  const source = symbol?.declarations?.[0]?.type?.getText() ?? '';
  const global = /\btypeof globalThis\.\w+/.exec(source);
  if (global !== null && member.kindOf(ReflectionKind.Property)) return new IntrinsicType(global[0]);
  if (member.type?.type === 'intersection') return new UnknownType(source);
  let isInternal = false;
  const reference = ({ reflection, package: from }) =>
    void (isInternal ||= reflection === undefined && from === LIBRARY);
  member.type?.visit(makeRecursiveVisitor({ reference }));
  if (!isInternal) return undefined;
  const checker = context.programs[0].getTypeChecker();
  const inlined = inlineAliases(source, symbol.declarations[0].getSourceFile());
  if (inlined !== source) return new UnknownType(inlined.replace(/^\|/, '\n  |'));
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const variants = (type.isUnion() ? type.types : [type]).map((each) => fieldsOf(checker, each));
  return new UnknownType(variants.length === 1 ? variants[0] : variants.map((each) => `\n  | ${each}`).join(''));
}

/** The source of a type with what the file's own plain aliases stand for, without comments. */
function inlineAliases(source, file) {
  const aliases = file.statements.filter(
    (each) => ts.isTypeAliasDeclaration(each) && !each.typeParameters && !each.modifiers?.length,
  );
  return aliases.reduce(
    (text, { name, type }) =>
      text.replaceAll(new RegExp(`\\b${name.text}\\b(\\[)?`, 'g'), (_, list) =>
        list === undefined ? type.getText() : `(${type.getText()})[`,
      ),
    source.replaceAll(/^ *\/\/.*\n/gm, ''),
  );
}

function fieldsOf(checker, type) {
  const fields = checker.getPropertiesOfType(type).map((property) => {
    const text = checker.typeToString(checker.getTypeOfSymbol(property)).replace(/ \| undefined$/, '');
    return `${property.name}${property.flags & ts.SymbolFlags.Optional ? '?' : ''}: ${text}`;
  });
  return `{ ${fields.join('; ')} }`;
}

/** TypeDoc finds a name of another file only if the file of the comment imports it. */
function resolveLinks(project, comment) {
  const parts = [...(comment?.summary ?? []), ...(comment?.blockTags ?? []).flatMap(({ content }) => content)];
  for (const part of parts) {
    if (part.kind === 'inline-tag') part.target ??= project.getChildByName(['errors', part.text]);
  }
}

/** In the source, the text after a name is a phrase. */
function makeSentence(content) {
  const [first, last] = [content.at(0), content.at(-1)];
  if (first?.kind === 'text') first.text = first.text.replace(/^\w/, (letter) => letter.toUpperCase());
  if (last?.kind === 'text') last.text = last.text.replace(/[\w)]$/, '$&.');
}

/** Makes one list of all errors, which would otherwise have a heading each. */
function joinThrows(comment) {
  const [first, ...others] = comment?.getTags('@throws') ?? [];
  if (first === undefined || others.length === 0) return;
  const content = [first, ...others].flatMap((tag) => [{ kind: 'text', text: '\n- ' }, ...tag.content]);
  const at = comment.blockTags.indexOf(first);
  comment.blockTags = comment.blockTags.filter(({ tag }) => tag !== '@throws');
  comment.blockTags.splice(at, 0, new CommentTag('@throws', content));
}

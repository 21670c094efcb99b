import { readFileSync } from 'node:fs';
import { Converter, ReflectionGroup, ReflectionKind } from 'typedoc';

/** Has a page of its own: the generated reference. */
const ELSEWHERE = 'SessionTerminationManager';
/** After TypeDoc knows what is inherited, and before and after it makes groups. */
const [BEFORE_GROUPS, AFTER_GROUPS] = [-50, -200];

/** Shows each export once, in the order of the entry point, with its own members only. */
export function load(/** @type {import('typedoc').Application} */ app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    // TypeDoc would name the modules by their files.
    for (const module of project.children ?? []) {
      module.name = module.name === 'index' ? 'box-session-termination' : `box-session-termination/${module.name}`;
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
        // The text says that an error has a base class; a list of all of them on each is no help.
        delete member.extendedBy;
        for (const signature of member.signatures ?? []) delete signature.overwrites;
      }
    },
    BEFORE_GROUPS,
  );
  app.converter.on(
    Converter.EVENT_RESOLVE_END,
    ({ project }) => {
      for (const module of project.children ?? []) {
        const file = module.name.split('/')[1] ?? 'index';
        const source = readFileSync(new URL(`../../src/${file}.ts`, import.meta.url), 'utf8');
        const place = ({ name }) => source.search(new RegExp(`\\b${name}\\b`));
        const exports = new ReflectionGroup('Exports', module);
        exports.children = (module.children ?? []).toSorted((one, other) => place(one) - place(other));
        module.groups = [exports];
      }
    },
    AFTER_GROUPS,
  );
}

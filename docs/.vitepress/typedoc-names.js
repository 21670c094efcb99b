import { Converter } from 'typedoc';

/** Names the entry points as they are imported: TypeDoc would name them by their files. */
export function load(/** @type {import('typedoc').Application} */ app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) {
      module.name = module.name === 'index' ? 'box-session-termination' : `box-session-termination/${module.name}`;
    }
  });
}

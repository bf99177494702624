import { h } from 'preact';
import type { Setting } from '../../../config/index.ts';
import { queryOf, type Route, route } from '../../../kit/http/index.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { frameOf } from '../frame/frame.ts';
import { textOrNull } from '../list-schemas.ts';
import { SettingsPage } from './page.tsx';

const setting = Type.Object(
  {
    key: Type.String({ examples: ['session.rememberIdle'] }),
    value: textOrNull({
      description:
        'The value as `latchkey config show` has it. It is null for a secret, and where nothing is set.',
      example: '30d',
    }),
    isSet: Type.Boolean({ description: 'Whether there is a value.', examples: [true] }),
    isSecret: Type.Boolean({ description: 'Whether the value is kept to itself.', examples: [false] }),
    source: Type.String({
      description: 'Where the value comes from: `default`, a file, an environment variable or a flag.',
      examples: ['environment LATCHKEY_SESSION_REMEMBER_IDLE'],
    }),
  },
  { title: 'Setting', description: 'A key of the configuration.' },
);

const toJson = ({ name, text, isSet, isSecret, source }: Setting) => ({
  ...{ key: name, value: isSet && !isSecret ? text : null, isSet, isSecret, source },
});

/** `/admin/settings` and its twin in the API. It's read-only: settings are changed where they were set. */
export function settingsRoutes(services: Services): Route[] {
  const { pages } = services;
  return [
    route({
      kind: 'api',
      tag: 'Administration',
      method: 'GET',
      path: '/api/admin/settings',
      access: 'system:read',
      operationId: 'listSettings',
      summary: 'List settings',
      description: 'All keys of the configuration as the server runs with them, without secrets.',
      answers: {
        200: { description: 'The settings.', schema: Type.Object({ settings: Type.Array(setting) }) },
      },
      handle: () => ({ settings: services.settings.map(toJson) }),
    }),
    route({
      method: 'GET',
      path: '/admin/settings',
      kind: 'page',
      access: 'system:read',
      handle({ caller, request, reply }) {
        const { settings } = services;
        const onlyChanged = queryOf(request).get('show') === 'changed';
        return pages.send(
          reply,
          h(SettingsPage, { frame: frameOf(services, caller), settings, onlyChanged }),
        );
      },
    }),
  ];
}

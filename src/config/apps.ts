import { days, hours, minutes, seconds } from '../kit/duration.ts';
import { Type } from '../kit/schema.ts';
import { choice, duration, list } from './keys.ts';

/** The settings for apps that people sign in to with their account here. */
export const appsKeys = Type.Object({
  unregistered: choice(
    ['off', 'documents', 'documents-and-registration'],
    'off',
    'Which apps people can sign in to besides those you add. `documents` lets in apps whose client ID is the https address of a document that describes them, as MCP clients have. `documents-and-registration` also lets any app register itself at `/oauth/register`. People are asked each time, and see the host of the app.',
  ),
  trustedHosts: list(
    'hosts',
    'Hosts whose documents are accepted, such as `claude.ai`. If empty, any host is, and people are warned that nobody has checked the app.',
  ),
  accessToken: duration('10m', [minutes(1), hours(24)], 'How long an access token of an app is valid.'),
  code: duration(
    '60s',
    [seconds(10), minutes(10)],
    'How long an app has to exchange an authorization code for tokens. RFC 6749 recommends at most 10 minutes.',
  ),
  refreshIdle: duration(
    '14d',
    [minutes(10), days(365)],
    'How long a refresh token is valid if it is not used. Each use replaces it.',
  ),
  refreshAbsolute: duration(
    '90d',
    [minutes(10), days(3650)],
    'How long what someone has allowed an app is valid. After that the app asks again, and refresh tokens end.',
  ),
  keyRotation: duration(
    '90d',
    [days(3), days(3650)],
    'How long a signing key is used. The next one is published a day before.',
  ),
  privateHosts: list(
    'hosts',
    'Hosts of apps in your own network, such as `grafana.lan` or `10.0.0.7:3000`. Only these are told at a private address, or without TLS, that someone signed out. All others are asked over https on the internet.',
  ),
});

import { hours, minutes, seconds } from '../kit/duration.ts';
import { Type } from '../kit/schema.ts';
import { duration } from './keys.ts';

/** The keys of what a client may take its time for. */
export const httpKeys = Type.Object({
  requestTimeout: duration(
    '30s',
    [seconds(1), hours(1)],
    'How long a whole request may take to arrive. A slower one is answered 408, at most a second later.',
  ),
  headersTimeout: duration(
    '15s',
    [seconds(1), hours(1)],
    'How long the headers of a request may take to arrive, and never longer than `http.requestTimeout`.',
  ),
  keepAliveTimeout: duration(
    '65s',
    [seconds(1), minutes(60)],
    'How long a connection stays open between two requests. Make it longer than the idle timeout of the proxy in front, so that the proxy never uses a connection that is being closed.',
  ),
});

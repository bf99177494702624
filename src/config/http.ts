import { hours, minutes, seconds } from '../kit/duration.ts';
import { Type } from '../kit/schema.ts';
import { duration } from './keys.ts';

/** The settings for timeouts of requests and connections. */
export const httpKeys = Type.Object({
  requestTimeout: duration(
    '30s',
    [seconds(1), hours(1)],
    'How long an entire request may take to arrive. Slower requests get a 408 response, at most a second later.',
  ),
  headersTimeout: duration(
    '15s',
    [seconds(1), hours(1)],
    'How long the headers of a request may take to arrive. At most `http.requestTimeout`.',
  ),
  keepAliveTimeout: duration(
    '65s',
    [seconds(1), minutes(60)],
    'How long an idle connection stays open between requests. Set it longer than the idle timeout of your reverse proxy, so that the proxy never uses a connection that is closing.',
  ),
});

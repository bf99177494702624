/** `latchkey`'s own service or one whose name begins so: `LATCHKEY_…`, then what Kubernetes adds to every name. */
const names =
  /^LATCHKEY_(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)$/;

const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i;
const url = /^(?:tcp|udp|sctp):\/\/\S+:\d{1,5}$/i;

/**
 * Whether a variable is one that Kubernetes sets in every pod beside a service named `latchkey` or `latchkey-…`
 * (`enableServiceLinks`, the form of Docker's links). Nobody meant it as a setting, `LATCHKEY_PORT` least of all.
 * The value must be what Kubernetes writes, so that a setting with a slip in its name is still told.
 */
export function isServiceLink(name: string, value: string): boolean {
  if (!names.test(name)) return false;
  if (/_HOST$|_ADDR$/.test(name)) return address.test(value);
  if (/_PROTO$/.test(name)) return /^(?:tcp|udp|sctp)$/i.test(value);
  if (/SERVICE_PORT|_PORT_\d+_\w+_PORT$/.test(name)) return /^\d{1,5}$/.test(value);
  return url.test(value);
}

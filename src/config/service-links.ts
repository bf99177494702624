/** A service named `latchkey` or `latchkey-…`: `LATCHKEY_…`, then what Kubernetes adds to every name. */
const names =
  /^LATCHKEY_(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)$/;

const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i;
const url = /^(?:tcp|udp|sctp):\/\/\S+:\d{1,5}$/i;

/**
 * Whether Kubernetes set a variable for a service named `latchkey` or `latchkey-…` (`enableServiceLinks`, in the form of
 * Docker links). These aren't settings, especially not `LATCHKEY_PORT`. The value must look like Kubernetes wrote it, so
 * that a setting with a typo in its name is still reported.
 */
export function isServiceLink(name: string, value: string): boolean {
  if (!names.test(name)) return false;
  if (/_HOST$|_ADDR$/.test(name)) return address.test(value);
  if (/_PROTO$/.test(name)) return /^(?:tcp|udp|sctp)$/i.test(value);
  if (/SERVICE_PORT|_PORT_\d+_\w+_PORT$/.test(name)) return /^\d{1,5}$/.test(value);
  return url.test(value);
}

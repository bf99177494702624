import type { JsonValue } from '../../kit/json.ts';

type JsonObject = { [key: string]: JsonValue };

/**
 * What a document becomes under a merge patch (RFC 7396 section 2). Neither argument is changed; the answer may
 * share parts with both. Works without recursion, so depth costs no stack.
 */
export function mergePatch(target: JsonValue, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return patch;
  const merged = copyIfObject(target);
  const open: { into: JsonObject; patch: JsonObject }[] = [{ into: merged, patch }];
  for (let step = open.pop(); step; step = open.pop()) {
    for (const key of Object.keys(step.patch)) {
      const change = step.patch[key] as JsonValue;
      if (change === null) {
        delete step.into[key];
      } else if (isObject(change)) {
        const inner = copyIfObject(Object.hasOwn(step.into, key) ? step.into[key] : undefined);
        setOwn(step.into, key, inner);
        open.push({ into: inner, patch: change });
      } else {
        setOwn(step.into, key, change);
      }
    }
  }
  return merged;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function copyIfObject(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? { ...value } : {};
}

/** Assigning to `__proto__` would set the prototype: prototype pollution. Here every key is data. */
function setOwn(object: JsonObject, key: string, value: JsonValue): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

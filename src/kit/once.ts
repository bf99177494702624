/** Makes a value when it is first asked for: what a start does not need, it should not wait for. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * The same for what is large and seldom asked for: it is made again where nothing has held it for a while and the memory was wanted.
 */
export function onceWhileHeld<Value extends WeakKey>(make: () => Value): () => Value {
  let made: WeakRef<Value> | undefined;
  return () => {
    const held = made?.deref();
    if (held) return held;
    const value = make();
    made = new WeakRef(value);
    return value;
  };
}

/** Notes each write to any storage that a page has. It runs before all else. */

const writes: string[] = [];

/** Notes the calls of a method, which still does what it did. */
function noteCalls(owner: object | undefined, method: string): void {
  const original: unknown = owner && Reflect.get(owner, method);
  if (owner === undefined || typeof original !== "function") return;
  Reflect.set(owner, method, function (this: unknown, ...args: unknown[]): unknown {
    writes.push(`${method} ${String(args[0])}`);
    return Reflect.apply(original, this, args) as unknown;
  });
}

/** A `Storage` takes `storage.key = value` as well, which no method sees. */
function notePropertiesOf(name: "localStorage" | "sessionStorage"): void {
  const storage = window[name];
  const spied = new Proxy(storage, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
    set(target, key, value) {
      writes.push(`${name}.${String(key)} = `);
      return Reflect.set(target, key, value);
    },
    defineProperty(target, key, descriptor) {
      writes.push(`${name} defines ${String(key)}`);
      return Reflect.defineProperty(target, key, descriptor);
    },
  });
  Object.defineProperty(window, name, { get: () => spied, configurable: true });
}

const world = window as unknown as Readonly<Record<string, { readonly prototype: object } | undefined>>;

for (const method of ["setItem", "removeItem", "clear"]) noteCalls(Storage.prototype, method);
for (const method of ["open", "deleteDatabase"]) noteCalls(IDBFactory.prototype, method);
for (const method of ["open", "delete"]) noteCalls(world["CacheStorage"]?.prototype, method);
for (const method of ["set", "delete"]) noteCalls(world["CookieStore"]?.prototype, method);
noteCalls(world["StorageManager"]?.prototype, "getDirectory");
notePropertiesOf("localStorage");
notePropertiesOf("sessionStorage");

const cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
Object.defineProperty(document, "cookie", {
  get: () => cookie?.get?.call(document) as unknown,
  set(value: string) {
    writes.push(`cookie ${value}`);
    cookie?.set?.call(document, value);
  },
});

Object.assign(window, { writes });

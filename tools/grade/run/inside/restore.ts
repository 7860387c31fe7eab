/**
 * Puts back what an answer changed of what all code shares, so that the code after it, ours and the next answer's, meets
 * the world as it was.
 *
 * Nothing else of ours runs in a world that somebody changed. So `restore` calls only functions that were taken before any
 * answer loaded, never a method, and reads no field that an object may have from its prototype.
 */
import { sharedMaps, sharedObjects, sharedRecords, type Named } from "./shared";

const { apply, ownKeys, defineProperty, deleteProperty, isExtensible } = Reflect;
const { getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf } = Reflect;
const { is, create, assign, keys: keysOf } = Object;
const text = String;
const { get, set, has, delete: remove, forEach } = Map.prototype;
const sizeOf = getOwnPropertyDescriptor(Map.prototype, "size")!.get!;

type Key = string | symbol;

/** An object as it was; lists of the same length side by side, which are fast to compare. */
interface Pristine {
  readonly name: string;
  readonly target: object;
  readonly prototype: object | null;
  /** Of what can change; most of what TensorFlow.js exports cannot. */
  readonly keys: readonly Key[];
  readonly properties: readonly PropertyDescriptor[];
  /** What stands there, or the getter. */
  readonly values: readonly unknown[];
  readonly setters: readonly unknown[];
  readonly isField: readonly boolean[];
  readonly all: readonly Key[];
  /** All keys, and those that come and go by themselves: Node loads lazily, and counts. */
  readonly known: Record<Key, true>;
  /** Whether a new key would be met by others; in a record it is met by nobody. */
  readonly isOpen: boolean;
  readonly wasExtensible: boolean;
}

const restless: Readonly<Record<string, readonly string[]>> = {
  process: ["exitCode", "_exiting", "domain", "_events", "_eventsCount", "_maxListeners"],
  "tf.engine()": ["pendingBackendInitId"],
  "tf.backend().tensorMap": ["dataIdsCount"],
};

const canChange = ({ configurable, writable }: PropertyDescriptor): boolean =>
  configurable! || writable === true;

function remember([name, target]: Named[number], isOpen = true): Pristine {
  const [all, ownRestless] = [ownKeys(target), restless[name] ?? []];
  const keys = all.filter(
    (key) => !ownRestless.includes(text(key)) && canChange(getOwnPropertyDescriptor(target, key)!),
  );
  const known = create(null) as Record<Key, true>;
  [...all, ...ownRestless].forEach((key) => (known[key] = true));
  const properties = keys.map(
    (key) => assign(create(null), getOwnPropertyDescriptor(target, key)) as PropertyDescriptor,
  );
  const values = properties.map(({ value, get: own }) => (own === undefined ? (value as unknown) : own));
  const setters = properties.map(({ set: own }) => own);
  const isField = properties.map((property) => "value" in property);
  const [prototype, wasExtensible] = [getPrototypeOf(target), isExtensible(target)];
  return {
    name,
    target,
    prototype,
    keys,
    properties,
    values,
    setters,
    isField,
    all,
    known,
    isOpen,
    wasExtensible,
  };
}

interface PristineMap {
  readonly name: string;
  readonly map: Map<unknown, unknown>;
  readonly was: Map<unknown, unknown>;
  readonly keys: readonly unknown[];
}

export interface Restorer {
  readonly restore: () => void;
  /** Names of what was changed since the last time. */
  readonly takeChanges: () => string[];
  /** Names of what an answer has locked, so that it cannot be put back: nothing here can be relied on. */
  readonly locked: () => string[];
  /** More that all code shares: a module that was loaded by now. */
  readonly add: (shared: Named) => void;
}

export function openRestorer(): Restorer {
  const objects = [
    ...sharedObjects().map((shared) => remember(shared)),
    ...sharedRecords().map((record) => remember(record, false)),
  ];
  const maps: PristineMap[] = sharedMaps().map(([name, map]) => ({
    name,
    map,
    was: new Map(map),
    keys: [...map.keys()],
  }));
  let changed = create(null) as Record<string, true>;
  const locked = create(null) as Record<string, true>;

  function note(name: string, key: Key, isBack: boolean): void {
    const full = `${name}.${text(key)}`;
    changed[full] = true;
    if (!isBack) locked[full] = true;
  }

  /** A new global name is told, but stays: whoever made it may need it, and nobody else meets it. */
  function removeAdded({ name, target, all, known }: Pristine): void {
    const keys = ownKeys(target);
    for (let i = 0; i < keys.length; i += 1) {
      if ((i < all.length && keys[i] === all[i]) || known[keys[i]!]) continue;
      const isGlobal = name === "globalThis";
      note(name, keys[i]!, isGlobal || deleteProperty(target, keys[i]!));
      if (isGlobal) known[keys[i]!] = true;
    }
  }

  function putBack(pristine: Pristine): void {
    const { name, target, keys, properties, prototype } = pristine;
    for (let i = 0; i < keys.length; i += 1)
      if (!isAsItWas(getOwnPropertyDescriptor(target, keys[i]!), pristine, i))
        note(name, keys[i]!, defineProperty(target, keys[i]!, properties[i]!));
    if (getPrototypeOf(target) !== prototype) note(name, "__proto__", setPrototypeOf(target, prototype));
    if (pristine.wasExtensible && !isExtensible(target)) note(name, "isExtensible", false);
  }

  function putBackEntries({ name, map, was, keys }: PristineMap): void {
    for (let i = 0; i < keys.length; i += 1) {
      const value = apply(get, was, [keys[i]]) as unknown;
      if (apply(get, map, [keys[i]]) === value) continue;
      note(name, nameOf(keys[i]), true);
      apply(set, map, [keys[i], value]);
    }
    if (apply(sizeOf, map, []) === keys.length) return;
    const dropAdded = (_: unknown, key: unknown): void => {
      if (apply(has, was, [key])) return;
      note(name, nameOf(key), true);
      apply(remove, map, [key]);
    };
    apply(forEach, map, [dropAdded]);
  }

  return {
    restore: () => {
      for (let i = 0; i < objects.length; i += 1) {
        if (objects[i]!.isOpen) removeAdded(objects[i]!);
        putBack(objects[i]!);
      }
      for (let i = 0; i < maps.length; i += 1) putBackEntries(maps[i]!);
    },
    takeChanges: () => {
      const names = keysOf(changed);
      changed = create(null) as Record<string, true>;
      return names;
    },
    locked: () => keysOf(locked),
    add: (shared) => void objects.push(...shared.map((one) => remember(one))),
  };
}

const nameOf = (key: unknown): Key => (typeof key === "string" ? key : "an entry");

/** Whoever makes a field fixed, or a getter of it, has changed it. */
function isAsItWas(
  now: PropertyDescriptor | undefined,
  { values, setters, isField, properties }: Pristine,
  i: number,
): boolean {
  if (now === undefined || (now.configurable === false && properties[i]!.configurable === true)) return false;
  return isField[i]!
    ? is(now.value, values[i]) && (now.writable === true || properties[i]!.writable === false)
    : now.get === values[i] && now.set === setters[i];
}

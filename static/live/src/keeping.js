/** What the server does not have yet stays on this device, by person and text, until it does. */
const NAME = "coopspace-live", STORE = "unsent";

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  const base = await done(request);
  base.onversionchange = () => base.close();
  return base;
}

/** The words of one person in one text, as this page (`tab`) knows them. A device that refuses to
 *  keep anything (a private window) loses nothing but this second net. */
export class Kept {
  constructor(person, text, tab) {
    this.prefix = [person, text];
    this.key = [person, text, tab];
    this.stamp = 0;
    this.base = open().catch(() => null);
    this.turn = this.base.then((base) => base && this.#forgetOthers(base, person)).catch(() => null);
  }

  /** What other pages of this person left unsent: [{key, stamp, update}]. */
  async left() {
    const base = await this.base;
    if (!base) return [];
    const store = base.transaction(STORE).objectStore(STORE);
    const range = IDBKeyRange.bound(this.prefix, [...this.prefix, []]);
    const [keys, values] = await Promise.all([done(store.getAllKeys(range)), done(store.getAll(range))]);
    return keys.map((key, at) => ({ key, ...values[at] }));
  }

  /** Keep this update in the place of the one before; null: all is on the server. */
  keep(update) {
    const stamp = ++this.stamp;
    this.turn = this.turn.then(async () => {
      if (stamp !== this.stamp) return;
      const store = await this.#store();
      if (store) await done(update ? store.put({ stamp, update }, this.key) : store.delete(this.key));
    }).catch(() => null);
    return this.turn;
  }

  /** Another page's leftovers are on the server now; what it added since stays. */
  async drop({ key, stamp }) {
    const store = await this.#store();
    if (!store) return;
    const found = await done(store.get(key));
    if (found?.stamp === stamp) await done(store.delete(key));
  }

  async #store() {
    const base = await this.base;
    return base?.transaction(STORE, "readwrite").objectStore(STORE);
  }

  /** A device lent to somebody else shows them nothing. */
  async #forgetOthers(base, person) {
    const store = base.transaction(STORE, "readwrite").objectStore(STORE);
    for (const key of await done(store.getAllKeys())) if (key[0] !== person) store.delete(key);
  }
}

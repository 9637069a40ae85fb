/** What the server does not have yet stays on this device until it does, sealed with a key that
 *  the server only gives to the same person, signed in: the next one on this device reads nothing. */
const NAME = "coopspace-live", STORE = "unsent", SEAL = "AES-GCM", SALT = 12;

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function open() {
  const request = indexedDB.open(NAME, 2);
  request.onupgradeneeded = () => {
    for (const name of request.result.objectStoreNames) request.result.deleteObjectStore(name);
    request.result.createObjectStore(STORE);
  };
  const base = await done(request);
  base.onversionchange = () => base.close();
  return base;
}

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** The words of one person in one text, as this page (`tab`) knows them. A device that refuses to
 *  keep or to seal (a private window) loses nothing but this second net. */
export class Kept {
  constructor({ person, key }, text, tab) {
    this.prefix = [person, text];
    this.key = [person, text, tab];
    this.stamp = 0;
    this.base = open().catch(() => null);
    this.turn = Promise.resolve();
    this.seal = Promise.resolve().then(() => crypto.subtle.importKey("raw", bytes(key), SEAL, false, ["encrypt", "decrypt"]));
    this.seal.catch(() => null);
  }

  /** What other pages of this person left unsent: [{key, stamp, update}]. */
  async left() {
    const base = await this.base;
    if (!base) return [];
    const store = base.transaction(STORE).objectStore(STORE);
    const range = IDBKeyRange.bound(this.prefix, [...this.prefix, []]);
    const [keys, values] = await Promise.all([done(store.getAllKeys(range)), done(store.getAll(range))]);
    const found = await Promise.all(values.map((one) => this.#opened(one)));
    return found.map((update, at) => ({ key: keys[at], stamp: values[at].stamp, update })).filter((one) => one.update);
  }

  /** Keep this update in the place of the one before; null: all is on the server. */
  keep(update) {
    const stamp = ++this.stamp;
    this.turn = this.turn.then(async () => {
      if (stamp !== this.stamp) return;
      const one = update && { stamp, ...await this.#sealed(update) };
      const store = await this.#store();
      if (store) await done(one ? store.put(one, this.key) : store.delete(this.key));
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

  async #sealed(update) {
    const iv = crypto.getRandomValues(new Uint8Array(SALT));
    return { iv, words: await crypto.subtle.encrypt({ name: SEAL, iv }, await this.seal, update) };
  }

  /** The update, or null: sealed with another key. */
  async #opened({ iv, words }) {
    try {
      return new Uint8Array(await crypto.subtle.decrypt({ name: SEAL, iv }, await this.seal, words));
    } catch {
      return null;
    }
  }

  async #store() {
    const base = await this.base;
    return base?.transaction(STORE, "readwrite").objectStore(STORE);
  }
}

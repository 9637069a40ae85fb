/** Entries that the server does not have yet, sealed on this device. Anybody who opens the page may
 *  put one in; only the server's key, given to the same person signed in, opens it again. */
const NAME = "coopspace-notes", DOORS = "doors", WAITING = "waiting", LATEST = "latest";
const SEAL = "AES-GCM", SALT = 12, CURVE = { name: "ECDH", namedCurve: "P-256" };

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const written = (act) => new Promise((resolve, reject) => {
  act.oncomplete = () => resolve();
  act.onerror = act.onabort = () => reject(act.error);
});
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const salt = () => crypto.getRandomValues(new Uint8Array(SALT));
const houseKey = (key) => crypto.subtle.importKey("raw", bytes(key), SEAL, false, ["wrapKey", "unwrapKey"]);
const shared = (secret, open, use) =>
  crypto.subtle.deriveKey({ name: "ECDH", public: open }, secret, { name: SEAL, length: 256 }, false, [use]);

/** The box of this device, or null where it keeps or seals nothing (a private window, no https). */
export async function openBox() {
  try {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(DOORS);
      request.result.createObjectStore(WAITING, { keyPath: "id" });
    };
    const base = await done(request);
    base.onversionchange = () => base.close();
    return crypto.subtle && crypto.randomUUID ? new Box(base) : null;
  } catch {
    return null;
  }
}

class Box {
  constructor(base) { this.base = base; }

  /** Somebody is signed in: their box is made if there is none that their key opens. */
  async welcome({ person, key, sites }) {
    const house = await houseKey(key);
    const there = await this.#get(person);
    const known = there && await this.#secret(there, house).then(() => there, () => null);
    const made = known ?? await this.#made(house);
    const act = this.base.transaction(DOORS, "readwrite");
    const doors = act.objectStore(DOORS);
    const now = await done(doors.get(person));
    const replaced = now && there && !known && now.made === there.made;
    doors.put({ ...(now && !replaced ? now : made), sites }, person);
    doors.put(person, LATEST);
    await written(act);
  }

  /** Who was signed in last on this device, and where they may log: { person, sites } or null. */
  async latest() {
    const person = await this.#get(LATEST);
    const door = person && await this.#get(person);
    return door ? { person, sites: door.sites } : null;
  }

  /** Keep an entry; it is on the disk when this is done. */
  async put(person, entry) {
    const door = await this.#get(person);
    const once = await crypto.subtle.generateKey(CURVE, false, ["deriveKey"]);
    const iv = salt();
    const key = await shared(once.privateKey, door.open, "encrypt");
    const words = await crypto.subtle.encrypt({ name: SEAL, iv }, key, new TextEncoder().encode(JSON.stringify(entry)));
    const act = this.base.transaction(WAITING, "readwrite", { durability: "strict" });
    act.objectStore(WAITING).put({ id: entry.id, person, at: Date.now(), open: once.publicKey, iv, words });
    await written(act);
  }

  /** How many of this person wait. */
  async count(person) { return (await this.#all(person)).length; }

  /** What waits, the oldest first: [{ entry, says }], `says` being why the server refused it. */
  async read(person, key) {
    const door = await this.#get(person);
    if (!door) return [];
    const secret = await this.#secret(door, await houseKey(key)).catch(() => null);
    if (!secret) return [];
    const all = (await this.#all(person)).sort((one, other) => one.at - other.at);
    const read = await Promise.all(all.map((one) => this.#opened(one, secret)));
    return read.map((entry, at) => ({ entry, says: all[at].says ?? "" })).filter((one) => one.entry);
  }

  /** The server has it, or its author took it back into the form. */
  async drop(id) {
    const act = this.base.transaction(WAITING, "readwrite");
    act.objectStore(WAITING).delete(id);
    await written(act);
  }

  /** The server refused it: it stays, with the sentence that says what to do. */
  async refuse(id, says) {
    const act = this.base.transaction(WAITING, "readwrite");
    const waiting = act.objectStore(WAITING);
    const one = await done(waiting.get(id));
    if (one) waiting.put({ ...one, says });
    await written(act);
  }

  async #made(house) {
    const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveKey"]);
    const iv = salt();
    const sealed = await crypto.subtle.wrapKey("pkcs8", pair.privateKey, house, { name: SEAL, iv });
    return { made: crypto.randomUUID(), open: pair.publicKey, iv, sealed };
  }

  #secret({ iv, sealed }, house) {
    return crypto.subtle.unwrapKey("pkcs8", sealed, house, { name: SEAL, iv }, CURVE, false, ["deriveKey"]);
  }

  async #opened({ open, iv, words }, secret) {
    try {
      const key = await shared(secret, open, "decrypt");
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: SEAL, iv }, key, words)));
    } catch {
      return null;
    }
  }

  #get(key) { return done(this.base.transaction(DOORS).objectStore(DOORS).get(key)); }

  async #all(person) {
    const all = await done(this.base.transaction(WAITING).objectStore(WAITING).getAll());
    return all.filter((one) => one.person === person);
  }
}

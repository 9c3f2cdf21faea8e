/**
 * Keeps rows in the browser's IndexedDB: tunes, their versions, tunebooks. Rows come and go as JSON, each call is one
 * transaction, and several tabs may call at once. What a row means is Python's (`tunesmith.browser.keeping`).
 */

const NAME = "tunesmith";
const VERSIONED = ["title", "abc", "rhythm", "key", "meter", "recipe"];

/** @typedef {Record<string, any>} Row */
/** @typedef {{terms: string[], words: string[], starred: boolean, deleted: boolean, cursor: string | null, limit: number}} Wanted */

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const tunes = asked.result.createObjectStore("tunes", { keyPath: "id" });
      tunes.createIndex("newest", ["created", "id"]);
      asked.result.createObjectStore("versions", { keyPath: ["tune_id", "version"] });
      asked.result.createObjectStore("tunebooks", { keyPath: "id" }).createIndex("newest", ["created", "id"]);
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Whether a tune is to be listed. @param {Row} row @param {Wanted} wanted */
function fits(row, { terms, words, starred, deleted }) {
  if (Boolean(row.deleted) !== deleted || (starred && !row.starred)) return false;
  const has = (/** @type {string} */ text, /** @type {string[]} */ parts) => parts.every((part) => text.includes(part));
  return !terms.length || has(row.words, terms) || has(row.abc, words);
}

export class Store {
  #database = opened();

  /**
   * Run work in one transaction, and resolve when all of it is kept.
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(stores: Record<"tunes" | "versions" | "tunebooks", IDBObjectStore>) => Promise<T>} work
   */
  async #within(mode, work) {
    const transaction = (await this.#database).transaction(["tunes", "versions", "tunebooks"], mode);
    const kept = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const [tunes, versions, tunebooks] = ["tunes", "versions", "tunebooks"].map((name) => transaction.objectStore(name));
    const result = await work({ tunes, versions, tunebooks });
    await kept;
    return result;
  }

  /** @param {string} id */
  async tune(id) {
    return JSON.stringify((await this.#within("readonly", ({ tunes }) => done(tunes.get(id)))) ?? null);
  }

  /** Keep rows whose ids are new; how many there were. @param {string} rows */
  async add(rows) {
    return this.#within("readwrite", async ({ tunes }) => {
      let count = 0;
      for (const row of JSON.parse(rows)) {
        if (await done(tunes.getKey(row.id))) continue;
        await done(tunes.add(row));
        count += 1;
      }
      return count;
    });
  }

  /** The newest tunes that fit, and where the next page begins. @param {string} asked */
  async page(asked) {
    /** @type {Wanted} */
    const wanted = JSON.parse(asked);
    /** @type {Row[]} */
    const rows = [];
    await this.#within("readonly", ({ tunes }) => {
      const range = wanted.cursor ? IDBKeyRange.upperBound(JSON.parse(wanted.cursor), true) : null;
      const request = tunes.index("newest").openCursor(range, "prev");
      return new Promise((resolve, reject) => {
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const cursor = request.result;
          if (!cursor || rows.length > wanted.limit) return resolve(undefined);
          if (fits(cursor.value, wanted)) rows.push(cursor.value);
          cursor.continue();
        };
      });
    });
    const more = rows.length > wanted.limit;
    if (more) rows.length = wanted.limit;
    const last = rows.at(-1);
    return JSON.stringify({ rows, next: more && last ? JSON.stringify([last.created, last.id]) : null });
  }

  /**
   * Change columns of a tune; what it was stays a version of it. The row after it, or "absent" or "stale".
   * @param {string} id @param {number} base the version that the change is meant for, -1 for any @param {string} given
   */
  async change(id, base, given) {
    const values = JSON.parse(given);
    const outcome = await this.#within("readwrite", async ({ tunes, versions }) => {
      const row = await done(tunes.get(id));
      if (!row || row.deleted) return "absent";
      const changed = { ...row, ...values };
      if (VERSIONED.some((name) => name in values)) {
        if (base >= 0 && row.version !== base) return "stale";
        const former = Object.fromEntries(VERSIONED.map((name) => [name, row[name]]));
        await done(versions.add({ tune_id: id, version: row.version, replaced: new Date().toISOString(), ...former }));
        changed.version = row.version + 1;
      }
      await done(tunes.put(changed));
      return changed;
    });
    return JSON.stringify(outcome);
  }

  /** Mark a row as deleted at a time, or as there (""). @param {"tunes" | "tunebooks"} kind @param {string} id @param {string} when */
  async mark(kind, id, when) {
    await this.#within("readwrite", async (stores) => {
      const row = await done(stores[kind].get(id));
      if (row) await done(stores[kind].put({ ...row, deleted: when || null }));
    });
  }

  /** What a tune was before each of its changes, the newest first. @param {string} id */
  async versions(id) {
    const range = IDBKeyRange.bound([id, 0], [id, Infinity]);
    const rows = await this.#within("readonly", ({ versions }) => done(versions.getAll(range)));
    return JSON.stringify(rows.reverse());
  }

  /** All tunebooks, the newest first, each with those of its tunes that are not deleted. */
  async books() {
    return this.#within("readonly", async ({ tunes, tunebooks }) => {
      const books = (await done(tunebooks.index("newest").getAll())).reverse();
      for (const book of books) {
        const rows = await Promise.all(book.tunes.map((/** @type {string} */ id) => done(tunes.get(id))));
        book.tunes = rows.filter((row) => row && !row.deleted).map((row) => row.id);
      }
      return JSON.stringify(books);
    });
  }

  /** @param {string} row */
  async put_book(row) {
    await this.#within("readwrite", ({ tunebooks }) => done(tunebooks.put(JSON.parse(row))));
  }

  /** Every tune that is not deleted, the oldest first. */
  async all() {
    const rows = await this.#within("readonly", ({ tunes }) => done(tunes.index("newest").getAll()));
    return JSON.stringify(rows.filter((row) => !row.deleted));
  }
}

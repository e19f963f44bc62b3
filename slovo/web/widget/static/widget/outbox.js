// What was written and is not acknowledged yet: kept by the browser, with its files, until the server has it.
const STORE = "outbox";

// What cannot be read any more cannot be sent: a browser keeps where a file lies, not always what is in it.
export function readable(file) {
  return file.slice(0, 1).arrayBuffer().then(() => true, () => false);
}

export function openOutbox(chat) {
  const spare = new Map(); // where the browser keeps nothing
  const database = new Promise((found) => {
    try {
      const asked = indexedDB.open(`slovo.${chat}`, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "client_id" });
      asked.onsuccess = () => found(asked.result);
      asked.onerror = () => found(null);
    } catch {
      found(null);
    }
  });

  async function within(mode, act) {
    const opened = await database;
    if (!opened) return null;
    return new Promise((done, failed) => {
      const transaction = opened.transaction(STORE, mode);
      const asked = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => done(asked.result);
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
  }

  async function put(message) {
    try {
      if (await within("readwrite", (store) => store.put(message))) {
        spare.delete(message.client_id);
        return;
      }
    } catch {
      // No room, or no permission: it lives as long as the page.
    }
    spare.set(message.client_id, message);
  }

  async function remove(id) {
    spare.delete(id);
    await within("readwrite", (store) => store.delete(id)).catch(() => null);
  }

  async function all() {
    const found = (await within("readonly", (store) => store.getAll()).catch(() => null)) || [];
    return [...found, ...spare.values()].sort((one, other) => one.at - other.at);
  }

  return { put, remove, all };
}

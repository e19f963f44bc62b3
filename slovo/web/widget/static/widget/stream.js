// Hears that there is news. A site allows us one origin: where the stream has another one, the page asks by itself.
const ASKS_OPEN = 1500;
const ASKS_CLOSED = 15000;
const ASKS_CROWDED = 5000; // where too many streams are open already
const LONGEST = 60000;
const SILENT = 40000; // it says every fifteen seconds that it is there

export function listen(server, place, { wanted, open, has, news }) {
  let reading = null;
  let pause = 2000;
  let heard = 0;
  let since = 0;
  let crowded = false;
  let whose = "";

  const address = new URL(place, server.origin);

  async function follow() {
    if (!wanted() || address.origin !== server.origin || (reading && whose === server.key())) return;
    stop(); // it told of somebody else
    const mine = new AbortController();
    reading = mine;
    whose = server.key();
    since = Date.now();
    try {
      const answer = await fetch(address, {
        headers: server.headers(),
        signal: mine.signal,
        cache: "no-store",
        credentials: "omit",
        referrerPolicy: "no-referrer",
      });
      crowded = answer.status === 429;
      if (crowded) pause = Number(answer.headers.get("Retry-After")) * 500; // doubled below
      if (!answer.ok) throw new Error(String(answer.status));
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        pause = 2000;
        heard = since = Date.now();
        // A line of their own that this page has sent, and so has, is no news here.
        const told = [...value.matchAll(/event: news\ndata: ?(\S*)\n/g)];
        if (value.includes("event: news") && !(told.length && told.every(([, line]) => has(line)))) news();
      }
    } catch {
      pause = Math.min(pause * 2, LONGEST);
    }
    if (reading !== mine) return;
    reading = null;
    heard = 0;
    setTimeout(follow, pause);
  }

  function look() {
    const still = Date.now() - heard < SILENT;
    if (Date.now() - since > SILENT) stop(); // the network is another one: it is begun anew
    if (wanted() && !still) news();
    setTimeout(look, !open() || document.hidden ? ASKS_CLOSED : crowded ? ASKS_CROWDED : ASKS_OPEN); // the title tells of what comes meanwhile
  }

  function stop() {
    reading?.abort();
  }

  look();
  return { follow, stop };
}

// Articles while somebody types what they look for: from the third letter, and the newest answer alone.
const LETTERS = 3;
const PAUSE = 200;

const form = document.querySelector("form[data-suggest]");
const place = document.getElementById("suggestions");
let timer = 0;
let asked = null;

async function suggest(words) {
  if (asked) asked.abort();
  asked = new AbortController();
  if (words.trim().length < LETTERS) {
    place.textContent = "";
    return;
  }
  try {
    const address = `${form.dataset.suggest}?q=${encodeURIComponent(words)}`;
    const answer = await fetch(address, { signal: asked.signal, credentials: "omit" });
    if (answer.ok) place.innerHTML = await answer.text();
  } catch {
    // The next letter asks again; the form works all the same.
  }
}

if (form && place) {
  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    timer = setTimeout(() => suggest(event.target.value), PAUSE);
  });
}

// Signs that a keyboard without a thumb has no keys for.
import { make } from "./parts.js";

const SIGNS = "🙂 😊 😀 😂 😉 😍 🤔 😕 😢 😡 😱 🙏 👍 👎 👌 👏 🤝 💪 ❤️ 💔 🔥 ✨ 🎉 🎁 🌹 ☕ 🍰 ⭐ ✅ ❌ ❗ ❓ 📦 🚚 📞 📷 💳 ⏰ 🏠 🚕".split(" ");

export function signs(texts, put) {
  const list = make("div", { class: "quick", role: "group", "aria-label": texts.emoji, hidden: true }, ...SIGNS.map((sign) => make("button", { type: "button", onclick: () => put(sign) }, sign)));
  const button = make("button", { type: "button", class: "link", "aria-expanded": "false", onclick: unfold }, texts.emoji);

  function unfold() {
    list.hidden = !list.hidden;
    button.setAttribute("aria-expanded", String(!list.hidden));
  }

  return { button, list };
}

// Photos, small. They are drawn: a site need allow no pictures of another origin, nor addresses that are made up here.
import { make } from "./parts.js";

const SIDE = 200;

export async function small(server, file) {
  const picture = await createImageBitmap(file.url ? await fetched(server.file(file.picture)) : file);
  const part = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * part)));
  const drawn = make("canvas", { class: "picture", width, height, role: "img", "aria-label": file.name });
  drawn.getContext("2d").drawImage(picture, 0, 0, width, height);
  picture.close();
  return drawn;
}

async function fetched(address) {
  const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.blob();
}

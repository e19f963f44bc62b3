// Which files can go with a message, and why others cannot.
import { readable } from "./outbox.js";

const KINDS = "/*kinds*/".split(" "); // what their names end with

// `chosen`: what goes with it already, when all have been looked at. Those that go now, and what there is to say.
export async function fitting(given, chosen, limits, texts) {
  const problems = await Promise.all(given.map((file) => why(file, limits, texts)));
  const room = limits.files - chosen().length;
  const fit = given.filter((_file, place) => !problems[place]);
  const told = given.map((file) => {
    const problem = problems[given.indexOf(file)] || (fit.indexOf(file) >= room ? texts.many.replace("%s", limits.files) : "");
    return problem && `${file.name}: ${problem}`;
  });
  return [[...chosen(), ...fit.slice(0, room)], told.filter(Boolean).join(" ")];
}

async function why(file, limits, texts) {
  const [, ending] = file.name.match(/\.([^.]*)$/) || [];
  if (ending === undefined ? !file.type.startsWith("image/") : !KINDS.includes(ending.toLowerCase())) return (await readable(file)) ? texts.kind : texts.unread;
  if (file.size > limits.bytes) return texts.large;
  if (!(await readable(file))) return texts.unread; // a folder, or what is gone meanwhile
  return file.size ? "" : texts.empty;
}

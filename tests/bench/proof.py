"""How long a browser works before a chat begins, as fast as this machine and throttled as a slow phone."""

import shutil
import statistics
from pathlib import Path
from secrets import token_hex

from playwright.sync_api import sync_playwright

import slovo
from slovo.core.proof import BITS

SCRIPT = Path(slovo.__file__).parent / "web" / "widget" / "static" / "widget" / "proof.js"
SLOWER = (1, 4, 6)  # times, as Chromium throttles
TIMED = """async (seed) => {
  %s
  const from = performance.now();
  await solved(`0.%d.x:${seed}`);
  return performance.now() - from;
}"""


def run(rounds: int) -> None:
    """`rounds`: times ten challenges each. The work is a matter of luck: its mean is what counts, and its longest."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing: apt-get install chromium"
    timed = TIMED % (SCRIPT.read_text().replace("export ", ""), BITS)
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        wire = page.context.new_cdp_session(page)
        for slower in SLOWER:
            wire.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            took = sorted(page.evaluate(timed, token_hex(21) + "x") / 1000 for _time in range(rounds * 10))
            mean, high = statistics.mean(took), took[int(len(took) * 0.95)]
            print(
                f"{BITS} bits, {slower} times slower: {mean:.2f} s in the mean, {high:.2f} s of 95 %, of {len(took)};"
                f" {2**BITS / mean:,.0f} hashes a second"
            )
        browser.close()

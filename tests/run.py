"""`bin/test`: every check there is, each with its result; what cannot run here is named with its remedy."""

import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.databases import ON_ONE_ALONE
from tests.postgres import postgres

HERE = Path(__file__).resolve().parents[1]
CI = os.environ.get("CI") == "true"
PACKAGES = {  # a program, and Debian's packages that bring it
    "chromium": ["chromium", "fonts-dejavu-core"],
    "postfix": ["postfix"],
    "dovecot": ["dovecot-imapd", "dovecot-lmtpd"],
    "swaks": ["swaks"],
    "initdb": ["postgresql"],
}
WORKERS = "2"
MORE_WORKERS = ["-n", "3"]  # on two cores: what drives a browser or starts programs waits half of its time for them
LINES_ONCE_MORE = 150
UNSTEADY_MAX = 3  # tests of a step; more than that is no accident
IN_ORDER = "--no-loadscope-reorder"  # that of tests/conftest.py: a browser is slow, however few its tests
PYTEST = ["-m", "pytest", "-rsfE", "-n", WORKERS, "--dist", "loadfile", IN_ORDER]
LONG_TO_COLLECT = "--ignore=tests/api/test_schema.py"  # its cases are made while they are collected
FORGETTING = ["--cache-clear"]  # what failed in another step
ALONE = ["--last-failed", "--last-failed-no-failures=none", "-n", "0"]
QUICK = ["-m", "not slow and not servers and not browser", LONG_TO_COLLECT]
FAST = ["-m", "not slow and not servers and not browser and not thorough", LONG_TO_COLLECT]
# What drives a browser or has a database of its own is the same on either database; once is enough.
ON_POSTGRESQL = ["-m", "not browser and not embedded"]
SLOW_ON_POSTGRESQL = ["-m", "(slow or servers) and not browser and not embedded"]
# The oldest Python sees all on SQLite; the one between sees the quick part on PostgreSQL; the newest sees there what is
# slow, which starts every program, and of the quick part what leans on the interpreter and its library.
BETWEEN, NEWEST = "3.12", "3.13"
LEANING = ["tests/core", "tests/cli", "tests/journeys", "tests/channels/email"]
ALIKE_TOO = "--alike-too"  # what asks no database is the same on either, but not on every Python


@dataclass(frozen=True)
class Step:
    name: str
    command: Sequence[str]
    env: dict[str, str] = field(default_factory=dict)


def _done(step: Step) -> tuple[int, str, float]:
    started = time.monotonic()
    whole = {"cwd": HERE, "env": os.environ | step.env, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(step.command, text=True, **whole)
    return done.returncode, done.stdout, time.monotonic() - started


@dataclass
class Report:
    failed: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # pytest's own words about them
    unsteady: list[str] = field(default_factory=list)  # what passed only the second time
    counts: dict[str, int] = field(default_factory=lambda: {"passed": 0, "failed": 0, "skipped": 0})

    def at_once(self, *rows: Sequence[Step]) -> None:
        """The rows side by side, the steps of each one after another; told of when all are done."""
        with ThreadPoolExecutor(len(rows)) as pool:
            done = list(pool.map(lambda row: [(one, *_done(one)) for one in row], rows))
        for step, status, printed, seconds in itertools.chain(*done):
            print(f"\n── {step.name}\n{printed}", end="")
            self._tell(step.name, well=status == 0, seconds=seconds)

    def suite(self, name: str, command: Sequence[str], env: dict[str, str]) -> None:
        """What fails is tried once more, alone. A browser on a busy machine may stumble; what then passes is told of
        where the run ends, for it is a defect all the same, of the test or of the house."""
        before = dict(self.counts)
        well = self.step(name, [*command, *FORGETTING], env)
        fell = self.counts["failed"] - before["failed"]
        stumbled = [line for line in self.broken if re.match(r"(FAILED|ERROR) tests", line)][-fell:] if fell else []
        tests = {line.split(" - ")[0].split()[1] for line in stumbled}  # one may fail and then complain at its end
        if well or not 0 < len(tests) <= UNSTEADY_MAX:
            return
        fell_again = not self.step(f"{name}: what failed, once more", [*command, *ALONE], env)
        self.counts["failed"] -= fell
        if not fell_again:
            self.failed.remove(name)
            self.unsteady += stumbled

    def step(self, name: str, command: Sequence[str], env: dict[str, str] | None = None) -> bool:
        started = time.monotonic()
        print(f"\n── {name}", flush=True)
        with subprocess.Popen(
            command, cwd=HERE, env=os.environ | (env or {}), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            assert process.stdout
            telling = False
            for line in process.stdout:
                print(line, end="", flush=True)
                self._count(line)
                if heading := re.fullmatch(r"=+ (.+?) =+", line.strip()):
                    telling = heading[1] in {"FAILURES", "ERRORS"}
                if telling or re.match(r"(FAILED|ERROR) tests", line):
                    self.broken.append(line.rstrip())
        well = process.returncode == 0
        self._tell(name, well=well, seconds=time.monotonic() - started)
        return well

    def _tell(self, name: str, *, well: bool, seconds: float) -> None:
        print(f"── {name}: {'well' if well else 'FAILED'}, {seconds:.0f} s", flush=True)
        if not well:
            self.failed.append(name)

    def _count(self, line: str) -> None:
        if re.search(r"\bin [\d.]+s\b", line):
            for number, what in re.findall(r"(\d+) (passed|failed|error|errors|skipped)\b", line):
                self.counts["failed" if what.startswith("error") else what] += int(number)
        if line.startswith("SKIPPED") and not any(reason in line for reason in ON_ONE_ALONE.values()):
            self.gaps.append(line.strip())

    def end(self) -> int:
        if self.gaps:
            print("\nNot run here:", *self.gaps, sep="\n  ")
            if CI:
                self.failed.append("nothing may be left out under CI")
        if self.broken:  # a long run's beginning is easily lost: what broke is told once more where it ends
            print("\nWhat broke, once more:", *self.broken[-LINES_ONCE_MORE:], sep="\n")
        if self.unsteady:
            print("\nUnsteady: these passed only the second time, and want mending:", *self.unsteady, sep="\n  ")
        if self.failed:
            print("\nFailed:", *self.failed, sep="\n  ")
        failures = max(self.counts["failed"], len(self.failed))
        print(f"\n{self.counts['passed']} passed, {failures} failed")
        return 1 if self.failed else 0


def main(arguments: list[str]) -> int:
    fast = "--fast" in arguments
    chosen = [argument for argument in arguments if argument != "--fast"]
    report = Report()
    if not fast:
        report.gaps += install_packages()
    with data_folder() as data:
        env = {"SLOVO_DATA": data, "SLOVO_DATABASE_URL": ""}
        pythons: dict[str, str] = {}
        if not chosen:
            pythons = {} if fast else other_pythons()
            check(report, env, pythons, fast=fast)
            pythons = {version: path for version, path in pythons.items() if (HERE / venv(version) / "bin").exists()}
        run_suite(report, env, chosen, pythons, fast=fast)
    return report.end()


def check(report: Report, env: dict[str, str], pythons: dict[str, str], *, fast: bool) -> None:
    """Beside the checks, which keep one core busy, what the suite will begin with is made."""
    python = sys.executable
    slovo = [python, "-m", "slovo"]
    report.step("translations", [*slovo, "translations", "check"], env)
    checks = [
        Step("format", [python, "-m", "ruff", "format", "--check", "."]),
        Step("lint", [python, "-m", "ruff", "check", "."]),
        Step("types", [python, "-m", "mypy", "slovo"], env),
        Step("layers", [str(Path(python).with_name("lint-imports"))], env),
    ]
    if fast:
        report.at_once(checks)
        return
    django = [python, "-m", "django", "makemigrations", "--check", "--dry-run"]
    checks += [
        Step("templates", [python, "-m", "djlint", "slovo", "--lint", "--quiet"], env),
        Step("migrations", django, env | {"DJANGO_SETTINGS_MODULE": "slovo.config.settings"}),
    ]
    making = [Step("a furnished house", [python, "-m", "tests.house"], env)]
    making += [
        Step(f"set-up of Python {version}", ["bin/setup", "--dev"], {"SLOVO_PYTHON": path, "SLOVO_VENV": venv(version)})
        for version, path in pythons.items()
    ]
    report.at_once(checks, making)


def run_suite(
    report: Report, env: dict[str, str], chosen: list[str], pythons: Collection[str] = (), *, fast: bool
) -> None:
    if fast:
        report.suite("suite on SQLite", [sys.executable, *PYTEST, "--durations=40", *FAST, *chosen], env)
        return
    told = ["--durations=40"]
    own = [sys.executable, *PYTEST, *MORE_WORKERS, *told]
    report.suite("suite on SQLite", [*own, *chosen], env)
    with postgres() as url:
        on_postgresql = env | {"SLOVO_DATABASE_URL": url}
        if {BETWEEN, NEWEST} <= set(pythons):
            slow = [python_of(NEWEST), *PYTEST, *MORE_WORKERS, *told, *SLOW_ON_POSTGRESQL]
            report.suite(f"slow part on PostgreSQL and Python {NEWEST}", slow, on_postgresql)
            quick = [python_of(BETWEEN), *PYTEST, ALIKE_TOO, *QUICK]
            report.suite(f"quick part on PostgreSQL and Python {BETWEEN}", quick, on_postgresql)
        else:
            report.suite("suite on PostgreSQL", [*own, *ON_POSTGRESQL, *chosen], on_postgresql)
    if NEWEST in pythons:
        leaning = [python_of(NEWEST), *PYTEST, *FAST, *LEANING]
        report.suite(f"what leans on Python, on SQLite and Python {NEWEST}", leaning, env)


def other_pythons() -> dict[str, str]:
    """Those that the machine has: version and path."""
    found = {version: newer_python(version) for version in (BETWEEN, NEWEST)}
    return {version: path for version, path in found.items() if path}


def venv(version: str) -> str:
    return f".venv-{version}"


def python_of(version: str) -> str:
    return f"{venv(version)}/bin/python"


def newer_python(version: str) -> str:
    """Its path, or "". A pyenv's stand-in for one that is not there does not count."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for found in (shutil.which(f"python{version}"), *sorted(map(str, pyenv.glob(f"{version}.*/bin/python")))):
        if found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0:
            return found
    return ""


def install_packages() -> list[str]:
    """Debian's packages that the tests want, when we may. Returns what stays missing."""
    missing = [name for name in PACKAGES if not there(name)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        wanted = [package for name in missing for package in PACKAGES[name]]
        print(f"Installing {', '.join(wanted)}…", flush=True)
        install(wanted)
        missing = [name for name in PACKAGES if not there(name)]
    real = [name for name in missing if name != "initdb"]  # an embedded PostgreSQL stands in for that one
    return [f"{name} is missing: apt-get install {' '.join(PACKAGES[name])}" for name in real]


def install(packages: list[str]) -> None:
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    policy = Path("/usr/sbin/policy-rc.d")  # no service starts by itself; the tests start their own
    ours = not policy.exists()
    if ours:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        subprocess.run(["debconf-set-selections"], input=b"postfix postfix/main_mailer_type select No configuration\n")
        subprocess.run(["apt-get", "update", "-qq"], env=env, stdout=subprocess.DEVNULL)
        quietly = ["-y", "-qq", "--no-install-recommends"]
        subprocess.run(["apt-get", "install", *quietly, *packages], env=env, stdout=subprocess.DEVNULL)
    finally:
        if ours:
            policy.unlink()


def there(program: str) -> bool:
    if program == "initdb" and any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return True
    return any(shutil.which(program, path=path) for path in (None, "/usr/sbin:/usr/bin:/sbin"))


@contextmanager
def data_folder() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="slovo-tests-") as folder:
        os.environ["SLOVO_TEST_DATA"] = folder
        yield folder


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

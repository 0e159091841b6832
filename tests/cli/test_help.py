"""What `--help` says, word for word, and that nothing heavy is loaded to say it."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from influence_cli import __version__

Influence = Callable[..., "subprocess.CompletedProcess[str]"]

COMMANDS = [
    [],
    ["plan"],
    ["allocate"],
    ["compare"],
    ["deal"],
    ["frontier"],
    ["target"],
    ["contract"],
    ["payout"],
    ["ledger"],
    ["check"],
    ["init"],
    ["schema"],
    ["explain"],
    ["benchmarks"],
    ["benchmarks", "list"],
    ["benchmarks", "show"],
    ["benchmarks", "audit"],
]
LISTS_WHAT_IS_HEAVY = """
import sys
sys.argv = ["influence", *sys.argv[1:]]
from influence_cli.cli import main
try:
    main()
finally:
    print(sorted({"pydantic", "numpy", "yaml", "rich"} & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: "-".join(words) or "influence")
def test_help_of_every_command(influence: Influence, golden: Callable[[str, str], None], command: list[str]) -> None:
    done = influence(*command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    golden(f"help{''.join(f'-{word}' for word in command)}.txt", done.stdout)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: "-".join(words) or "influence")
def test_help_shows_examples_of_the_command(influence: Influence, command: list[str]) -> None:
    examples = influence(*command, "--help").stdout.partition("Examples:")[2]
    assert " ".join(["influence", *command]) in examples


def test_version(influence: Influence) -> None:
    assert influence("--version").stdout == f"influence {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "more"),
    [
        (["--help"], {}),
        (["plan", "--help"], {}),
        (["payout", "--help"], {}),
        (["benchmarks", "show", "--help"], {}),
        (["--version"], {}),
        ([], {"_INFLUENCE_COMPLETE": "complete_bash", "COMP_WORDS": "influence pl", "COMP_CWORD": "1"}),
    ],
    ids=["help", "plan-help", "payout-help", "show-help", "version", "completion"],
)
def test_quick_answers_load_nothing_heavy(
    environment: dict[str, str], arguments: list[str], more: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LISTS_WHAT_IS_HEAVY, *arguments],
        capture_output=True,
        text=True,
        env=environment | more,
        check=False,
    )
    assert done.stdout
    assert done.stderr.splitlines()[-1] == "[]"


def test_completion_offers_commands_and_formats(influence: Influence) -> None:
    def complete(words: str) -> list[str]:
        env = {"_INFLUENCE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        return influence(env=env).stdout.split()

    assert complete("influence ") == list(dict.fromkeys(words[0] for words in COMMANDS if words))
    assert complete("influence ledger ") == ["show", "verify", "pay", "export"]
    assert complete("influence benchmarks ") == ["list", "show", "audit"]
    assert complete("influence check --format s") == ["sarif"]
    assert "--strategy" in complete("influence plan --s")

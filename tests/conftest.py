"""Golden texts for every room: what is printed is compared whole, and renewed with one flag."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

TESTS = Path(__file__).parent


# For a run that repeats the tests thousands of times (tests/mutation.md): few examples, always the same ones, and the
# first that fails is enough.
settings.register_profile(
    "mutation",
    max_examples=15,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-golden",
        action="store_true",
        help="write what is printed now to tests/<room>/golden instead of comparing with it",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with `tests/<room>/golden/<name>`, or write it there with --renew-golden."""
    room = TESTS / request.path.relative_to(TESTS).parts[0]
    renew = bool(request.config.getoption("--renew-golden"))

    def compare(name: str, text: str) -> None:
        path = room / "golden" / name
        if renew:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            return
        assert path.exists(), f"{path} is missing; write it with --renew-golden and read it"
        assert text == path.read_bytes().decode(), f"{path} differs; if that is right, use --renew-golden"

    return compare

"""What every test can use: goldens, rewritten only by `pytest --accept`; laws try the same examples each run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

GOLDENS = Path(__file__).parent / "goldens"

Golden = Callable[[str, str], None]

# No test is timed, and a run says the same each time. `--hypothesis-profile=explore` looks further.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write what the tests see into tests/goldens, for you to review as a diff"
    )


def golden_file(name: str) -> Path:
    """The file of a golden. Refuses a name that leads out of tests/goldens, so that nothing else is overwritten."""
    path = (GOLDENS / name).resolve()
    if not path.is_relative_to(GOLDENS.resolve()) or path.suffix != ".txt":
        raise ValueError(f"{name} is not a .txt file below {GOLDENS}")
    return path


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with the golden of this name; with --accept it becomes the golden."""

    def compare(name: str, text: str) -> None:
        path = golden_file(name)
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"there is no golden {name}; look at what comes out and run pytest --accept"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server; the test is skipped, with the reason, where there is none."""
    from tests.databases import server

    with server(tmp_path_factory.mktemp("postgresql")) as url:
        yield url

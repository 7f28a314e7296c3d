"""The frameworks at hand: which one is meant, and that no other is read for it."""

from pathlib import Path

import pytest

from docgen import definitions
from docgen.definitions import new
from docgen.model import DocgenError, Framework, Query
from docgen.pipeline import catalogue, workspace
from docgen.pipeline.workspace import Workspace, shipped


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    workspace.init(tmp_path)
    found = workspace.find(tmp_path, tmp_path)
    assert found is not None
    return found


def write(place: Workspace, file: str, version: str, title: str = "Ours", rest: str = "") -> Path:
    text = new("own-audit", title, "A team").replace('version: "1"', f'version: "{version}"')
    assert f'version: "{version}"' in text
    path = place.frameworks / file
    path.write_text(text + rest, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", definitions.find([shipped("frameworks")]), ids=lambda path: path.stem)
def test_a_file_says_what_it_is_before_it_is_read_as_a_whole(path: Path) -> None:
    whole = definitions.load(path)
    assert definitions.head(path) == (whole.id, whole.version)


def test_only_the_framework_that_is_asked_for_is_read(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    write(place, "a.yaml", "2", rest="forms: twice\n")
    read: list[str] = []
    check = definitions.check

    def noted(path: Path) -> tuple[Framework | None, tuple[Query, ...]]:
        read.append(path.stem)
        return check(path)

    monkeypatch.setattr(definitions, "check", noted)
    at_hand = catalogue.gather(place)
    found = at_hand.pick("cafcass-national")
    assert at_hand.version(found.id, found.version) is found
    assert at_hand.pick(f"{found.id}@{found.version}") is found
    assert read == ["cafcass-national-2014.11"]


def test_the_newest_version_that_can_be_used_is_meant(place: Workspace) -> None:
    write(place, "c.yaml", "1.9")
    write(place, "b.yaml", "1.10", "The newest")
    write(place, "a.yaml", "1.11", rest="forms: twice\n")
    write(place, "d.yaml", "1.10", "A copy")
    at_hand = catalogue.gather(place)
    assert at_hand.pick("own-audit").title == "The newest"
    assert at_hand.pick("own-audit@1.9").version == "1.9"
    assert at_hand.version("own-audit", "1.11") is None
    assert [one.title for one in at_hand.frameworks if one.id == "own-audit"] == ["Ours", "The newest"]
    assert {query.where.file for query in at_hand.problems} == {str(place.frameworks / "a.yaml")}


@pytest.mark.parametrize("name", ["own-audit", "own-audit@3"])
def test_where_none_is_meant_the_mistakes_of_all_are_told(place: Workspace, name: str) -> None:
    broken = [write(place, "a.yaml", "1", rest="forms: twice\n"), place.frameworks / "b.yaml"]
    broken[1].write_text("title: [", encoding="utf-8")
    with pytest.raises(DocgenError) as error:
        catalogue.gather(place).pick(name)
    assert {query.where.file for query in error.value.queries} >= {str(path) for path in broken}

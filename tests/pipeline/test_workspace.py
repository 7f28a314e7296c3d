from __future__ import annotations

from pathlib import Path

import pytest

from docgen.model import DocgenError
from docgen.pipeline import catalogue, workspace


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_workspace_has_settings_folders_and_templates_to_restyle(tmp_path: Path) -> None:
    made = workspace.init(tmp_path / "team")
    assert set(everything(tmp_path / "team")) == {name for name in made if not name.endswith("/")}
    assert {"docgen.yaml", "frameworks/README.md", "templates/toolkit.docx", "templates/toolkit.xlsx"} <= set(made)
    assert all((tmp_path / "team" / name).is_dir() for name in ("out", "store/originals"))


def test_a_workspace_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    workspace.init(tmp_path)
    (tmp_path / "templates" / "toolkit.docx").unlink()
    before = everything(tmp_path)
    assert workspace.init(tmp_path) == ()
    assert everything(tmp_path) == before


def test_a_folder_with_files_becomes_a_workspace_and_loses_none(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "toolkit.docx").write_bytes(b"our own")
    workspace.init(tmp_path)
    assert (tmp_path / "templates" / "toolkit.docx").read_bytes() == b"our own"


def test_the_team_s_name_stands_in_the_place_of_the_framework_s(tmp_path: Path) -> None:
    workspace.init(tmp_path)
    settings = (tmp_path / "docgen.yaml").read_text("utf-8").replace("organisation:", "organisation: Borough of X")
    (tmp_path / "docgen.yaml").write_text(settings, encoding="utf-8")
    found = catalogue.gather(workspace.find(tmp_path, tmp_path))
    assert {one.organisation for one in found.frameworks} == {"Borough of X"}
    assert catalogue.gather(None).pick("cafcass-qiam").organisation == "Cafcass"


def test_two_workspaces_never_share_an_id(tmp_path: Path) -> None:
    for name in ("a", "b"):
        workspace.init(tmp_path / name)
    found = [workspace.find(tmp_path / name, tmp_path) for name in ("a", "b")]
    assert len({one.settings.workspace for one in found if one}) == 2


def test_the_workspace_is_the_nearest_folder_upwards(tmp_path: Path) -> None:
    workspace.init(tmp_path)
    workspace.init(tmp_path / "inner")
    (tmp_path / "inner" / "a" / "b").mkdir(parents=True)
    found = workspace.find(None, tmp_path / "inner" / "a" / "b")
    assert found is not None
    assert found.folder == tmp_path / "inner"


def test_a_named_folder_that_is_no_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(DocgenError, match="docgen init") as failure:
        workspace.find(tmp_path, tmp_path)
    assert failure.value.code == 2


@pytest.mark.parametrize("named", ["sqlite:///elsewhere", "postgresql://host/name"])
def test_the_store_is_where_the_settings_say_else_in_the_workspace(tmp_path: Path, named: str) -> None:
    workspace.init(tmp_path)
    found = workspace.find(tmp_path, tmp_path)
    assert found is not None
    assert found.store_url == str(tmp_path / "store" / "docgen.sqlite")
    settings = (tmp_path / "docgen.yaml").read_text("utf-8").replace("\nstore:", f"\nstore: {named}")
    (tmp_path / "docgen.yaml").write_text(settings, encoding="utf-8")
    again = workspace.find(tmp_path, tmp_path)
    assert again is not None
    assert again.store_url == named


def test_the_team_s_own_template_comes_first(tmp_path: Path) -> None:
    workspace.init(tmp_path)
    place = workspace.find(tmp_path, tmp_path)
    (tmp_path / "templates" / "toolkit.docx").write_bytes(b"our own")
    assert workspace.template(place, "toolkit.docx") == b"our own"
    assert workspace.template(None, "toolkit.docx") == (workspace.shipped("templates") / "toolkit.docx").read_bytes()


def test_what_comes_with_docgen_is_found_without_a_workspace() -> None:
    found = catalogue.gather(None)
    assert {"cafcass-national", "cafcass-qiam"} <= {one.id for one in found.frameworks}
    assert found.problems == ()


def own_definition(folder: Path, name: str, *changes: tuple[str, str]) -> None:
    text = (workspace.shipped("frameworks") / "cafcass-qiam-2017.09.yaml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "frameworks").mkdir(parents=True, exist_ok=True)
    (folder / "frameworks" / name).write_text(text, encoding="utf-8")


def test_the_team_s_own_definition_comes_before_the_shipped_one_of_the_same_version(tmp_path: Path) -> None:
    workspace.init(tmp_path)
    own_definition(tmp_path, "mine.yaml", ("title: Quality and Impact Assurance Model", "title: Ours"))
    found = catalogue.gather(workspace.find(tmp_path, tmp_path))
    assert [one.title for one in found.frameworks if one.id == "cafcass-qiam"] == ["Ours"]


def test_the_newest_version_is_picked_unless_one_is_named(tmp_path: Path) -> None:
    workspace.init(tmp_path)
    own_definition(tmp_path, "old.yaml", ('version: "2017.09"', 'version: "2017.9.1"'))
    own_definition(tmp_path, "new.yaml", ('version: "2017.09"', 'version: "2017.10"'))
    found = catalogue.gather(workspace.find(tmp_path, tmp_path))
    assert found.pick("cafcass-qiam").version == "2017.10"
    assert found.pick("cafcass-qiam@2017.09").version == "2017.09"
    with pytest.raises(DocgenError, match=r"no version “2016”. There is 2017.09, 2017.9.1 and 2017.10"):
        found.pick("cafcass-qiam@2016")


def test_a_misspelt_framework_form_or_report_says_what_was_meant() -> None:
    found = catalogue.gather(None)
    with pytest.raises(DocgenError, match="Did you mean “cafcass-national”"):
        found.pick("cafcas-national")
    framework = found.pick("cafcass-national")
    with pytest.raises(DocgenError, match="Did you mean “benchmark”"):
        catalogue.pick_form(framework, "bench-mark")
    with pytest.raises(DocgenError, match="Did you mean “national”"):
        catalogue.pick_report(framework, "nationl")


def test_a_broken_definition_is_named_and_the_others_can_be_used(tmp_path: Path) -> None:
    workspace.init(tmp_path)
    (tmp_path / "frameworks" / "broken.yaml").write_text("id: x\n", encoding="utf-8")
    found = catalogue.gather(workspace.find(tmp_path, tmp_path))
    assert found.pick("cafcass-national")
    assert all("broken.yaml" in query.where.file for query in found.problems)
    assert found.problems
    with pytest.raises(DocgenError, match=r"broken\.yaml"):
        found.pick("x")


def test_everything_that_comes_with_docgen_checks_clean() -> None:
    for one in catalogue.check(None):
        assert one.problems == (), one.path


def test_a_file_that_is_neither_definition_nor_template_is_said(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"x")
    with pytest.raises(DocgenError, match="neither a definition nor a template"):
        catalogue.check(None, [tmp_path / "letter.docx"])


def test_a_template_of_workbooks_is_checked_as_one(tmp_path: Path) -> None:
    (tmp_path / "toolkit.xlsx").write_bytes(b"x")
    (checked,) = catalogue.check(None, [tmp_path])
    assert checked.what == "template of toolkits"
    assert "it is not a .xlsx file" in checked.problems[0].message

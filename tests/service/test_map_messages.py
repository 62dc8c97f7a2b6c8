"""What the map's page and command say of what is asked of them and isn't there."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.cli import main
from service.samples import tyreso_files


def test_chips_name_only_what_there_is(client: FlaskClient) -> None:
    said = client.get("/karta?expanded=foo&hidden=bar&page=99").text
    for word in ("öppnat mål", "Dolda:", "sida 100"):
        assert f">{word}" not in said
    assert "Sida 100 finns inte." in said
    assert "1 öppnat mål" in client.get("/karta?expanded=kf24-1&expanded=foo").text


def test_suggestions_say_which_goals_are_not_in_force(client: FlaskClient) -> None:
    told = client.get("/karta/forslag?q=vision&year=2018").get_json()["goals"]
    assert any(each["about"].endswith("gäller inte") for each in told)
    (only,) = client.get("/karta/forslag?q=bun24-4").get_json()["goals"]
    assert "gäller inte" not in only["about"]
    page = client.get("/karta?set=1&find=mål&year=2018").text
    assert "Flera mål passar" in page and "· gäller inte" in page


def test_a_file_to_compare_with_that_isnt_there_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    files = [word for path in tyreso_files() for word in ("--from", str(path))]
    with pytest.raises(SystemExit) as ended:
        main(["map", *files, "--against", str(tmp_path / "borta.yaml"), "--out", "x.svg"])
    assert ended.value.code == 2
    assert "borta.yaml' finns inte. Ange en planfil som finns" in capsys.readouterr().err

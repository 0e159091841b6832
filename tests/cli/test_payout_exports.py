"""`influence payout` with exports as people have them: several campaigns, encodings and files."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import payouts
from tests.cli.payouts import IN_APRIL

Influence = Callable[..., "subprocess.CompletedProcess[str]"]
HEADER = "source,campaign,influencer,user_id,product,date,orders,revenue\n"
SERUM = "web,serum,Anna Krüger,u1,tea,2026-03-10,1,1000\nweb,SERUM,Ben,u2,tea,2026-03-11,1,500\n"
GLOW = "web,Glow,Ben,u3,tea,2026-03-11,1,300\n"
VISIT = "web,Serum,Ben,u9,tea,2026-03-11,0,0\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return payouts.campaign(tmp_path)


def owed(done: "subprocess.CompletedProcess[str]") -> dict[str, str]:
    assert done.returncode == 0, done.stderr
    return {each["name"]: each["owed_now"] for each in json.loads(done.stdout)["creators"]}


class TestCampaigns:
    def test_the_rows_of_the_specs_campaign_are_paid_and_it_is_said(self, inside: Influence, folder: Path) -> None:
        (folder / "orders.csv").write_text(HEADER + SERUM + GLOW, encoding="utf-8")
        done = inside("payout", *IN_APRIL, "--format", "json")
        assert owed(done) == {"Anna Krüger": "100.00", "Ben": "50.00"}
        assert (
            "orders.csv: 1 row of another campaign is passed over ('Glow'); "
            "taken are those of 'serum', as the campaign of the spec\n"
        ) in done.stderr

    @pytest.mark.parametrize(("name", "ben"), [("GLOW", "30.00"), ("*", "80.00")])
    def test_a_stated_one(self, inside: Influence, folder: Path, name: str, ben: str) -> None:
        (folder / "orders.csv").write_text(HEADER + SERUM + GLOW, encoding="utf-8")
        assert owed(inside("payout", *IN_APRIL, "--source-campaign", name, "--format", "json"))["Ben"] == ben

    def test_several_others_are_refused_with_their_names(self, inside: Influence, folder: Path) -> None:
        (folder / "orders.csv").write_text(HEADER + GLOW + GLOW.replace("Glow", "Spring"), encoding="utf-8")
        for more in ([], ["--skip-unreadable"]):
            done = inside("payout", *IN_APRIL, *more)
            assert (done.returncode, done.stdout) == (2, "")
            assert "orders.csv:3:2: other-campaign: campaign: " in done.stderr
            assert "'Glow', 'Spring'" in done.stderr
            assert "--source-campaign" in done.stderr

    def test_a_campaign_needs_a_name(self, inside: Influence, folder: Path) -> None:
        done = inside("payout", *IN_APRIL, "--source-campaign", " ")
        assert (done.returncode, done.stdout) == (2, "")
        assert "--source-campaign: expected the name of a campaign" in done.stderr


class TestRowsThatArePassedOver:
    def test_visits_without_orders(self, inside: Influence, folder: Path) -> None:
        (folder / "orders.csv").write_text(HEADER + SERUM + VISIT * 2, encoding="utf-8")
        done = inside("payout", *IN_APRIL, "--format", "json")
        assert owed(done)["Ben"] == "50.00"
        assert "orders.csv: 2 rows without orders and money are passed over\n" in done.stderr

    def test_rows_that_stand_there_twice(self, inside: Influence, folder: Path) -> None:
        (folder / "orders.csv").write_text(payouts.export(*payouts.MARCH, *payouts.MARCH), encoding="utf-8")
        done = inside("payout", *IN_APRIL, "--format", "json")
        assert owed(done) == {"Anna Krüger": "100.00", "Ben": "50.00"}
        assert done.stderr == "orders.csv: 2 rows repeat an earlier one and count once\n"


class TestEncodings:
    def test_one_file_in_utf_16_among_others(self, inside: Influence, folder: Path) -> None:
        expected = owed(inside("payout", *IN_APRIL, "--format", "json"))
        (folder / "orders.csv").write_bytes((folder / "orders.csv").read_bytes().decode().encode("utf-16"))
        done = inside("payout", *IN_APRIL, "--format", "json")
        assert (owed(done), done.stderr) == (expected, "")
        (folder / "creators.csv").write_bytes(payouts.ROSTER.encode("windows-1252"))
        done = inside("payout", *IN_APRIL, "--format", "json", "--encoding", "windows-1252")
        assert (owed(done), done.stderr) == (expected, "")

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "UTF16"])
    def test_a_stated_encoding_that_a_file_has_not(self, inside: Influence, folder: Path, encoding: str) -> None:
        done = inside("payout", *IN_APRIL, "--encoding", encoding)
        assert (done.returncode, done.stdout) == (2, "")
        assert "orders.csv:1:1: bad-encoding: the file has no byte order mark" in done.stderr
        assert "creators.csv:1:1: bad-encoding" in done.stderr


class TestSeveralFiles:
    def test_posts_that_differ(self, inside: Influence, folder: Path) -> None:
        for name, views in (("a.csv", 1), ("b.csv", 2)):
            (folder / name).write_text(f"post id,creator,date,views\np,Ben,2026-03-12,{views}\n")
        given = ["payout", "serum.yaml", "--roster", "creators.csv", "--period", "2026-04", "--posts", "a.csv"]
        assert inside(*given, "--posts", "a.csv").returncode == 0
        done = inside(*given, "--posts", "b.csv")
        assert (done.returncode, done.stdout) == (2, "")
        assert "b.csv:2:1: duplicate-item: the post 'p' stands in a.csv:2 already, with other facts" in done.stderr

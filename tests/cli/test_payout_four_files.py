"""The four files that many open dashboards keep (influencers, posts, tracking data, payouts), paid as they are."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Influence = Callable[..., "subprocess.CompletedProcess[str]"]

FILES = Path(__file__).parent / "four_files"
GIVEN = [
    "payout",
    "campaign.yaml",
    "--roster",
    "influencers.csv",
    "--posts",
    "posts.csv",
    "--orders",
    "tracking_data.csv",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in FILES.iterdir():
        shutil.copy(path, tmp_path)
    return tmp_path


def earned(done: "subprocess.CompletedProcess[str]") -> dict[str, str]:
    assert done.returncode == 0
    return {each["name"]: each["earned"] for each in json.loads(done.stdout)["creators"]}


def test_march_is_paid_by_the_ids_of_influencers(inside: Influence, folder: Path) -> None:
    done = inside(*GIVEN, "--period", "2026-03", "--format", "json")
    # Anna: two posts at 50.00, 10% of 120 + 140; Tom: one post, 10% of 360 + 70; Zoe: one post, 10% of 70.
    assert earned(done) == {"Anna Krüger": "126.00", "Tom Ortega": "93.00", "Zoë Martin": "57.00"}
    assert [(each["who"], each["gross_sales"]) for each in json.loads(done.stdout)["unattributed"]] == [("9", "70.00")]


def test_how_orders_without_ids_are_told_apart_is_said(inside: Influence, folder: Path) -> None:
    talk = inside(*GIVEN, "--period", "2026-03").stderr
    assert "orders have no ids here and are told apart by source, campaign, creator, user, product and date" in talk
    assert "influencers.csv: columns that are not used: category, gender\n" in talk
    assert "posts.csv: columns that are not used: caption, reach\n" in talk


def test_the_same_files_again_and_longer_ones_pay_nothing_twice(inside: Influence, folder: Path) -> None:
    ledger = ["--ledger", "creators.db", "--format", "json"]
    assert sum(map(float, earned(inside(*GIVEN, "--period", "2026-03", *ledger)).values())) == 276
    assert set(earned(inside(*GIVEN, "--period", "2026-03", *ledger)).values()) == {"0.00"}
    with open(folder / "tracking_data.csv", "a", encoding="utf-8") as longer:
        longer.write("YouTube,Serum,2,u-108,Serum,2026-04-03,1,80.00\n")
    april = earned(inside(*GIVEN, "--period", "2026-04", *ledger))
    assert april == {"Anna Krüger": "7.00", "Tom Ortega": "8.00", "Zoë Martin": "0.00"}

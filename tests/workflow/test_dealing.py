"""Deals: what each is worth to either side, which cannot be bettered, which is recommended."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from influence_cli.model.campaign import Platform, Quantity, Switches, Tier
from influence_cli.model.contract import (
    Band,
    Bonus,
    CollectiveBonus,
    Commission,
    CommissionMode,
    Condition,
    Contract,
    FeeUnit,
    FlatFee,
    Retainer,
    Right,
    RightsFee,
    TaperStep,
)
from influence_cli.model.deal import BaseRange, DealQuestion
from influence_cli.model.errors import InfeasibleError, UsageError
from influence_cli.simulate.engine import simulate
from influence_cli.workflow import deals
from influence_cli.workflow.deal_choice import efficient
from influence_cli.workflow.deal_trial import base_of, rate_of, trial, with_terms
from tests.builders import HYBRID, a_campaign, a_cell, booked, every_cell, known

QUICK = DealQuestion(steps=4, creators=4)
ALONE = Switches(overlap=False, halo=False)
MARKET = 100_000


def a_micro(contract=HYBRID, *, fee=MARKET, **more):
    """One micro creator on Instagram whose market fee is 1,000 dollars for one deliverable."""
    rates = {Quantity.FEE_PER_DELIVERABLE: known(fee)}
    return a_cell(contract=contract, deliverables=1, rates=rates, **more)


def swept(question=QUICK, contract=HYBRID, **campaign):
    found = deals(a_campaign((a_micro(contract),), draws=300, **campaign), question, version="test")
    return found.sweeps[0]


def by_terms(sweep):
    return {(deal.base, deal.commission): deal for deal in sweep.deals}


def grid(sweep, value):
    places = len(sweep.bases) * len(sweep.commissions)
    return np.array([value(deal) for deal in sweep.deals[:places]]).reshape(len(sweep.bases), -1)


class TestWorth:
    def test_pay_is_the_base_and_the_commission_on_what_customers_paid(self):
        # Simulated again with other random numbers: the mean revenue of a creator, with its own error.
        cell = a_micro(Contract("c", fee=FlatFee(MARKET, FeeUnit.CREATOR), commission=Commission((Band(0, 100_000),))))
        campaign = a_campaign((cell,), switches=ALONE, discount=0.1, draws=2_000)
        sweep = deals(campaign, replace(QUICK, creators=10), version="test").sweeps[0]
        revenue = simulate(campaign, [booked(cell, 10)], draws=2_000, seed=9).fields["revenue"][0] / 10
        error = revenue.std() / np.sqrt(2_000) * np.sqrt(2)
        for deal in sweep.deals:
            expected = deal.base + deal.commission * revenue.mean()
            assert deal.pay.mean == pytest.approx(expected, abs=4 * deal.commission * error + 2)

    def test_without_any_spread_every_figure_is_the_same(self):
        # 10,000 followers x 100% views x 10% clicks x 52% conversion = 520 orders of 100 dollars, margin 58%.
        rates = {
            Quantity.FOLLOWERS: known(10_000),
            Quantity.VIEW_RATE: known(1.0),
            Quantity.CLICK_RATE: known(0.1),
            Quantity.CONVERSION_RATE: known(0.52),
            Quantity.FEE_PER_DELIVERABLE: known(MARKET),
        }
        campaign = a_campaign(
            (a_cell(contract=HYBRID, deliverables=1, rates=rates),),
            price=10_000,
            margin=0.58,
            switches=Switches(False, False, False, False, False, False),
            quantities={Quantity.CODE_ORDER_RATIO: known(0.0), Quantity.REFUND_RATE: known(0.0)},
            draws=10,
        )
        question = DealQuestion(bases=BaseRange(0.0, 1.0), commissions=(0.0, 0.1), steps=2, creators=1)
        found = by_terms(deals(campaign, question, version="test").sweeps[0])
        assert {terms: deal.pay.mean for terms, deal in found.items()} == {
            (0, 0.0): 0,
            (0, 0.1): 520_000,
            (MARKET, 0.0): MARKET,
            (MARKET, 0.1): 620_000,
        }
        best = found[MARKET, 0.0]
        assert best.profit.mean == pytest.approx(5_200_000 * 0.58 - MARKET)
        assert best.profit.worst_tenth == pytest.approx(best.profit.mean)
        assert (best.pay.sd, best.chance_of_fee, best.chance_of_loss) == (0, 1, 0)
        assert found[0, 0.0].chance_of_fee == 0

    def test_a_deal_only_moves_money(self):
        bonus = Bonus("response", 20_000, (Condition("clicks", ">=", 100.0),))
        contract = replace(HYBRID, bonuses=(bonus,), cap_per_creator=180_000, minimum_guarantee=30_000, gift=True)
        sums = {round(deal.profit.mean + deal.pay.mean, 3) for deal in swept(contract=contract).deals}
        assert len(sums) == 1

    def test_the_gift_is_the_brands_to_pay(self):
        with_gift, without = (swept(contract=replace(HYBRID, gift=gift)).deals[0].profit.mean for gift in (True, False))
        assert without - with_gift == pytest.approx(2_600)

    def test_more_base_and_more_commission_are_more_for_the_creator_and_less_for_the_brand(self):
        sweep = swept()
        for value, sign in (
            (lambda deal: deal.pay.mean, 1),
            (lambda deal: deal.pay.worst_tenth, 1),
            (lambda deal: deal.pay.p90, 1),
            (lambda deal: deal.chance_of_fee, 1),
            (lambda deal: deal.profit.mean, -1),
            (lambda deal: deal.profit.worst_tenth, -1),
            (lambda deal: deal.chance_of_loss, 1),
        ):
            table = sign * grid(sweep, value)
            assert (np.diff(table, axis=0) >= -1e-6).all()
            assert (np.diff(table, axis=1) >= -1e-6).all()

    def test_a_commission_spreads_pay_and_a_base_fee_does_not(self):
        spread = grid(swept(), lambda deal: deal.pay.sd)
        assert spread[:, 0] == pytest.approx(0)
        assert (np.diff(spread, axis=1) > 0).all()
        assert np.allclose(spread, spread[0], rtol=1e-9)

    def test_the_brand_pools_the_luck_of_creators(self):
        one, many = (
            swept(replace(QUICK, creators=creators, bases=BaseRange(1.0, 1.2))).deals[0].profit for creators in (1, 30)
        )
        assert many.sd < one.sd
        assert many.worst_tenth > one.worst_tenth - 1


class TestEffort:
    def test_the_present_deal_stays_as_it_is_and_orders_follow_the_commission(self):
        question = replace(QUICK, bases=BaseRange(0.5, 1.0), commissions=(0.0, 0.2), steps=3)
        idle, keen = (by_terms(swept(replace(question, effort=effort))) for effort in (0.0, 0.3))
        assert keen[MARKET, 0.1].profit == idle[MARKET, 0.1].profit
        assert keen[MARKET, 0.1].pay == idle[MARKET, 0.1].pay
        contribution = idle[MARKET, 0.1].profit.mean + idle[MARKET, 0.1].pay.mean
        for commission, orders in ((0.0, 0.7), (0.2, 1.3)):
            deal = keen[MARKET, commission]
            assert deal.profit.mean + deal.pay.mean == pytest.approx(contribution * orders)

    def test_orders_never_fall_below_none(self):
        question = replace(QUICK, bases=BaseRange(1.0, 1.2), commissions=(0.0, 0.1), steps=2, effort=5.0)
        assert by_terms(swept(question))[MARKET, 0.0].profit.mean == pytest.approx(-MARKET)

    def test_it_cannot_be_asked_of_a_contract_on_single_orders(self):
        commission = Commission((Band(0, 50_000), Band(5_000, 100_000)), mode=CommissionMode.PER_ORDER)
        with pytest.raises(UsageError, match="'orders' pays by single orders"):
            swept(replace(QUICK, effort=0.1), Contract("orders", fee=FlatFee(MARKET), commission=commission))

    def test_a_commission_that_changes_with_time_has_no_one_rate_to_vary(self):
        commission = Commission((Band(0, 50_000),), taper=(TaperStep(6, 50_000),))
        with pytest.raises(UsageError, match="'taper' changes with time"):
            swept(QUICK, Contract("taper", fee=FlatFee(MARKET), commission=commission))


class TestEfficiency:
    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_no_deal_that_is_kept_is_bettered_by_another(self, data):
        shape = data.draw(st.tuples(st.integers(1, 5), st.integers(1, 5)))
        values = arrays.arrays(np.float64, shape, elements=st.integers(-9, 9).map(float))
        brand, creator = data.draw(values), data.draw(values)
        acceptable = data.draw(arrays.arrays(np.bool_, shape))
        kept = efficient(brand, creator, acceptable)
        assert not (kept & ~acceptable).any()
        assert kept.any() == acceptable.any()
        others = list(zip(brand[acceptable], creator[acceptable], strict=True))
        for ours, theirs in zip(brand[kept], creator[kept], strict=True):
            assert not any(a >= ours and b >= theirs and (a, b) != (ours, theirs) for a, b in others)

    def test_a_commission_that_is_worth_more_to_both_together_wins_at_every_base_fee(self):
        # Whole together 10 under the first commission, 9.5 under the second; the base fee moves 4 at a time.
        creator = np.array([[0.0, 1.0], [4.0, 5.0], [8.0, 9.0]])
        brand = np.array([10.0, 9.5]) - creator
        assert efficient(brand, creator, np.ones((3, 2), dtype=bool)).tolist() == [[True, False]] * 3

    def test_a_deal_nothing_else_reaches_down_to_is_kept(self):
        creator = np.array([[2.0, 1.0], [4.0, 5.0]])
        brand = np.array([10.0, 9.5]) - creator
        assert efficient(brand, creator, np.ones((2, 2), dtype=bool)).tolist() == [[True, True], [True, False]]

    @settings(max_examples=12, deadline=None)
    @given(
        brand=st.sampled_from([0.0, 0.3, 1.0]),
        creator=st.sampled_from([0.0, 0.5, 1.0]),
        chance=st.sampled_from([None, 0.2, 0.8]),
        effort=st.sampled_from([0.0, 0.1]),
        per=st.sampled_from(FeeUnit),
        cap=st.sampled_from([None, 150_000]),
        guarantee=st.sampled_from([None, 50_000]),
    )
    def test_what_is_recommended_is_acceptable_and_cannot_be_bettered(
        self, brand, creator, chance, effort, per, cap, guarantee
    ):
        contract = replace(HYBRID, fee=FlatFee(MARKET, per), cap_per_creator=cap, minimum_guarantee=guarantee)
        question = replace(QUICK, steps=5, brand_aversion=brand, creator_aversion=creator, chance=chance, effort=effort)
        sweep = swept(question, contract)
        allowed = [deal for deal in sweep.deals if deal.acceptable]
        best = sweep.deals[sweep.recommended]
        assert best.acceptable
        assert best.efficient
        kept = [deal for deal in sweep.deals if deal.efficient]
        for deal in kept:
            assert deal.acceptable
            assert not any(
                other.profit.value >= deal.profit.value
                and other.pay.value >= deal.pay.value
                and (other.profit.value, other.pay.value) != (deal.profit.value, deal.pay.value)
                for other in allowed
            )
        most = max(deal.profit.mean for deal in kept)
        near = [deal for deal in kept if deal.profit.mean >= most - 0.3 * MARKET / 2]
        assert best in near
        assert best.pay.worst_tenth == max(deal.pay.worst_tenth for deal in near)

    def test_who_looks_at_means_only_finds_every_acceptable_deal_efficient(self):
        sweep = swept(replace(QUICK, brand_aversion=0.0, creator_aversion=0.0))
        assert all(deal.efficient == deal.acceptable for deal in sweep.deals)

    def test_a_creator_afraid_of_bad_runs_is_best_paid_a_fee_and_a_brand_best_pays_by_results(self):
        question = replace(QUICK, steps=7, bases=BaseRange(1.0, 2.0))
        timid_creator = swept(replace(question, brand_aversion=0.0, creator_aversion=0.8))
        assert {deal.commission for deal in timid_creator.deals if deal.efficient} == {0.0}
        timid_brand = swept(replace(question, brand_aversion=0.8, creator_aversion=0.0))
        # With the lowest base fee there is no cheaper deal at the highest commission, so others stay.
        assert {deal.commission for deal in timid_brand.deals if deal.efficient and deal.base > MARKET} == {0.3}

    def test_enough_effort_makes_the_highest_commission_efficient(self):
        sweep = swept(replace(QUICK, effort=1.0))
        assert sweep.deals[sweep.recommended].commission > 0.1
        assert not sweep.deals[sweep.present].efficient


class TestFloor:
    def test_on_average(self):
        for deal in swept().deals:
            assert deal.acceptable == (deal.pay.mean >= MARKET)

    def test_with_a_chance(self):
        for deal in swept(replace(QUICK, chance=0.6)).deals:
            assert deal.acceptable == (deal.chance_of_fee >= 0.6)

    def test_the_market_fee_alone_is_always_acceptable(self):
        question = replace(QUICK, bases=BaseRange(0.0, 1.0), chance=1.0)
        assert by_terms(swept(question))[MARKET, 0.0].acceptable

    def test_where_no_deal_is_acceptable_the_nearest_is_named(self):
        question = replace(QUICK, bases=BaseRange(0.0, 0.5), commissions=(0.0, 0.001))
        with pytest.raises(InfeasibleError, match=r"market fee of 1,000 USD on average: a base fee of 500 USD with a"):
            swept(question)
        with pytest.raises(InfeasibleError, match=r"with a chance of 90%: .* comes nearest with \d"):
            swept(replace(question, chance=0.9))


class TestWhatIsTried:
    def test_the_present_deal_is_one_of_them(self):
        sweep = swept(contract=replace(HYBRID, fee=FlatFee(77_700), commission=Commission((Band(0, 123_000),))))
        mine = sweep.deals[sweep.present]
        assert (mine.base, mine.commission) == (77_700, 0.123)
        assert 77_700 in sweep.bases
        assert 0.123 in sweep.commissions
        assert len(sweep.deals) == 25

    def test_a_present_deal_out_of_range_stands_beside_them(self):
        question = replace(QUICK, bases=BaseRange(0.8, 1.2))
        sweep = swept(question, replace(HYBRID, fee=FlatFee(10_000)))
        assert sweep.present == len(sweep.deals) - 1 == len(sweep.bases) * len(sweep.commissions)
        assert sweep.deals[-1].base == 10_000
        assert not sweep.deals[-1].efficient
        assert 10_000 not in sweep.bases

    def test_amounts(self):
        question = replace(QUICK, bases=BaseRange(50_000, 150_000, of_market=False), steps=3)
        assert swept(question).bases == (50_000, 100_000, 150_000)

    @pytest.mark.parametrize("of_market", [True, False])
    def test_a_fee_per_deliverable_is_a_whole_amount_of_each(self, of_market):
        cell = a_cell(contract=HYBRID, deliverables=3, rates={Quantity.FEE_PER_DELIVERABLE: known(33_333)})
        ends = BaseRange(0.5, 1.0) if of_market else BaseRange(50_000, 100_000, of_market=False)
        sweep = deals(a_campaign((cell,), draws=50), replace(QUICK, bases=ends), version="test").sweeps[0]
        assert sweep.market_fee == 99_999
        assert all(base % 3 == 0 for base in sweep.bases)

    def test_every_tier_and_platform_that_is_booked_unless_one_is_named(self):
        campaign = a_campaign(every_cell(), draws=20)
        question = replace(QUICK, steps=2, creators=1, chance=0.1)
        everything = deals(campaign, question, version="test").sweeps
        assert [(s.tier, s.platform) for s in everything] == [(c.tier, c.platform) for c in campaign.cells]
        named = replace(question, tier=Tier.MID, platform=Platform.TIKTOK)
        assert deals(campaign, named, version="test").sweeps == (everything[5],)

    def test_a_contract_offered_besides_the_booked_one_is_tried_when_named(self):
        other = Contract("other", fee=FlatFee(20_000))
        campaign = a_campaign((a_micro(other, share=0.0), a_micro()), draws=50)
        assert deals(campaign, QUICK, version="test").sweeps[0].contract == "hybrid"
        assert deals(campaign, replace(QUICK, contract="other"), version="test").sweeps[0].contract == "other"

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"tier": Tier.MEGA}, "--tier mega: this spec books no mega creators, only micro"),
            ({"platform": Platform.YOUTUBE}, "--platform youtube: .* only on instagram"),
            ({"contract": "gold"}, "--contract gold: .* only 'hybrid'; offer it with --set tiers.micro.contract=gold"),
        ],
    )
    def test_what_the_spec_does_not_book_is_refused(self, wrong, message):
        with pytest.raises(UsageError, match=message):
            swept(replace(QUICK, **wrong))

    def test_draws_are_kept_low_unless_stated(self):
        campaign = a_campaign((a_micro(),), draws=9_000)
        assert deals(campaign, QUICK, version="test").campaign.settings.draws == 2_000
        stated = replace(campaign, settings=replace(campaign.settings, draws=2_100, draws_stated=True))
        assert deals(stated, QUICK, version="test").campaign.settings.draws == 2_100

    def test_more_outcomes_than_fit_are_refused(self):
        campaign = a_campaign((a_micro(),))
        stated = replace(campaign, settings=replace(campaign.settings, draws=100_001, draws_stated=True))
        with pytest.raises(UsageError, match="20 creators in 100,001 draws are too many; at most 100,000 --draws"):
            deals(stated, replace(QUICK, creators=20), version="test")


class TestTerms:
    def test_a_missing_fee_and_commission_are_added_and_the_rest_is_kept(self):
        bare = Contract("bare", retainer=Retainer(3_000), rights=(RightsFee(Right.EXCLUSIVITY, 30, fixed=500),))
        full = with_terms(bare, 70_000, 50_000, 3)
        assert full.fee == FlatFee(70_000, FeeUnit.CREATOR)
        assert full.commission == Commission((Band(0, 50_000),))
        assert replace(full, fee=None, commission=None) == bare
        assert (base_of(bare, 3), rate_of(bare)) == (0, 0)
        notes = swept(contract=bare).notes
        assert [note.split(";")[0] for note in notes] == [
            "The contract has no flat fee",
            "The contract has no commission",
        ]

    def test_later_bands_keep_their_distance(self):
        tiered = replace(HYBRID, commission=Commission((Band(0, 80_000), Band(10, 100_000), Band(20, 60_000))))
        commission = with_terms(tiered, 0, 10_000, 1).commission
        assert commission is not None
        rates = [band.rate for band in commission.bands]
        assert rates == [10_000, 30_000, 0]
        assert with_terms(tiered, base_of(tiered, 1), rate_of(tiered), 1) == tiered

    def test_what_creators_share_is_left_out_and_said(self):
        pot = CollectiveBonus("pot", 10_000_000, (Condition("orders", ">=", 0.0),))
        plain, shared = swept(), swept(contract=replace(HYBRID, collective_bonuses=(pot,), cap_per_campaign=1))
        assert plain.deals == shared.deals
        assert plain.notes == ()
        assert "is left out" in shared.notes[0]

    def test_bonuses_on_boosted_posts_are_said_not_to_be_earned(self):
        gold = Bonus("gold", 50_000, (Condition("boost_roas", ">=", 3.0),))
        assert "boosted" in swept(contract=replace(HYBRID, bonuses=(gold,))).notes[0]


class TestLift:
    def test_with_so_many_more_orders_the_present_deal_leaves_as_much(self):
        contract = replace(HYBRID, fee=FlatFee(MARKET), commission=Commission((Band(0, 200_000),)))
        campaign = a_campaign((a_micro(contract),), draws=300, switches=ALONE)
        question = replace(QUICK, commissions=(0.0, 0.2))
        sweep = deals(campaign, question, version="test").sweeps[0]
        assert sweep.break_even_lift is not None
        again = trial(campaign, campaign.cells[0], question).deal(MARKET, 200_000, 1 + sweep.break_even_lift)
        assert again.profit.mean == pytest.approx(sweep.deals[sweep.recommended].profit.mean, rel=0.01, abs=200)

    def test_a_deal_with_no_more_commission_than_the_recommended_one_has_none(self):
        assert swept(contract=Contract("flat", fee=FlatFee(2 * MARKET))).break_even_lift is None


def test_a_seed_gives_the_same_deals_again():
    assert swept() == swept()
    assert swept(seed=2).deals != swept().deals

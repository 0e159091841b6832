"""Agreements as documents: word for word, safe whatever names hold, and by templates that can do no harm."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from influence_cli.ingest.roster import parse_roster
from influence_cli.model.agreement import Agreement
from influence_cli.model.errors import UsageError
from influence_cli.report import (
    agreement_document,
    agreements_docx,
    agreements_html,
    agreements_markdown,
    html_template,
    markdown_template,
)
from influence_cli.report.agreement import sandbox
from influence_cli.spec import Source, load_agreements
from influence_cli.workflow import agree

SAMPLES = Path(__file__).parents[2] / "sample_campaigns"
Golden = Callable[[str, str], None]


def agreements(sample: str, *, roster: bytes | None = None, contract: str | None = None) -> tuple[Agreement, ...]:
    path = SAMPLES / f"{sample}.yaml"
    source = Source(str(path), path.read_bytes())
    parsed, shared = load_agreements(source, lambda name: Path(name).read_bytes())
    creators = None if roster is None else parse_roster("roster.csv", roster)
    return agree(parsed.campaign, shared, version="golden", contract=contract, roster=creators)


def whole() -> tuple[Agreement, ...]:
    return agreements("agreements/spring-serum", roster=(SAMPLES / "roster.csv").read_bytes())


def said(found: Sequence[Agreement]) -> str:
    return agreements_markdown(found, markdown_template())


GOLDEN = [
    ("agreements/spring-serum", "hybrid"),
    ("launch-250k", "performer"),
    ("nano-ambassadors", "ambassador"),
    ("b2b-saas-leads", "integration"),
]


@pytest.mark.parametrize(("sample", "contract"), GOLDEN, ids=[contract for _, contract in GOLDEN])
def test_a_contract_of_a_sample_word_for_word(sample: str, contract: str, golden: Golden) -> None:
    golden(f"agreement_{contract}.md", said(agreements(sample, contract=contract)))


def test_the_contracts_of_a_roster_word_for_word(golden: Golden) -> None:
    found = whole()
    golden("agreement_roster.md", said(found))
    golden("agreement_roster.html", agreements_html(found[:2], html_template()))


def test_the_sample_leaves_nothing_open() -> None:
    text = said(whole())
    assert "Not agreed:" not in text
    assert text.count("Nothing that a spec can state is left open.") == 4


def test_what_is_not_stated_is_said_to_be_not_agreed_once_where_it_belongs_and_once_at_the_end() -> None:
    (found,) = agreements("small-5k")
    sections = {section.key: section for section in agreement_document(found).sections}
    everything = [text for section in sections.values() for text in (*section.sentences, *section.items)]
    for gap in found.gaps:
        if gap.code != "fee-follows-market":
            assert f"Not agreed: {gap.what}." in everything
    assert len(sections["open"].items) == len(found.gaps)
    assert any("Not agreed: the fee follows the market" in text for text in sections["base_pay"].items)


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        ("small-5k", ["US (FTC)", "“Ad”, “Advertisement” or “Sponsored”", "not only in the profile"]),
        ("launch-250k", ["GB (ASA and CMA)", "“Ad”, “Advert”, “Advertising” or “Advertisement”", "are risky"]),
        ("nano-ambassadors", ["DE (EU law and German law)", "Payment is presumed", "EU (EU law)", "50(4)"]),
    ],
)
def test_the_wording_is_that_of_the_market_and_sends_to_counsel(sample: str, words: list[str]) -> None:
    text = said(agreements(sample)[:1])
    assert all(word in text for word in words)
    assert "Check with counsel" in text
    assert "named person of each side" in text


HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "**bold** `code` | cell",
    "# heading",
    "- item",
    "=HYPERLINK(1)",
    "{{ 7*7 }}{% for x in y %}",
    "&lt;b&gt;",
    "\u202eevil\u200b",
    '"><img src=x onerror=alert(1)>',
    "../../etc/passwd",
    "a" * 400,
]


def hostile(name: str) -> Agreement:
    quoted = name.replace('"', '""')
    content = f'name,tier,platform,language,email\n"{quoted}",micro,tiktok,"{quoted}",a`b|_c_@x.example\n'
    (found,) = agreements("agreements/spring-serum", roster=content.encode())
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_only_a_name_in_html(name: str) -> None:
    text = agreements_html([hostile(name)], html_template())
    allowed = {
        "!doctype", "html", "head", "meta", "title", "style", "body", "article", "section", "h1", "h2", "p", "ul",
        "li", "table", "thead", "tbody", "tr", "th", "td", "code", "footer",
    }  # fmt: skip
    assert {tag.lower() for tag in re.findall(r"<([^\s/>]+)", text)} == allowed
    assert not re.search(r"<[^>]*\son\w+=|\u202e|\u200b", text)
    assert "src=" not in text.replace("src=x onerror", "")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_only_a_name_in_markdown(name: str) -> None:
    plain, text = said([hostile("Anna")]), said([hostile(name)])
    assert [line[:2] for line in plain.splitlines() if line.startswith(("#", "|", "---"))] == [
        line[:2] for line in text.splitlines() if line.startswith(("#", "|", "---"))
    ]
    assert len(plain.splitlines()) == len(text.splitlines())
    assert "<" not in text
    assert not re.search(r"(?<!\\)\]\(", text)
    assert not re.search(r"[\u202e\u200b]", text)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_name_is_made_of_letters_digits_and_dashes(name: str) -> None:
    assert re.fullmatch("[a-z0-9][a-z0-9-]*", agreement_document(hostile(name)).file_name)


def test_a_word_document_holds_every_section_and_is_the_same_twice() -> None:
    docx = pytest.importorskip("docx")
    from io import BytesIO

    found = whole()
    content = agreements_docx(found)
    paper = docx.Document(BytesIO(content))
    headings = [text.text for text in paper.paragraphs if text.style.name == "Heading 1"]
    assert headings == [section.title for one in found for section in agreement_document(one).sections]
    cells = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    assert {"1,838.77 USD", "400 USD", "Anna Krüger"} <= cells
    assert content == agreements_docx(found)


def test_without_the_package_a_word_document_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    with pytest.raises(UsageError, match=r"pip install 'influence-cli\[docx\]'"):
        agreements_docx(whole())


def rendered(template: str, *, html: bool = False) -> str:
    found = whole()[:1]
    compiled = (html_template if html else markdown_template)(template, "ours.j2")
    return (agreements_html if html else agreements_markdown)(found, compiled)


def test_a_template_of_ones_own_names_everything_there_is() -> None:
    template = (
        "{{ brand }} / {{ creator.name|upper }} / {{ code|verbatim }} / {{ discount }} / {{ terms.approval_rounds }}\n"
        "{% for section in sections if section.key == 'approval' %}{{ section.sentences|join(' ') }}{% endfor %}!\n"
        "{% set pay = parts.base_pay %}{% if pay['items'] %}{{ pay['items'][0] }}{% endif %}!\n"
        "{{ creator.code|default('none') }} {{ sections|length }} {{ 'a' if creator.tier == 'micro' else 'b' }}"
    )
    assert rendered(template) == (
        "Lumière Skin / ANNA KRÜGER / `ANNA15` / 15% / 2\n"
        "The brand sees each draft before it is published and may ask for changes twice.!\n"
        "Flat fee: 400 USD, for each deliverable. Nothing delivered, nothing owed.!\n"
        "none 15 a"
    )


def test_a_template_escapes_for_its_format() -> None:
    (found,) = [hostile("<b>*Anna*</b>")]
    assert agreements_markdown([found], markdown_template("{{ creator.name }}", "t")) == r"&lt;b&gt;\*Anna\*&lt;/b&gt;"
    page = agreements_html([found], html_template("<p>{{ creator.name }}</p>", "t"))
    assert "<p>&lt;b&gt;*Anna*&lt;/b&gt;</p>" in page


def test_a_template_may_write_the_whole_page_but_only_for_one_document() -> None:
    own = "<!DOCTYPE html><title>{{ title }}</title>"
    assert rendered(own, html=True) == "<!DOCTYPE html><title>Scope of work: Spring serum launch</title>"
    with pytest.raises(UsageError, match="use --output-dir"):
        agreements_html(whole(), html_template(own, "ours.html"))


REFUSED = [
    ("{{ ''.__class__.__mro__ }}", "ours.j2:1: "),
    ("{{ creator.__class__ }}", "ours.j2:1: "),
    ("\n\n{{ creator['__class__'] }}", "ours.j2:3: "),
    ("{{ creator.name.upper() }}", "ours.j2:1: a call is not allowed"),
    ("{{ self._TemplateReference__context }}", "ours.j2:1: "),
    ("{{ cycler.__init__.__globals__ }}", "ours.j2:1: "),
    ("{% include '/etc/passwd' %}", "ours.j2:1: include is not allowed"),
    ("{% import 'os' as os %}", "ours.j2:1: import is not allowed"),
    ("{% extends 'base' %}", "ours.j2:1: extends is not allowed"),
    ("{% macro m() %}{% endmacro %}", "ours.j2:1: a macro is not allowed"),
    ("{% set x %}a{% endset %}", "ours.j2:1: a set block is not allowed"),
    ("{{ 'a' * 1000000000 }}", "ours.j2:1: mul is not allowed"),
    ("{{ 9 ** 9 ** 9 }}", "ours.j2:1: pow is not allowed"),
    ("{{ 'a' ~ 'b' }}", "ours.j2:1: concat is not allowed"),
    ("{{ '%1000000000d' % 1 }}", "ours.j2:1: mod is not allowed"),
    ("{{ [1, 2] }}", "ours.j2:1: list is not allowed"),
    ("{{ creator.name|safe }}", "ours.j2:1: there is no filter 'safe'"),
    ("{{ creator.name|uper }}", "did you mean 'upper'?"),
    ("{{ creator.name|attr('x') }}", "there is no filter 'attr'"),
    ("{% for x in sections recursive %}{% endfor %}", "for is not allowed"),
    ("a\n{{ creatr.name }}", "ours.j2:2: 'creatr' is undefined; did you mean 'creator'?"),
    ("{{ creator.nmae }}", "ours.j2:1: "),
    ("a\n{{ sections }}", "ours.j2:2: only a text or a number can be printed"),
    ("{% for x in brand %}{% endfor %}", "a loop runs over a list"),
    ("a\nb\n{% if %}", "ours.j2:3: "),
    ("{% for x in sections %}", "ours.j2:1: "),
    ("{{ sections.items }}", "ours.j2:1: "),
    ("{{ brand|join }}", "join works on a list"),
    ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "nested too deeply"),
    ("{% for a in sections %}" * 30 + "{% endfor %}" * 30, "nested too deeply"),
    ("{% for a in sections %}" * 6 + "{% endfor %}" * 6, "take more than 100,000 steps"),
    ("x" * (sandbox.MOST_TEMPLATE + 1), "expected at most 100,000"),
    ("{% for a in sections %}{% for b in sections %}{% for c in sections %}" + "x" * 500 + "{% endfor %}" * 3, "grows"),
]


@pytest.mark.parametrize(("template", "words"), REFUSED, ids=range(len(REFUSED)))
@pytest.mark.parametrize("html", [False, True], ids=["markdown", "html"])
def test_a_template_can_neither_escape_nor_grow_and_is_told_its_line(template: str, words: str, html: bool) -> None:
    with pytest.raises(UsageError) as caught:
        rendered(template, html=html)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("ours.j2")

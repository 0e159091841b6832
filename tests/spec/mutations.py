"""Ways to spoil a spec, the same ones for the same seed."""

import random
import re

SPLINTERS = (
    b": ", b"- ", b"[", b"]", b"{", b"}", b"*a", b"&a ", b"!!x ", b"|\n", b">\n", b"'", b'"', b"#", b"\n", b"\t",
    b"\x00", b"\xff", b"\x1b[31m", "\u202e".encode(), b"NO", b"on", b"~", b"-1", b"1e999", b".nan", b"0", b"1e15",
    b"999999999999", b"50..1", b"1..2k", b"%", b"101%", b"k", b"<<: *a", b"extends: x.yaml\n", b"---\n", b"? ", b"@",
)  # fmt: skip
VALUES = (
    b"NO", b"on", b"true", b"~", b"", b"-1", b"0", b"1", b"3", b"12.5", b"1e999", b".nan", b"1e15", b"99999999999",
    b"50..1", b"1..2", b"1..2k", b"0%", b"100%", b"101%", b"1_000", b"1.000", b"40k USD", b"$5", b"2026-13-01", b"8-3",
    b"5-99", b"nano", b"mega", b"manual", b"leads", b"awareness", b"market", b"per_order", b"campaign", b"never",
    b"[]", b"{}", b"[nano]", b"[instagram, youtube]", b"{youtube: 100%}", b"{low: 1, high: 2}", b"{amount: 5}",
    b"no such word", b"playbook-2026",
)  # fmt: skip


def mutated(content: bytes, seed: int) -> bytes:
    """The content with one to four changes: bytes, lines, words or whole values."""
    chance = random.Random(seed)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        start = chance.randrange(len(content))
        lines = content.split(b"\n")
        line = chance.randrange(len(lines))
        match chance.randrange(10):
            case 0:
                content = content[:start] + content[start + chance.randrange(1, 9) :]
            case 1:
                content = content[:start] + chance.choice(SPLINTERS) + content[start:]
            case 2:
                content = b"\n".join([*lines[:line], *lines[line + 1 :]])
            case 3:
                content = b"\n".join([*lines[:line], chance.choice(lines), *lines[line:]])
            case 4:
                content = b"\n".join([*lines[:line], b" " * chance.randrange(1, 4) + lines[line], *lines[line + 1 :]])
            case 5:
                words = lines[line].split(b" ")
                words[chance.randrange(len(words))] = chance.choice(SPLINTERS)
                content = b"\n".join([*lines[:line], b" ".join(words), *lines[line + 1 :]])
            case _:
                values = list(re.finditer(rb"(?<=: )[^\s\[{,}\]][^,}\]\n]*", content))
                if not values:
                    continue
                value = chance.choice(values)
                content = content[: value.start()] + chance.choice(VALUES) + content[value.end() :]
    return content


KINDS = (
    (re.compile(rb"(?<=[ :\[.])[0-9][0-9_.]*%"), (b"0%", b"0.01%", b"1%", b"20%", b"50%", b"99.9%", b"100%")),
    (re.compile(rb"(?<=[ :\[])[0-9][0-9_.]*[km]?(?=[\s,}\]])"), (
        b"0", b"0.01", b"0.5", b"1", b"2", b"3", b"7", b"12", b"52", b"104", b"1_000", b"5k", b"40k", b"1m", b"900m",
    )),
    (re.compile(rb"[0-9][0-9_]*\.\.[0-9][0-9_]*(?=[\s,}])"), (b"0..1", b"1..1", b"1..9", b"0..900m", b"5..500")),
    (re.compile(rb"\b(nano|micro|mid|mega)\b"), (b"nano", b"micro", b"mid", b"mega")),
    (re.compile(rb"\b(instagram|tiktok|youtube)\b"), (b"instagram", b"tiktok", b"youtube")),
    (re.compile(rb"(?<=goal: )\w+"), (b"sales", b"leads", b"awareness", b"engagement", b"followers")),
    (re.compile(rb"(?<=strategy: )[\w-]+"), (
        b"hybrid", b"by-budget", b"nano-network", b"equal", b"mega-only", b"manual", b"optimal",
    )),
    (re.compile(rb"(?<=mode: )\w+"), (b"marginal", b"retroactive", b"prospective", b"per_order")),
    (re.compile(rb"(?<=per: )\w+"), (b"deliverable", b"creator", b"month", b"quarter", b"campaign")),
    (re.compile(rb"\b(fee|retainer|cpc|cpa|cpm|cpl|commission|minimum_guarantee)(?=: [0-9])"), (
        b"fee", b"retainer", b"cpc", b"cpa", b"cpm", b"cpl", b"minimum_guarantee", b"minimum_payout", b"cap",
    )),
    (re.compile(rb"\b(exclude|gift): (true|false)"), (b"exclude: true", b"exclude: false", b"gift: true")),
    (re.compile(rb"\b(share|spend|creators)(?= (?:[<>=]=|between))"), (b"share", b"spend", b"creators")),
    (re.compile(rb"[<>=]=|\bbetween\b"), (b">=", b"<=", b"==", b"between", b"<")),
    (re.compile(rb"(?<=objective: )\w+"), (
        b"profit", b"lifetime_profit", b"revenue", b"orders", b"engagements", b"reach", b"{profit: 1, reach: 0.01}",
    )),
    (re.compile(rb"(?<=currency: )[A-Z]{3}"), (b"USD", b"EUR", b"JPY", b"KWD")),
)  # fmt: skip
"""What stands in a spec, and what else of its kind might stand there."""


def bent(content: bytes, seed: int) -> bytes:
    """The content with one to six values changed for extreme ones of the same kind, so that many can be planned."""
    chance = random.Random(seed)
    for _ in range(chance.randrange(1, 7)):
        if chance.random() < 0.15:
            lines = content.split(b"\n")
            line = chance.randrange(len(lines))
            content = b"\n".join([*lines[:line], *lines[line + 1 :]])
            continue
        pattern, others = chance.choice(KINDS)
        found = list(pattern.finditer(content))
        if found:
            value = chance.choice(found)
            content = content[: value.start()] + chance.choice(others) + content[value.end() :]
    return content

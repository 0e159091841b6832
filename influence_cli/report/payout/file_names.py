"""Names of files for statements, one per creator."""

from influence_cli.model.payout import CreatorStatement, PayoutStatement
from influence_cli.workflow.agreement_links import slug


def statement_file_names(statement: PayoutStatement) -> tuple[str, ...]:
    """A name for each creator in order, without a folder and an extension: the period and the creator's name.

    Small ASCII letters, digits and dashes only, so that no name leaves its folder, is reserved by a system, or
    differs from another by case alone; those that would be the same are numbered.
    """
    taken: set[str] = set()
    last: dict[str, int] = {}
    return tuple(_unique(_wanted(statement, creator), taken, last) for creator in statement.creators)


def statement_file_name(statement: PayoutStatement, creator: CreatorStatement) -> str:
    """The name for one creator of the statement; for all of them `statement_file_names` is quicker.

    Raises:
        ValueError: If the creator is not in the statement.
    """
    keys = [each.payee.key for each in statement.creators]
    return statement_file_names(statement)[keys.index(creator.payee.key)]


def _wanted(statement: PayoutStatement, creator: CreatorStatement) -> str:
    period = slug(statement.period) or "statement"
    return f"{period}-{slug(creator.payee.name) or slug(creator.payee.key) or 'creator'}"


def _unique(wanted: str, taken: set[str], last: dict[str, int]) -> str:
    name, number = wanted, last.get(wanted, 1)
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    last[wanted] = number
    taken.add(name)
    return name

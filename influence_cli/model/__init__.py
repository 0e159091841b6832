"""The nouns of a campaign and the errors: frozen records, no behaviour beyond what they are.

Nothing here knows NumPy, pydantic, YAML or Rich. Money is in whole minor units (cents), contract rates
are in whole parts per million, every other rate or share is a fraction.
"""

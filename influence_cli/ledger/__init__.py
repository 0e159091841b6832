"""The ledger: what was earned, scheduled and paid, in one SQLite file. Decides nothing about amounts."""

"""What creators are owed after launch: which orders count and when, what the contract makes of them, what is due.

Knows neither files nor the ledger's tables; the contract engine alone says what terms come to.
"""

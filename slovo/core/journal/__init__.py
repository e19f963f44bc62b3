"""The journal: every fact, written in the transaction that made it true."""

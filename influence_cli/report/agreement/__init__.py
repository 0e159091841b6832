"""Agreements as documents: sections in words, and the formats they are written in."""

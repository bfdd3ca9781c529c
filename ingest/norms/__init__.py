"""Norms: who must do what, by when, who is entitled to what, and which figures a text states.

Every row is read off one provision and carries its verbatim quote; nothing is written per document. The grammars
are general, the vocabulary is `norms.toml`.
"""

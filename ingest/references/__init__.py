"""References between provisions: resolved, stored and followed both ways.

`names.py` (which document is named), `works.py` (which provision of it) and `history.py` (in which version) serve
`resolve.py`; `graph.py` follows references both ways, `groups.py` knows those that name people.
"""

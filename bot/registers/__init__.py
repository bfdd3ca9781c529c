"""Queries over the registers of duties, deadlines and entitlements, and their exports.

`bearers.py` and `groups.py` find whom a name means, `query.py` the rows, `notes.py` what has to be said beside them,
`table.py` lays rows out in columns; `files.py` writes CSV and XLSX, `calendar.py` ICS.
"""

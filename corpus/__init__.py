"""What the documents say and what they are: provisions, the register, agencies, the glossary, references.

Errors:

    CorpusError             what a person can put right; its message is one line
    ├── RegisterError       register.toml, agencies.toml or glossary.toml contradicts itself or its files
    └── MalformedReference  a reference or eId that cannot be read
"""


class CorpusError(Exception):
    """A fault of the material, told in one line: what, which file or entry, what to do."""


class RegisterError(CorpusError):
    """A data file (register, agencies, glossary) that contradicts itself or the files that it describes."""


class MalformedReference(CorpusError):
    """An eId or a provision reference that does not follow the scheme."""

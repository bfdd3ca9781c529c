"""The draft checker: what the documents say of each sentence of a draft.

    split    a draft to sentences; what asserts nothing is told apart
    read     a sentence in words, concepts and typed facts       (concepts.py, facts.py)
    search   the sentences of the documents that may speak to it (evidence.py)
    compare  by type: numbers, times, agencies and roles, documents, persons, negation, modality, scope (compare*.py)
    weigh    features to a verdict, by weights that benchmarks/fit_claims.py learns (weigh.py, weights.toml)

`Checker.check` searches; `Checker.check_against` compares with given provisions only. What is unsure is `not_found`.
"""

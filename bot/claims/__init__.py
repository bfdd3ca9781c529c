"""The draft checker: what the documents say of each sentence of a draft.

    split    a draft to sentences, what asserts nothing told apart; a sentence to the statements that it joins (parts.py)
    read     a sentence in words, concepts and typed facts       (concepts.py, facts.py)
    search   the sentences of the documents that may speak to it (evidence.py), rules on a group that another article names (groups.py)
    compare  by type: numbers, times, agencies and roles, documents, persons, negation, modality, scope, terms (compare*.py)
    weigh    features to a verdict, by weights that benchmarks/fit_claims.py learns (weigh.py, weights.toml)
    settle   which candidate decides, and what the parts of a sentence come to; an entailment model may doubt (entailment.py)
    tell     differences, proofs, suggestion, warnings, later figures (verdict.py, suggest.py, warn.py, later.py)

`Checker.check` searches; `Checker.check_against` compares with given provisions only. What is unsure is `not_found`.
"""

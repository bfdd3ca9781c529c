"""Messages written from provisions: every sentence on policy is cited and has passed the draft checker.

sentences  which sentences of the documents a message on a topic is made of, and in which order
facts      who, when and how much of a quote, in the language of the message
layout     the message as Markdown
check      what keeps a sentence out of a message
written    the sentences by a language model, where one is configured
write      topic -> retrieval and gate of a question -> lines that the checker supports -> message
"""

"""What nobody should send: random and mutated files, questions, addresses and answers, made by Hypothesis.

A few cases of each kind run with the tests, the same every time. ``make fuzz`` runs as many as fit in its minutes, new ones
every time. Nothing may escape but the sentences that are meant for a reader, and nothing may take for ever.
"""

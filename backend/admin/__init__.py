"""Administration: what support sees and does, as commands and as a small site that only this machine can reach.

Each action is one function that both use. It runs in one transaction, with a row that says who did it and why.
"""

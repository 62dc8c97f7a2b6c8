"""
Changing the chain by hand: forms that follow the model, and what is read out of them.
"""

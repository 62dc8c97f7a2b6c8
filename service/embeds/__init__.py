"""
Embeds: views of the chain that other sites keep, and whether what they show still holds.
"""

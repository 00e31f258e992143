"""A model that says how likely a customer is to leave."""

"""How long tests wait for what must come."""

PATIENCE = 120
"""Seconds after which something is broken. A virtual machine that is saved or moved meanwhile stands still for 20."""

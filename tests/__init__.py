"""A package, because some libraries install one of this name, and the nearer one must win."""
